// The two requests of the page: opening the attempt, and one commit.
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

/** Requests that outlive the page may hold 64 KB in all (Fetch, keepalive). */
export const KEEPALIVE_LIMIT = 60 * 1024;
const TIMEOUT = 30_000;

export class Server {
    /** @param {{open: string, commits: string}} urls @param {string} token */
    constructor(urls, token) {
        this.urls = urls;
        this.headers = { authorization: `Launch ${token}`, 'content-type': 'application/json' };
    }

    /**
     * Takes the attempt over for this page. `number` is the last commit that the journal knew of, `dropped` how many of
     * its entries were left out.
     * @param {number} number @param {number} [dropped]
     * @returns {Promise<Opened>}
     */
    async open(number, dropped = 0) {
        const response = await this.post(this.urls.open, JSON.stringify({ journal_number: number, dropped }), false);
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
     * Sends without waiting for an answer, when the page goes away.
     * @param {import('./journal.js').Commit} commit
     */
    lastWord(commit) {
        this.request(this.urls.commits, bodyOf(commit), true).catch(() => {}); // the journal has it
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
        const response = await this.request(url, body, keepalive, AbortSignal.timeout(TIMEOUT)).catch(() => {
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
