// Brings commits to the server: in order, one at a time, again and again until they are acknowledged. Every commit
// is in the journal before it is sent.
import { byteLength, join, split } from './operations.js';
import { bodyOf, KEEPALIVE_LIMIT, LinkEnded, MOST_COMMITS, Unreachable } from './server.js';

/**
 * @typedef {import('./journal.js').Commit} Commit
 * @typedef {"superseded"|"lost"|"refused"|"link-ended"} End why nothing more can be sent
 * @typedef {{waiting: boolean, offline: boolean, diskFull: boolean, unkept: boolean}} Progress
 */

/** Characters of a commit: a page that goes away can still send one of this size. */
const COMMIT_LIMIT = 40_000;
/** What need not go at once goes after this time. */
const IDLE_DELAY = 10_000;
/** Content that commits without a pause: so many go at once, then one after each of these times. */
const BURST = 20;
const PACE = 500;
const FIRST_RETRY = 1000;
const LAST_RETRY = 30_000;

export class Sender {
    /**
     * @param {import('./server.js').Server} server @param {import('./journal.js').Journal} journal
     * @param {{opening: number, number: number}} opened
     * @param {{progress: (progress: Progress) => void, end: (why: End, element: string) => void}} listener
     * @param {Commit[]} waiting commits of this opening that an earlier page has left, up to that number
     */
    constructor(server, journal, opened, listener, waiting = []) {
        this.server = server;
        this.journal = journal;
        this.opening = opened.opening;
        this.number = opened.number;
        this.listener = listener;
        /** @type {Commit[]} not acknowledged, oldest first */
        this.queue = [...waiting];
        this.tried = opened.number; // commits up to this number were sent once and must not change any more
        this.urgent = opened.number; // commits up to this number should go now
        this.sending = false;
        this.over = false;
        this.failures = 0;
        this.diskFull = false;
        this.unkept = false; // the device has no room for the journal
        this.timer = 0;
        this.hurried = false; // the timer runs for something urgent
        this.allowance = BURST; // of commits that may go at once
        this.counted = Date.now();
        /** @type {(() => void)[]} */
        this.waiting = [];
    }

    /**
     * Takes operations; they are in the journal when this returns.
     * @param {string} operations a JSON array @param {boolean} urgent
     */
    add(operations, urgent) {
        if (this.over) return;
        for (const part of split(operations, COMMIT_LIMIT)) this.keep(part);
        const now = urgent && this.allowed();
        if (now) this.urgent = this.number;
        this.tell();
        if (now) {
            void this.send();
        } else if (urgent && !this.hurried && this.failures === 0) {
            this.sendIn(PACE);
            this.hurried = true;
        } else if (!this.timer && !this.sending) {
            this.sendIn(IDLE_DELAY);
        }
    }

    /** Whether one more may go at once; the others wait and go as one. */
    allowed() {
        const now = Date.now();
        this.allowance = Math.min(BURST, this.allowance + (now - this.counted) / PACE);
        this.counted = now;
        if (this.allowance < 1) return false;
        this.allowance -= 1;
        return true;
    }

    /** @param {string} operations */
    keep(operations) {
        let last = this.queue.at(-1);
        const grows = last && last.number > this.tried && last.operations.length + operations.length < COMMIT_LIMIT;
        if (last && grows) {
            last.operations = join(last.operations, operations);
        } else {
            last = { opening: this.opening, number: ++this.number, operations };
            this.queue.push(last);
        }
        if (!this.journal.write(last)) this.unkept = true;
    }

    /** Sends everything there is now. */
    sendAll() {
        this.urgent = this.number;
        return this.send();
    }

    async send() {
        if (this.sending || this.over) return;
        this.sending = true;
        this.stopTimer();
        try {
            while (!this.over && this.queue.length > 0 && this.queue[0].number <= this.urgent) await this.sendFirst();
        } catch (error) {
            this.failed(error);
        }
        this.sending = false;
        if (!this.over && !this.timer && this.queue.length > 0) this.sendIn(IDLE_DELAY);
        this.tell();
    }

