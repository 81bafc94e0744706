// The page itself: who may leave it. Content that was made to stand alone puts itself in the place of the page it
// finds above it (`top.location = self.location`), or leads from page to page there. Where the browser lets a page see that
// (Navigation API), only the learner and the player leave.

/** @typedef {{userInitiated: boolean, url: string}} Request */

let leaving = false;

/** Leaves for an address. @param {string} url */
export function leaveFor(url) {
    leaving = true;
    location.assign(url);
}

/** Loads another address in the place of this one. @param {string} url */
export function goOnAt(url) {
    leaving = true;
    location.replace(url);
}

export function reload() {
    leaving = true;
    location.reload();
}

/**
 * Holds the page against content; `onRequest` hears where it wanted to go. Typing an address, the browser's own buttons
 * and the links of the player go through.
 * @param {(request: Request) => void} onRequest
 */
export function holdPage(onRequest) {
    /** @type {any} */
    const { navigation } = window;
    document.addEventListener('click', (event) => {
        if (leaving || !(/** @type {Element} */ (event.target).closest('a[href]'))) return;
        leaving = true;
        setTimeout(() => (leaving = false), 0); // a link that opened in another tab leaves nothing
    });
    navigation?.addEventListener('navigate', (/** @type {any} */ event) => {
        if (leaving || !event.cancelable || event.hashChange || event.navigationType === 'traverse') return;
        event.preventDefault();
        onRequest({ userInitiated: event.userInitiated, url: event.destination.url });
    });
}
