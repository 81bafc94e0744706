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
    /** @param {HTMLElement} place @param {string} base address of the package's files */
    constructor(place, base) {
        this.place = place;
        this.base = new URL(base, location.href);
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
        this.frame = frame;
        this.place.append(frame);
        return true;
    }

    /** Takes the content away; its last calls have come in when this returns. */
    clear() {
        const { frame } = this;
        if (!frame) return;
        this.frame = null;
        if (frame.contentWindow) tellBeforeUnload(frame.contentWindow);
        frame.remove();
    }

    focus() {
        (this.frame ?? this.place).focus({ preventScroll: true });
    }
}
