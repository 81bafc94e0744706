// The service worker of a package's own origin. What content asks for and does not get is asked for again, so that a moment
// without a network, or a server that starts anew, costs a moment and nothing else; what was fetched is kept, so that a
// course once opened plays on, and opens again, with no network at all.
//
// Kept: the files of the package, whose addresses never change; the player's files, whose addresses change with them; the
// player's page. It is a classic worker of one file, because it has to come from the origin it works for.

const FILES = new URL(location.href).searchParams.get('files') ?? location.origin;
const PACKAGE = 'tessera-package';
const PLAYER = 'tessera-player';
/** A file that is asked for again and again all this time is out of reach, which content may have to know. */
const PATIENCE = 60_000;
const FIRST_WAIT = 200;
const LAST_WAIT = 4000;
/** Larger files are not kept whole: a film of this size plays from the network alone. */
const MOST_OF_FILE = 100 * 1024 * 1024;

/** @type {any} */
const worker = self;

worker.addEventListener('install', () => worker.skipWaiting());
worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (/** @type {any} */ event) => {
    const { request } = event;
    if (request.method !== 'GET') return;
    const url = new URL(request.url);
    if (url.origin === location.origin && url.pathname.startsWith('/c/')) event.respondWith(packageFile(request));
    else if (url.origin === FILES && url.pathname.startsWith('/static/')) event.respondWith(playerFile(request));
    else if (url.origin === location.origin && request.mode === 'navigate') event.respondWith(playerPage(request));
});

/** @param {number} time */
function wait(time) {
    return new Promise((resolve) => setTimeout(resolve, time));
}

/** Asks until there is an answer. @param {Request} request @returns {Promise<Response>} */
async function persistently(request) {
    const end = Date.now() + PATIENCE;
    for (let pause = FIRST_WAIT; ; pause = Math.min(LAST_WAIT, 2 * pause)) {
        const answer = await fetch(request.clone()).catch((error) => /** @type {Error} */ (error));
        const good = answer instanceof Response && answer.status < 500;
        if (good || request.signal.aborted || Date.now() + pause > end) {
            if (answer instanceof Response) return answer;
            throw answer;
        }
        await wait(pause);
    }
}

/** @param {string} name @param {Request|string} key @param {Response} answer */
async function keep(name, key, answer) {
    try {
        const cache = await caches.open(name);
        await cache.put(key, answer);
    } catch {
        // no room on the device: it plays from the network
    }
}

/** Without what content adds to the address of a file that never changes. @param {Request} request */
function addressOf(request) {
    const url = new URL(request.url);
    return url.origin + url.pathname;
}

/** @param {Request} request */
async function packageFile(request) {
    const kept = await caches.match(addressOf(request), { cacheName: PACKAGE, ignoreVary: true }).catch(() => undefined);
    const range = request.headers.get('Range');
    if (kept) return range ? piece(kept, range) : kept;
    const answer = await persistently(request);
    const length = Number(answer.headers.get('Content-Length') ?? 0);
    if (answer.status === 200 && !range && length <= MOST_OF_FILE) await keep(PACKAGE, addressOf(request), answer.clone());
    return answer;
}

/** Part of a film that is kept whole. @param {Response} kept @param {string} range */
async function piece(kept, range) {
    const body = await kept.blob();
    const match = /^bytes=(\d*)-(\d*)$/.exec(range);
    if (!match || (match[1] === '' && match[2] === '')) return new Response(body, { headers: kept.headers });
    const first = match[1] === '' ? Math.max(0, body.size - Number(match[2])) : Number(match[1]);
    const last = match[1] === '' || match[2] === '' ? body.size - 1 : Math.min(Number(match[2]), body.size - 1);
    if (first > last) return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${body.size}` } });
    const headers = new Headers(kept.headers);
    headers.delete('Content-Encoding');
    headers.set('Content-Range', `bytes ${first}-${last}/${body.size}`);
    headers.set('Content-Length', String(last - first + 1));
    return new Response(body.slice(first, last + 1), { status: 206, headers });
}

/** @param {Request} request */
async function playerFile(request) {
    const kept = await caches.match(request, { cacheName: PLAYER, ignoreVary: true }).catch(() => undefined);
    if (kept && (kept.type !== 'opaque' || request.mode === 'no-cors')) return kept;
    const answer = await persistently(request);
    if (answer.ok || answer.type === 'opaque') await keep(PLAYER, request, answer.clone());
    return answer;
}

/** The page as the server has it now; as it was, where there is no server. @param {Request} request */
async function playerPage(request) {
    const answer = await fetch(request).catch(() => null);
    if (answer && answer.status < 500) {
        if (answer.ok && !answer.redirected) await keep(PLAYER, request.url, answer.clone());
        return answer;
    }
    const kept = await caches.match(request.url, { cacheName: PLAYER, ignoreVary: true }).catch(() => undefined);
    return kept ?? answer ?? Response.error();
}
