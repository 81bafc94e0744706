// Plays one attempt: answers the content, carries out navigation, keeps page and server in step.
//
// The order that must hold: what the content said is in the journal before anything else happens to it, and content is
// gone, its last calls answered, before the session moves on.
import { Fn } from '../wasm/scorm.js';
import { deadAnswer } from './api.js';
import { isDone, offersChoice } from './contents.js';
import { leaveFor } from './page.js';
import { Refusals } from './refusals.js';

/**
 * @typedef {import('../wasm/scorm.js').Navigation} Navigation
 * @typedef {import('../wasm/scorm.js').View} View
 * @typedef {object} Parts
 * @property {import('../wasm/scorm.js').Session} session
 * @property {import('./sender.js').Sender} sender
 * @property {import('./stage.js').Stage} stage
 * @property {import('./contents.js').Contents} contents
 * @property {import('./controls.js').Controls} controls
 * @property {import('./drawer.js').Drawer} drawer
 * @property {import('./api.js').Api} api
 * @property {import('./watchdog.js').Watchdog} watchdog
 * @property {import('./states.js').States} states
 * @property {import('./panels.js').Panels} panels
 * @property {import('./states.js').Notices} notices
 * @property {import('./texts.js').Texts} texts
 * @property {() => number} now the server's time, in milliseconds
 * @property {string} exit where the learner goes afterwards
 */

/** Values that are only set are kept after this time; everything else at once. */
const KEEP_DELAY = 250;
/** Content that commits more often than this without a pause is kept in pieces of many commits. */
const COMMITS_IN_A_ROW = 100;
const COMMITS_IN_A_PIECE = 256;
/** Content that asks for the same impossible step within this time would do so for ever. */
const REFUSAL_TIME = 5000;
/** What another page waits for at most. */
const CLOSING_TIME = 5000;
/** Time to read "Your place is kept". */
const READING_TIME = 3000;

export class Play {
    /** @param {Parts} parts */
    constructor(parts) {
        this.parts = parts;
        this.session = parts.session;
        this.sender = parts.sender;
        this.moving = false; // content is being taken away or brought
        this.leaving = false; // the page goes away: there is no later
        this.over = false;
        this.keepTimer = 0;
        this.refreshing = false;
        this.refusedAt = 0;
        this.commits = 0; // without a pause
        this.loaded = false; // the content's own handlers of load have run
        this.speaks = false; // it has called Initialize
        this.refusals = new Refusals(parts.notices, parts.texts, () => this.restart());
    }

    /** @param {string} stuck the part that stopped responding when the course was open before, or an empty text */
    launch(stuck) {
        this.session.launch(this.parts.now());
        this.keep();
        const view = this.session.view();
        if (stuck !== '' && view.state === 'running' && currentOf(view)?.id === stuck) this.ask(view);
        else this.show(view);
    }

    /** What stopped the page once may do so again: only the learner starts it. @param {View} view */
    ask(view) {
        const { states, panels } = this.parts;
        this.showPlace(view);
        states.show(panels.stuck(view, () => {
            this.show(view);
            this.focus(view);
        }));
        document.body.dataset.playerState = 'choose';
    }

    /**
     * One call of the content.
     * @param {number} fn @param {string} first @param {string} second
     * @returns {string}
     */
    answer(fn, first, second) {
        try {
            if (this.over) return deadAnswer(fn, '', '');
            const result = this.session.call(fn, first, second, this.parts.now());
            if (fn !== Fn.GetValue) this.refusals.heard(fn, first, result, () => this.session.lastError());
            if (fn === Fn.SetValue) this.keepSoon();
            else if (fn === Fn.Initialize || fn === Fn.Terminate || fn === Fn.Commit) this.called(fn);
            return result;
        } catch {
            this.fail();
            return deadAnswer(fn, '', '');
        }
    }

    /** @param {number} fn */
    called(fn) {
        if (fn === Fn.Initialize) this.speaks = true;
        if (this.moving) return; // whoever moves keeps everything at once
        if (fn === Fn.Commit && this.storm()) {
            this.keepSoon();
            return;
        }
        this.keep();
        this.refreshSoon();
        if (fn !== Fn.Terminate || !this.session.pending()) return;
        // The content's own request is carried out when its call has returned; until then nothing holds.
        delete document.body.dataset.playerState;
        setTimeout(() => this.followContent(), 0);
    }

