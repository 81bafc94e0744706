// What the learner sees of saving: saved and when, saving, offline; and a notice when something is in danger.

/** What is saved within this time is no news: the sign does not flicker. */
const PATIENCE = 1000;

export class SaveState {
    /** @param {import('./texts.js').Texts} texts @param {import('./states.js').Notices} notices */
    constructor(texts, notices) {
        this.texts = texts;
        this.notices = notices;
        this.saved = document.querySelectorAll('[data-saved]');
        this.offline = document.querySelectorAll('[data-offline]');
        this.timer = 0;
        /** @type {import('./sender.js').Progress} */
        this.progress = { waiting: false, offline: false, diskFull: false, unkept: false };
        const changed = () => this.show(this.progress);
        addEventListener('online', changed);
        addEventListener('offline', changed);
    }

    /** @param {import('./sender.js').Progress} progress */
    show(progress) {
        const saved = this.progress.waiting && !progress.waiting;
        this.progress = progress;
        if (!progress.waiting || progress.offline) this.stopWaiting();
        if (progress.offline || !navigator.onLine) this.showOffline(progress);
        else if (!progress.waiting) this.showSaved(saved);
        else if (document.body.dataset.save === 'offline') this.set('saving');
        else this.timer ||= window.setTimeout(() => this.set('saving'), PATIENCE);
        this.warn(progress);
    }

    stopWaiting() {
        clearTimeout(this.timer);
        this.timer = 0;
    }

    /** @param {boolean} now whether something was saved just now */
    showSaved(now) {
        if (now) setText(this.saved, this.texts.get('saved-at', { time: this.texts.time(new Date()) }));
        this.set('saved');
    }

    /** @param {import('./sender.js').Progress} progress */
    showOffline({ diskFull }) {
        setText(this.offline, this.texts.get(diskFull ? 'offline-short' : 'offline'));
        this.set('offline');
    }

    /** @param {"saved"|"saving"|"offline"} state */
    set(state) {
        if (['blocked', 'error'].includes(document.body.dataset.playerState ?? '')) return; // this page saves no more
        if (document.body.dataset.save !== state) document.body.dataset.save = state;
    }

    /** @param {import('./sender.js').Progress} progress */
    warn({ offline, diskFull, unkept }) {
        if (unkept && (offline || !navigator.onLine)) this.notices.show('storage', this.texts.get('offline-memory'));
        else if (diskFull) this.notices.show('storage', this.texts.get('storage-full'));
        else this.notices.clear('storage');
    }
}

/** @param {Iterable<Element>} elements @param {string} text */
function setText(elements, text) {
    for (const element of elements) if (element.textContent !== text) element.textContent = text;
}
