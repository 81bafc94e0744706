// What the server gives the page: the attempt, its addresses and all words, as one block of data.

/**
 * @typedef {object} Attempt
 * @property {string} attempt id
 * @property {string} token the launch token; where a session launched, it works with this browser's cookie only
 * @property {import('./device.js').Device} device
 * @property {string} course_title
 * @property {string} locale
 * @property {Record<string, string>} texts
 * @property {string} mode what this page is for: "normal", or a mode that has its own line above the content
 * @property {{page: string|null, open: string, commits: string, content_base: string, exit: string, new_attempt?: string}} urls
 *     `page` is the address for the browser's history, where the one it was opened by is used up; `new_attempt` begins
 *     another attempt, where the course allows one
 */

/**
 * @param {Document} page
 * @returns {Attempt}
 */
export function attemptOf(page) {
    const block = page.getElementById('attempt');
    block?.remove(); // content has no business with it
    return JSON.parse(block?.textContent ?? '{}');
}

/**
 * "normal", "browse" or "review" as the content is told it, or what the page says beyond that.
 * @param {Attempt} attempt @param {string} opening what the session is opened with
 */
export function modeOf(attempt, opening) {
    return attempt.mode !== 'normal' ? attempt.mode : (JSON.parse(opening).mode ?? 'normal');
}

/** The words of the page, in the language of the launch. */
export class Texts {
    /** @param {Record<string, string>} texts @param {string} locale */
    constructor(texts, locale) {
        this.texts = texts;
        this.clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    }

    /**
     * The text of that name; {places} are filled from `values`. A missing text shows its name, so that it is found.
     * @param {string} name @param {Record<string, string|number>} [values]
     */
    get(name, values = {}) {
        const text = this.texts[name] ?? name;
        return text.replace(/\{(\w+)\}/g, (place, key) => String(values[key] ?? place));
    }

    /** @param {Date} when */
    time(when) {
        return this.clock.format(when);
    }
}