    async sendFirst() {
        const commit = this.queue[0];
        this.tried = Math.max(this.tried, commit.number);
        const verdict = await this.server.commit(commit);
        this.failures = 0;
        this.diskFull = false;
        if (verdict.kind === 'done') this.acknowledge(verdict.number);
        else if (verdict.kind === 'gap') this.end('lost');
        else this.end(verdict.kind, verdict.kind === 'refused' ? verdict.element : '');
        this.tell();
    }

    /** @param {number} number */
    acknowledge(number) {
        while (this.queue.length > 0 && this.queue[0].number <= number) {
            const [commit] = this.queue.splice(0, 1);
            this.journal.remove(commit);
        }
        // There is room again, perhaps.
        if (this.unkept) this.unkept = !this.queue.every((commit) => this.journal.write(commit));
        if (this.queue.length > 0) return;
        for (const resolve of this.waiting.splice(0)) resolve();
    }

    /** @param {unknown} error */
    failed(error) {
        if (error instanceof LinkEnded) {
            this.end('link-ended');
            return;
        }
        this.diskFull = error instanceof Unreachable && error.diskFull;
        const delay = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** this.failures++);
        // Whatever waits goes with the next try; not all learners of a site at the same moment.
        this.urgent = this.number;
        this.sendIn(delay * (0.75 + Math.random() / 2));
    }

    /** @param {number} delay milliseconds */
    sendIn(delay) {
        this.stopTimer();
        this.timer = window.setTimeout(() => {
            this.stopTimer(); // also when a request is under way and nothing is sent now
            void this.sendAll();
        }, delay);
    }

    stopTimer() {
        clearTimeout(this.timer);
        this.timer = 0;
        this.hurried = false;
    }

    /** The network is back: no need to wait for the next try. */
    online() {
        if (this.queue.length > 0) void this.sendAll();
        else this.failures = 0;
        this.tell();
    }

    /**
     * The page goes away: all that has no answer yet goes out in one request that outlives it, as far as it may be long.
     * One request, because a second one could overtake the first, and be refused. What is under way is in it again: the
     * server skips what it has.
     */
    lastWords() {
        if (this.over) return;
        const last = [];
        let room = KEEPALIVE_LIMIT;
        for (const commit of this.queue) {
            room -= byteLength(bodyOf(commit)) + 1;
            if (room < 0 || last.length === MOST_COMMITS) break;
            last.push(commit);
        }
        if (last.length === 0) return;
        this.tried = last[last.length - 1].number;
        this.server.lastWords(last);
    }

    /**
     * Ends when everything is acknowledged.
     * @returns {Promise<void>}
     */
    idle() {
        if (this.queue.length === 0) return Promise.resolve();
        return new Promise((resolve) => void this.waiting.push(resolve));
    }

    /**
     * Nothing is sent any more. What another page or the server will never take is not kept either; what only
     * lacks a good link stays in the journal.
     * @param {End} why @param {string} [element]
     */
    end(why, element = '') {
        if (this.over) return;
        this.stop();
        if (why !== 'link-ended') this.queue.forEach((commit) => this.journal.remove(commit));
        this.listener.end(why, element);
    }

    stop() {
        this.over = true;
        this.stopTimer();
    }

    tell() {
        if (this.over) return;
        this.listener.progress({
            waiting: this.queue.length > 0,
            offline: this.failures > 0,
            diskFull: this.diskFull,
            unkept: this.unkept,
        });
    }
}

/**
 * Delivers what earlier pages of this attempt left in the journal. Throws Unreachable or LinkEnded; then the rest is
 * still there. What can never be delivered, because a later page has gone on since, is dropped.
 * @param {import('./server.js').Server} server @param {import('./journal.js').Journal} journal
 * @returns {Promise<number>} the highest number that was in it
 */
export async function deliverJournal(server, journal) {
    let highest = 0;
    let refused = 0; // the opening whose commits are of no use any more
    for (const commit of journal.entries()) {
        highest = Math.max(highest, commit.number);
        if (commit.opening !== refused) {
            const verdict = await server.commit(commit);
            if (verdict.kind !== 'done') refused = commit.opening;
        }
        journal.remove(commit);
    }
    return highest;
}
