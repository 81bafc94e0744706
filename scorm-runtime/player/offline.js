// Plays on without a network: keeps on the device what it takes to open the attempt again there. Only where the package has an
// origin of its own: on one that packages share, any of them could read and write it.
//
//     Cache Storage  /offline/<attempt>           → what the server answered when the page was opened
//     localStorage   tessera:<attempt>:state      → the session's state after the last commit in the journal, and its number
//
// A page that finds no server goes on with both, as the same opening: its commits are numbered on from there, and the server
// takes each of them once.

/** @typedef {import('./server.js').Opened} Opened */
/** @typedef {import('./journal.js').Commit} Commit */

const CACHE = 'tessera-opened';
/** Larger states are not kept: writing them with each commit would hold up the content. */
const MOST_OF_STATE = 256 * 1024;
/** With values that content sets in a row, once in this time. */
const PAUSE = 1000;
/** A package up to this size is fetched whole, while the learner works; of a larger one what was seen is kept. */
const MOST_OF_PACKAGE = 300 * 1024 * 1024;
/** Content has the network to itself at the beginning. */
const HEAD_START = 3000;

export class Offline {
    /**
     * @param {{attempt: string, files: string, storage: Storage|null}} options `files`: the address that the player's own files
     *     come from
     */
    constructor({ attempt, files, storage }) {
        this.files = new URL(files || location.href).origin;
        this.storage = storage;
        this.key = `tessera:${attempt}:state`;
        this.page = `/offline/${attempt}`;
        this.usable = this.files !== location.origin && 'serviceWorker' in navigator && 'caches' in window && storage !== null;
        this.timer = 0;
        this.writing = false;
    }

    /** What the server has answered. @param {Opened} opened */
    async opened(opened) {
        if (!this.usable) return;
        try {
            const cache = await caches.open(CACHE);
            await cache.put(this.page, new Response(JSON.stringify({ ...opened, skew: opened.now - Date.now() })));
        } catch {
            // no room: then it opens with a network only
        }
    }

    /**
     * Something was put into the journal: soon, or at once where there is no later, the state is kept as well.
     * @param {() => {opening: number, number: number, state: string}|null} settled the state with everything in the journal;
     *     nothing when that can't be now
     * @param {boolean} now
     */
    remember(settled, now) {
        if (!this.usable || this.writing) return;
        if (now) {
            clearTimeout(this.timer);
            this.write(settled);
        } else if (this.timer === 0) {
            this.timer = window.setTimeout(() => this.write(settled), PAUSE);
        }
    }

    /** @param {() => {opening: number, number: number, state: string}|null} settled */
    write(settled) {
        this.writing = true;
        const value = settled();
        this.writing = false;
        this.timer = 0;
        if (!value) return;
        try {
            if (value.state.length > MOST_OF_STATE) this.storage?.removeItem(this.key);
            else this.storage?.setItem(this.key, JSON.stringify(value));
        } catch {
            this.storage?.removeItem(this.key); // an old one is worse than none
        }
    }

    /**
     * What the page can go on with when there is no server; nothing when it is not all there.
     * @param {Commit[]} entries of the journal
     * @returns {Promise<Opened|null>}
     */
    async resume(entries) {
        if (!this.usable) return null;
        try {
            const answer = await (await caches.open(CACHE)).match(this.page);
            const kept = JSON.parse(this.storage?.getItem(this.key) ?? 'null');
            if (!answer || !kept) return null;
            /** @type {Opened & {skew: number}} */
            const opened = await answer.json();
            const ours = entries.every(({ opening }) => opening === opened.opening);
            const last = entries.at(-1)?.number ?? 0;
            if (kept.opening !== opened.opening || !ours || last > kept.number) return null;
            return { ...opened, number: kept.number, state: kept.state, now: Date.now() + opened.skew };
        } catch {
            return null;
        }
    }

    /** Another page goes on: what this one knows is of yesterday. */
    forget() {
        clearTimeout(this.timer);
        this.storage?.removeItem(this.key);
    }

    /** What this page consists of: most of it came before the worker was there. */
    async fetchPlayer() {
        const cache = await caches.open('tessera-player');
        const page = await fetch(location.href, { cache: 'no-store' }).catch(() => null);
        if (page?.ok && !page.redirected) await cache.put(location.href, page);
        for (const { name } of performance.getEntriesByType('resource')) {
            if (!name.startsWith(`${this.files}/static/`)) continue;
            const answer = await fetch(name).catch(() => null);
            await answer?.arrayBuffer().catch(() => null);
        }
    }

    /** Starts the worker, and fetches what the course may still ask for. @param {import('./server.js').Server} server @param {string} base */
    async fetchAll(server, base) {
        const saving = /** @type {any} */ (navigator).connection?.saveData;
        if (!this.usable) return;
        await new Promise((resolve) => void setTimeout(resolve, HEAD_START));
        const worker = `/player-worker.js?files=${encodeURIComponent(this.files)}`;
        const registered = await navigator.serviceWorker.register(worker, { scope: '/' }).catch(() => null);
        if (!registered || saving) return;
        await navigator.serviceWorker.ready;
        await this.fetchPlayer();
        const files = await server.files();
        const size = files.reduce((sum, [, bytes]) => sum + bytes, 0);
        const { quota = 0, usage = 0 } = await navigator.storage.estimate();
        if (size > Math.min(MOST_OF_PACKAGE, (quota - usage) / 2)) return;
        let kept = files.length > 0;
        for (const [path] of files) {
            // One after the other, behind all that content wants.
            const answer = await fetch(base + path, /** @type {RequestInit} */ ({ priority: 'low' })).catch(() => null);
            const body = await answer?.arrayBuffer().catch(() => null);
            kept = kept && Boolean(answer?.ok && body);
        }
        if (kept) document.body.dataset.kept = 'all'; // from now on it plays without a network
    }
}
