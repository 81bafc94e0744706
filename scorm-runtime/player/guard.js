// Content runs in the player's own origin, because it calls the API in its parents. This keeps what it does there by
// accident or in bad faith from taking the page away from the learner: dialogs without end, windows that are blocked or
// left open, and scripts that put themselves in the place of the player.

/** Dialogs in a row, each less than the pause after the one before, that are too many. */
const MOST_DIALOGS = 10;
const PAUSE = 1000;
/** On a window that is seen to. A frame that goes to another page gets a new one. */
const SEEN = Symbol('seen');
const DIALOGS = /** @type {const} */ (['alert', 'confirm', 'prompt', 'print']);

/**
 * @typedef {object} Listener
 * @property {() => void} dialogsStopped
 * @property {(open: () => void) => void} windowBlocked `open` tries again; it has to be called by a press of the learner
 */

/** Whether it is a window of its own, which content in a frame has opened. @param {Window} opened */
function standsAlone(opened) {
    return opened.parent === opened && opened !== window;
}

/** Only a page of the course is worth closing with it; a document that was opened to be read stays. @param {Window} view */
function isPage(view) {
    try {
        return /html/.test(view.document.contentType);
    } catch {
        return false; // another site's
    }
}

/**
 * What a window that stays behind would say when it is closed, said now.
 * @param {Window} view
 */
function tellEnd(view) {
    for (const name of ['beforeunload', 'pagehide', 'unload']) {
        try {
            view.dispatchEvent(new Event(name, { cancelable: true }));
        } catch {
            // the handler's own affair
        }
    }
}

/** The player's own calls would read an address from where the player is. @param {Window} view @param {unknown} url */
function absolute(view, url) {
    return url ? new URL(String(url), view.document.baseURI).href : '';
}

export class Guard {
    /** @param {Listener} listener */
    constructor(listener) {
        this.listener = listener;
        /** @type {Set<Window>} that content has opened */
        this.windows = new Set();
        this.dialogs = 0;
        this.closedAt = -Infinity;
        this.stopped = false;
        this.went = ''; // where the page in the frame itself went last
        this.opened = false; // the content has opened a window
    }

    /** New content begins with a clean slate. */
    reset() {
        this.dialogs = 0;
        this.closedAt = -Infinity;
        this.stopped = this.opened = false;
    }

    /** Sees to that window and the frames in it, as far as they are of this origin. @param {Window} view */
    cover(view) {
        try {
            if (!(SEEN in view)) this.coverOne(view);
            for (let i = 0; i < view.frames.length; i++) this.cover(/** @type {Window} */ (view.frames[i]));
        } catch {
            // another site's: it can't reach the page either
        }
    }

    /** @param {Window} view */
    coverOne(view) {
        if (view.parent === window) this.follow(view);
        for (const name of DIALOGS) {
            const native = /** @type {(...args: unknown[]) => unknown} */ (view[name]);
            const limited = (/** @type {unknown[]} */ ...args) => this.ask(() => native.apply(view, args));
            Object.assign(view, { [name]: limited });
        }
        const { open } = view;
        /** @param {any[]} args */
        const followed = (...args) => {
            const opened = open.apply(view, /** @type {[string?, string?, string?]} */ (args));
            if (opened && standsAlone(opened)) this.follows(opened);
            // A window that is to know nothing of its opener is never handed out.
            else if (!opened && !/noopener|noreferrer/.test(String(args[2])))
                this.listener.windowBlocked(() => followed(absolute(view, args[0]), ...args.slice(1)));
            return opened;
        };
        Object.assign(view, { open: followed, [SEEN]: true });
    }

    /** @param {Window} opened */
    follows(opened) {
        this.windows.add(opened);
        this.opened = true;
    }

    /** Where the page goes, so that it can be brought back when it does not get there. @param {Window} view */
    follow(view) {
        /** @type {any} */
        const { navigation } = /** @type {any} */ (view);
        navigation?.addEventListener('navigate', (/** @type {any} */ event) => {
            if (!event.destination.sameDocument && event.downloadRequest === null) this.went = event.destination.url;
        });
    }

    /**
     * A dialog, unless there were too many in a row: then content is stopped by an exception, because a loop that asks
     * until it gets its answer would go on for ever with any other.
     * @param {() => unknown} dialog
     */
    ask(dialog) {
        this.dialogs = performance.now() - this.closedAt < PAUSE ? this.dialogs + 1 : 1;
        if (this.dialogs > MOST_DIALOGS && !this.stopped) {
            this.stopped = true;
            this.listener.dialogsStopped();
        }
        if (this.stopped) throw new Error('Too many dialogs in a row: this window opens no more.');
        try {
            return dialog();
        } finally {
            this.closedAt = performance.now();
        }
    }

    /** The content goes: its windows say their last words, which count, and are closed. */
    closeWindows() {
        for (const opened of this.windows) {
            if (opened.closed || !isPage(opened)) continue;
            tellEnd(opened);
            opened.close();
        }
        this.windows.clear();
    }
}
