// The API that content looks for: window.API in SCORM 1.2, window.API_1484_11 in SCORM 2004, never both,
// because content made for either takes the first that it finds. All functions are plain and synchronous.
import { Fn } from '../wasm/scorm.js';

/** @typedef {(fn: number, first: string, second: string) => string} Answer */

/**
 * Content passes numbers, booleans and nothing where the standard wants a text.
 * @param {unknown} value
 */
function text(value) {
    if (typeof value === 'string') return value;
    return value === undefined || value === null ? '' : String(value);
}

/**
 * The eight functions under the names of SCORM 2004.
 * @param {{answer: Answer}} link what does the work; never throws
 */
function functions(link) {
    return {
        /** @param {unknown} [parameter] */
        Initialize: (parameter) => link.answer(Fn.Initialize, text(parameter), ''),
        /** @param {unknown} [parameter] */
        Terminate: (parameter) => link.answer(Fn.Terminate, text(parameter), ''),
        /** @param {unknown} [element] */
        GetValue: (element) => link.answer(Fn.GetValue, text(element), ''),
        /** @param {unknown} [element] @param {unknown} [value] */
        SetValue: (element, value) => link.answer(Fn.SetValue, text(element), text(value)),
        /** @param {unknown} [parameter] */
        Commit: (parameter) => link.answer(Fn.Commit, text(parameter), ''),
        GetLastError: () => link.answer(Fn.GetLastError, '', ''),
        /** @param {unknown} [code] */
        GetErrorString: (code) => link.answer(Fn.GetErrorString, text(code), ''),
        /** @param {unknown} [code] */
        GetDiagnostic: (code) => link.answer(Fn.GetDiagnostic, text(code), ''),
    };
}

/** What a session that is no more answers. @type {Answer} */
export function deadAnswer(fn) {
    if (fn === Fn.GetLastError) return '101';
    return [Fn.Initialize, Fn.Terminate, Fn.SetValue, Fn.Commit].some((name) => name === fn) ? 'false' : '';
}

export class Api {
    /**
     * @param {Window} where content in frames and windows below it looks for the API there
     * @param {string} edition as the course has it: "1.2", or absent or another for 2004
     * @param {Answer} answer
     */
    constructor(where, edition, answer) {
        this.where = where;
        this.edition = edition;
        this.answer = answer;
        this.link = { answer };
        this.renew();
    }

    /**
     * An API of its own for the content that comes next. Windows that earlier content left open still hold theirs: it
     * is dead from now on, so that nothing they say counts for another part.
     */
    renew() {
        this.link.answer = deadAnswer;
        this.link = { answer: this.answer };
        const all = functions(this.link);
        if (this.edition !== '1.2') {
            // IEEE 1484.11.2: the instance says which version of the binding it is.
            Object.assign(this.where, { API_1484_11: { ...all, version: '1.0' } });
            return;
        }
        const prefixed = Object.entries(all).map(([name, call]) => [name === 'Terminate' ? 'LMSFinish' : `LMS${name}`, call]);
        Object.assign(this.where, { API: Object.fromEntries(prefixed) });
    }
}
