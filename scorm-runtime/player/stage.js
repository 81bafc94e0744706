// The place of the content: iframe#sco.

/**
 * Runs handlers in that window and those in it. Windows of other origins are left alone.
 * @param {Window} view @param {string} name of the event
 */
function tell(view, name) {
    try {
        for (let i = 0; i < view.frames.length; i++) tell(view.frames[i], name);
        view.dispatchEvent(new Event(name, { cancelable: true }));
    } catch {
        // not ours to tell
    }
}

export class Stage {
    /**
     * @param {HTMLElement} place @param {string} base address of the package's files
     * @param {import('./guard.js').Guard} guard
     */
    constructor(place, base, guard) {
        this.place = place;
        this.base = new URL(base, location.href);
        this.guard = guard;
        this.onLoad = () => {}; // the content's own handlers of load have run
        this.href = ''; // of what was loaded
        /** @type {HTMLIFrameElement|null} */
        this.frame = null;
    }

    /**
     * Loads content. False when its address is none that a browser should open.
     * @param {string} href inside the package, or a web address @param {string} title
     */
    load(href, title) {
        const url = new URL(href, this.base);
        if (!['http:', 'https:'].includes(url.protocol)) return false;
        this.href = url.href;
        this.guard.went = '';
        const frame = document.createElement('iframe');
        frame.id = 'sco';
        frame.title = title;
        frame.allow = 'autoplay; fullscreen; clipboard-write';
        frame.src = url.href;
        frame.addEventListener('load', () => {
            this.cover();
            this.onLoad();
        });
        this.frame = frame;
        this.place.append(frame);
        this.guard.reset();
        this.cover(); // the first document of a frame gets the window that the empty frame has now
        return true;
    }

    /** Where the content was to go last, as far as the browser tells. */
    wanted() {
        return this.guard.went || this.href;
    }

    /** Goes there once more: what stands there is the browser's own page, or half of what should. */
    again() {
        this.frame?.contentWindow?.location.replace(this.wanted());
    }

    /** Whether an address of the course is another site's. @param {string} href */
    isForeign(href) {
        return new URL(href, this.base).origin !== this.base.origin;
    }

    /** Sees to the windows that the content consists of at the moment. */
    cover() {
        if (this.frame?.contentWindow) this.guard.cover(this.frame.contentWindow);
    }

    /**
     * Content meant to go there with the whole page. Pages of the course open in the content's place, others in a
     * window of their own if it was the learner who asked.
     * @param {import('./page.js').Request} request
     */
    redirect({ url, userInitiated }) {
        const view = this.frame?.contentWindow;
        if (!view) return;
        if (url.startsWith(this.base.href)) {
            if (url !== addressOf(view)) view.location.replace(url);
        } else if (userInitiated && /^https?:/.test(url)) {
            window.open(url, '_blank', 'noopener');
        }
    }

    /** Takes the content away; its last calls have come in when this returns. */
    clear() {
        const { frame } = this;
        if (!frame) return;
        this.frame = null;
        this.guard.closeWindows();
        // Removing a frame runs the handlers of pagehide and unload in it, but not of beforeunload, in which much content
        // says its last words.
        if (frame.contentWindow) tell(frame.contentWindow, 'beforeunload');
        frame.remove();
    }

    /** The page goes, and takes the content with it: its last words are said now, since there is hardly time to send them. */
    hear() {
        const view = this.frame?.contentWindow;
        this.guard.closeWindows();
        if (view) for (const name of ['beforeunload', 'pagehide', 'unload']) tell(view, name);
        this.frame = null;
    }

    focus() {
        (this.frame ?? this.place).focus({ preventScroll: true });
    }
}

/** @param {Window} view */
function addressOf(view) {
    try {
        return view.location.href;
    } catch {
        return ''; // another site's
    }
}
