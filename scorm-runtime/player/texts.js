// What the server gives the page: the attempt, its addresses and all words, as one block of data.

/**
 * @typedef {object} Attempt
 * @property {string} attempt id
 * @property {string} token the launch token, all the rights this page has
 * @property {string} course_title
 * @property {string} locale
 * @property {Record<string, string>} texts
 * @property {{open: string, commits: string, content_base: string, exit: string}} urls
 */

/**
 * @param {Document} page
 * @returns {Attempt}
 */
export function attemptOf(page) {
    return JSON.parse(page.getElementById('attempt')?.textContent ?? '{}');
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
