// The API that content looks for: window.API in SCORM 1.2, window.API_1484_11 in SCORM 2004, never both,
// because content made for either takes the first that it finds. All functions are plain and synchronous.
import { Fn } from '../wasm/scorm.js';

/**
 * Content passes numbers, booleans and nothing where the standard wants a text.
 * @param {unknown} value
 */
function text(value) {
    if (typeof value === 'string') return value;
    return value === undefined || value === null ? '' : String(value);
}

/**
 * The eight functions under the names of SCORM 2004. `answer` does the work and never throws.
 * @param {(fn: number, first: string, second: string) => string} answer
 */
function functions(answer) {
    return {
        /** @param {unknown} [parameter] */
        Initialize: (parameter) => answer(Fn.Initialize, text(parameter), ''),
        /** @param {unknown} [parameter] */
        Terminate: (parameter) => answer(Fn.Terminate, text(parameter), ''),
        /** @param {unknown} [element] */
        GetValue: (element) => answer(Fn.GetValue, text(element), ''),
        /** @param {unknown} [element] @param {unknown} [value] */
        SetValue: (element, value) => answer(Fn.SetValue, text(element), text(value)),
        /** @param {unknown} [parameter] */
        Commit: (parameter) => answer(Fn.Commit, text(parameter), ''),
        GetLastError: () => answer(Fn.GetLastError, '', ''),
        /** @param {unknown} [code] */
        GetErrorString: (code) => answer(Fn.GetErrorString, text(code), ''),
        /** @param {unknown} [code] */
        GetDiagnostic: (code) => answer(Fn.GetDiagnostic, text(code), ''),
    };
}

/**
 * Puts the API of that edition on the window, where content in frames and windows below it looks.
 * @param {Window} where @param {string} edition as the course has it: "1.2", or absent or another for 2004
 * @param {(fn: number, first: string, second: string) => string} answer
 */
export function expose(where, edition, answer) {
    const all = functions(answer);
    if (edition !== '1.2') {
        // IEEE 1484.11.2: the instance says which version of the binding it is.
        Object.assign(where, { API_1484_11: { ...all, version: '1.0' } });
        return;
    }
    const prefixed = Object.entries(all).map(([name, call]) => [name === 'Terminate' ? 'LMSFinish' : `LMS${name}`, call]);
    Object.assign(where, { API: Object.fromEntries(prefixed) });
}
