// The requests of the page: opening the attempt, a commit, what was gained, what is wrong with the content.
import { byteLength } from './operations.js';

/** A request that may succeed when it is made again. */
export class Unreachable extends Error {
    /** @param {boolean} [diskFull] */
    constructor(diskFull = false) {
        super('the server could not be reached');
        this.diskFull = diskFull;
    }
}

/** The attempt goes on at another address: a new version of the course waited for this page. */
export class Moved extends Error {
    /** @param {string} url */
    constructor(url) {
        super('the course has a new version');
        this.url = url;
    }
}

/** The launch token opens nothing any more. */
export class LinkEnded extends Error {}

/**
 * What an answer means for a commit: `done` up to a number, another page has `superseded` this one, one before it is
 * missing (`gap`), or it can never be recorded (`refused`).
 * @typedef {{kind: "done", number: number} | {kind: "superseded"} | {kind: "gap"} | {kind: "refused", element: string}} Verdict
 * @typedef {{opening: number, number: number, course: string, opening_data: string, state: string, now: number}} Opened
 */

/** What the learner has gained and can do next, as HTML of the plugins that know. @typedef {{gained: string[], next: string[]}} Gained */

/** Requests that outlive the page may hold 64 KB in all (Fetch, keepalive). */
export const KEEPALIVE_LIMIT = 60 * 1024;
/** In one request. */
export const MOST_COMMITS = 256;
const TIMEOUT = 30_000;

export class Server {
    /** @param {{open: string, commits: string, gained?: string, troubles?: string, files?: string}} urls @param {string} token */
    constructor(urls, token) {
        this.urls = urls;
        this.headers = { authorization: `Launch ${token}`, 'content-type': 'application/json' };
        this.underWay = new AbortController(); // of the requests that wait for an answer
    }

    /**
     * Takes the attempt over for this page. `number` is the last commit that the journal knew of.
     * @param {number} number
     * @returns {Promise<Opened>}
     */
    async open(number) {
        const response = await this.post(this.urls.open, JSON.stringify({ journal_number: number }), false);
        const answer = await jsonOf(response);
        if (response.ok) return answer;
        if (answer.code === 'elearning.moved') throw new Moved(answer.url);
        if (answer.code?.startsWith('elearning.')) throw new LinkEnded(answer.code);
        throw new Unreachable();
    }

    /**
     * @param {import('./journal.js').Commit} commit
     * @returns {Promise<Verdict>}
     */
    async commit(commit) {
        const body = bodyOf(commit);
        // A small one is not cut off when the page goes away while it is under way.
        const response = await this.post(this.urls.commits, body, byteLength(body) < KEEPALIVE_LIMIT);
        const answer = await jsonOf(response);
        if (response.ok) return { kind: 'done', number: Number(answer.number) };
        switch (answer.code) {
            case 'elearning.superseded':
                return { kind: 'superseded' };
            case 'elearning.commit-gap':
                return { kind: 'gap' };
            case 'elearning.launch-ended':
            case 'elearning.other-attempt':
                throw new LinkEnded(answer.code);
            default:
                if (![400, 413, 422].includes(response.status)) throw new Unreachable();
                return { kind: 'refused', element: answer.errors?.[0]?.field ?? '' };
        }
    }

    /**
     * Sends without waiting for an answer, when the page goes away. What is under way is given up: it is part of this, and
     * the browser lets only so much outlive the page.
     * @param {import('./journal.js').Commit[]} commits
     */
    lastWords(commits) {
        this.underWay.abort();
        this.underWay = new AbortController();
        this.request(this.urls.commits, `[${commits.map(bodyOf).join(',')}]`, true).catch(() => {}); // the journal has it
    }

    /**
     * What the attempt has brought the learner; nothing where nobody knows, or there is no network.
     * @returns {Promise<Gained|null>}
     */
    async gained() {
        const { gained } = this.urls;
        if (!gained) return null;
        try {
            const response = await fetch(gained, { headers: this.headers, cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT) });
            return response.ok ? await response.json() : null;
        } catch {
            return null;
        }
    }

    /** Path and size of each file of the package. @returns {Promise<[string, number][]>} */
    async files() {
        const { files } = this.urls;
        const response = files ? await fetch(files, { headers: this.headers, cache: 'no-store' }).catch(() => null) : null;
        return response?.ok ? (await response.json()).files : [];
    }

    /** For those who look after the course. @param {string} trouble @param {string} part identifier of the activity */
    report(trouble, part) {
        const { troubles } = this.urls;
        if (troubles) this.request(troubles, JSON.stringify({ trouble, part }), true).catch(() => {}); // only a hint
    }

    /**
     * @param {string} url @param {string} body @param {boolean} keepalive
     * @param {AbortSignal} [signal]
     */
    request(url, body, keepalive, signal) {
        return fetch(url, { method: 'POST', headers: this.headers, body, keepalive, signal, cache: 'no-store' });
    }

    /** @param {string} url @param {string} body @param {boolean} keepalive */
    async post(url, body, keepalive) {
        const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT), this.underWay.signal]);
        const response = await this.request(url, body, keepalive, signal).catch(() => {
            throw new Unreachable();
        });
        const { status } = response;
        if (status >= 500 || status === 408 || status === 429) throw new Unreachable(status === 507);
        return response;
    }
}

/** @param {import('./journal.js').Commit} commit */
export function bodyOf({ opening, number, operations }) {
    return `{"opening":${opening},"number":${number},"operations":${operations}}`;
}

/**
 * The server always answers in JSON; what is none comes from something in between (a proxy, a hotel's sign-in page).
 * @param {Response} response
 * @returns {Promise<any>}
 */
async function jsonOf(response) {
    return response.json().catch(() => {
        throw new Unreachable();
    });
}
