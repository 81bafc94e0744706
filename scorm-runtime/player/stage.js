// The place of the content: iframe#sco.

/**
 * Removing a frame runs the handlers of pagehide and unload in it, but not of beforeunload, in which much content
 * says its last words. Windows of other origins are left alone.
 * @param {Window} view
 */
function tellBeforeUnload(view) {
    try {
        for (let i = 0; i < view.frames.length; i++) tellBeforeUnload(view.frames[i]);
        view.dispatchEvent(new Event('beforeunload', { cancelable: true }));
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
        if (frame.contentWindow) tellBeforeUnload(frame.contentWindow);
        frame.remove();
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