    /** Whether the content commits in a loop; keeping each of those would hold up the page. */
    storm() {
        if (this.commits++ === 0) setTimeout(() => (this.commits = 0), 0);
        return this.commits > COMMITS_IN_A_ROW && this.commits % COMMITS_IN_A_PIECE !== 0;
    }

    /** Puts what happened since the last time into the journal, and on its way. */
    keep() {
        clearTimeout(this.keepTimer);
        this.keepTimer = 0;
        const urgent = this.session.urgent();
        const operations = this.session.takeCommit();
        if (operations !== '') this.sender.add(operations, urgent);
    }

    keepSoon() {
        if (this.keepTimer !== 0 || this.moving) return;
        // A tab in the background may be stopped before any timer fires.
        if (this.leaving || document.hidden) {
            this.keep();
            return;
        }
        this.keepTimer = window.setTimeout(() => {
            this.keep();
            this.refreshSoon();
        }, KEEP_DELAY);
    }

    followContent() {
        const pending = this.over ? null : this.session.pending();
        if (pending) this.move(pending.request, pending.activity, true);
    }

    /**
     * Carries out a navigation request of the learner, or of the content.
     * @param {Navigation} request @param {number} [activity] target of a choice @param {boolean} [byContent]
     */
    move(request, activity = -1, byContent = false) {
        if (this.moving || this.over) return;
        try {
            this.carryOut(request, activity, byContent);
        } catch {
            this.fail();
        }
    }

    /** @param {Navigation} request @param {number} activity @param {boolean} byContent */
    carryOut(request, activity, byContent) {
        const { contents, drawer, notices, texts } = this.parts;
        const inContents = contents.holdsFocus() && !drawer.open;
        drawer.set(false);
        this.takeAway(request === 'suspendAll');
        const now = this.parts.now();
        this.session.navigate(request, activity, now);
        let view = this.session.view();
        const refused = view.exception !== '';
        const again = refused && byContent && now - this.refusedAt < REFUSAL_TIME;
        if (refused) {
            this.refusedAt = now;
            notices.show('step', texts.get('step-refused'));
        } else {
            notices.clear('step');
        }
        if (refused && view.state === 'running' && !again) {
            // The content was taken away for nothing: it comes back as it was left.
            this.session.launch(now);
            view = this.session.view();
        }
        this.keep();
        this.show(again ? { ...view, state: 'choose' } : view);
        if (!inContents) this.focus(view);
    }

    /** The same part once more, from where the learner left it. */
    restart() {
        if (this.moving || this.over) return;
        this.takeAway(true);
        this.session.launch(this.parts.now());
        this.keep();
        const view = this.session.view();
        this.show(view);
        this.focus(view);
    }

    /**
     * The content goes; its last calls are answered and kept.
     * @param {boolean} gone the learner does not go elsewhere in the course: the page goes, or the attempt is suspended
     */
    takeAway(gone) {
        this.moving = true;
        delete document.body.dataset.playerState;
        const { stage, api, watchdog, notices } = this.parts;
        stage.clear();
        this.session.unload(this.parts.now(), gone);
        api.renew();
        watchdog.rest();
        notices.clear('content');
        this.refusals.renew();
        this.loaded = this.speaks = false;
        this.moving = false;
    }

    /**
     * Brings the page to what the session says; the content last, so that it finds all in place.
     * @param {View} view
     */
    show(view) {
        const { stage, states, texts, watchdog } = this.parts;
        this.showPlace(view);
        let { state } = view;
        if (state === 'running') {
            const current = currentOf(view);
            states.hide();
            watchdog.watch(current?.id ?? '');
            const title = texts.get('frame', { title: current?.title ?? document.title });
            if (!stage.load(this.session.href(), title)) state = 'error';
        }
        if (state !== 'running') this.showPanel(state, view);
        document.body.dataset.playerState = state;
    }

    /** Contents, controls, and where in the course the learner is. @param {View} view */
    showPlace(view) {
        const { contents, controls, texts } = this.parts;
        contents.show(view);
        controls.show(view, this.leadsOn(view));
        const leaves = view.toc.filter((entry) => entry.leaf);
        const at = leaves.findIndex((entry) => entry.current);
        const position = { number: at + 1, count: leaves.length };
        setText('[data-part]', at >= 0 && leaves.length > 1 ? leaves[at].title : '');
        setText('[data-position]', at >= 0 && leaves.length > 1 ? texts.get('position', position) : '');
    }

    /** Whether going on is what comes next: the part is done, or one that only wants to be read. @param {View} view */
    leadsOn(view) {
        if (view.state !== 'running') return !offersChoice(view.toc);
        const current = currentOf(view);
        return Boolean(current && isDone(current)) || (this.loaded && !this.speaks);
    }

    /** The content is there. */
    contentLoaded() {
        this.loaded = true;
        this.refreshSoon();
    }

    /** @param {Exclude<View["state"], "running">} state @param {View} view */
    showPanel(state, view) {
        const { states, panels } = this.parts;
        if (state === 'choose') states.show(panels.choose(view));
        else if (state === 'blocked') states.show(panels.blocked());
        else if (state === 'error') states.show(panels.error());
        else void this.finish(state);
    }

    /** The session is over: everything has to be saved, then the learner goes. @param {"ended"|"suspended"} state */
    async finish(state) {
        const { states, panels, exit } = this.parts;
        const summary = this.session.summary();
        void this.sender.sendAll();
        states.show(panels.over(state, summary, false));
        await this.sender.idle();
        states.show(panels.over(state, summary, true));
        if (state === 'suspended' && exit) setTimeout(() => leaveFor(exit), READING_TIME);
    }

    /** @param {View} view */
    focus(view) {
        if (view.state === 'running') this.parts.stage.focus();
        else this.parts.states.focus();
    }

    /** What the content reported may show in contents and controls. At most once a frame. */
    refreshSoon() {
        if (this.refreshing) return;
        this.refreshing = true;
        requestAnimationFrame(() => {
            this.refreshing = false;
            if (!this.over && !this.moving) this.showPlace(this.session.view());
        });
    }

    /** The page may never be seen again, but can still come back. */
    hidden() {
        if (this.over || this.leaving) return;
        this.keep();
        void this.sender.sendAll();
    }

    /** The page goes away for good: the content says its last words now, as long as they can be sent. */
    leave() {
        if (this.over) return;
        this.leaving = true;
        this.takeAway(true);
        this.keep();
        this.sender.lastWords();
    }

    /** Another page takes the attempt over; this one saves what it has. */
    async close() {
        if (this.over) return;
        this.takeAway(true);
        this.keep();
        const late = new Promise((resolve) => void setTimeout(resolve, CLOSING_TIME));
        void this.sender.sendAll();
        await Promise.race([this.sender.idle(), late]);
        this.sender.stop();
        this.block();
    }

    /** The attempt is played elsewhere now. */
    block() {
        this.end('blocked', this.parts.panels.elsewhere());
    }

    /** Something is wrong that opening again may mend. @param {string} [text] */
    fail(text) {
        this.end('error', this.parts.panels.error(text));
    }

    /** @param {"blocked"|"error"} state @param {import('./states.js').Panel} panel */
    end(state, panel) {
        if (this.over) return;
        this.over = true;
        clearTimeout(this.keepTimer);
        const { stage, states, contents, controls, drawer, watchdog } = this.parts;
        drawer.set(false);
        stage.clear();
        watchdog.rest();
        controls.hide();
        contents.close();
        states.show(panel);
        states.focus();
        document.body.dataset.playerState = state;
        delete document.body.dataset.save; // no sign: nothing is saved or waits any more
    }
}

/** @param {View} view */
function currentOf(view) {
    return view.toc.find((entry) => entry.current);
}

/** @param {string} selector @param {string} text */
function setText(selector, text) {
    const element = document.querySelector(selector);
    if (element && element.textContent !== text) element.textContent = text;
}
