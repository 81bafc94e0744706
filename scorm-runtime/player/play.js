// Plays one attempt: answers the content, carries out navigation, keeps page and server in step.
//
// The order that must hold: what the content said is in the journal before anything else happens to it, and content is
// gone, its last calls answered, before the session moves on.
import { Fn } from '../wasm/scorm.js';

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
 * @property {import('./states.js').States} states
 * @property {import('./states.js').Notice} notice
 * @property {import('./texts.js').Texts} texts
 * @property {() => number} now the server's time, in milliseconds
 * @property {string} exit where the learner goes afterwards
 */

/** Values that are only set are kept after this time; everything else at once. */
const KEEP_DELAY = 250;
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
    }

    launch() {
        this.session.launch(this.parts.now());
        this.keep();
        this.show(this.session.view());
    }

    /**
     * One call of the content.
     * @param {number} fn @param {string} first @param {string} second
     * @returns {string}
     */
    answer(fn, first, second) {
        try {
            if (this.over) return deadAnswer(fn);
            const result = this.session.call(fn, first, second, this.parts.now());
            if (fn === Fn.SetValue) this.keepSoon();
            else if (fn === Fn.Initialize || fn === Fn.Terminate || fn === Fn.Commit) this.called(fn);
            return result;
        } catch {
            this.fail(this.parts.texts.get('error'));
            return deadAnswer(fn);
        }
    }

    /** @param {number} fn */
    called(fn) {
        if (this.moving) return; // whoever moves keeps everything at once
        this.keep();
        this.refreshSoon();
        if (fn !== Fn.Terminate || !this.session.pending()) return;
        // The content's own request is carried out when its call has returned; until then nothing holds.
        delete document.body.dataset.playerState;
        setTimeout(() => this.followContent(), 0);
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
            this.fail(this.parts.texts.get('error'));
        }
    }

    /** @param {Navigation} request @param {number} activity @param {boolean} byContent */
    carryOut(request, activity, byContent) {
        const { contents, drawer, notice } = this.parts;
        const inContents = contents.holdsFocus() && !drawer.open;
        drawer.set(false);
        this.takeAway();
        const now = this.parts.now();
        this.session.navigate(request, activity, now);
        let view = this.session.view();
        const refused = view.exception !== '';
        const again = refused && byContent && now - this.refusedAt < REFUSAL_TIME;
        if (refused) {
            this.refusedAt = now;
            notice.show('step', this.parts.texts.get('step-refused'));
        } else {
            notice.clear('step');
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

    /** The content goes; its last calls are answered and kept. */
    takeAway() {
        this.moving = true;
        delete document.body.dataset.playerState;
        this.parts.stage.clear();
        this.session.unload(this.parts.now());
        this.moving = false;
    }

    /**
     * Brings the page to what the session says; the content last, so that it finds all in place.
     * @param {View} view
     */
    show(view) {
        const { stage, states, texts } = this.parts;
        this.showPlace(view);
        let { state } = view;
        if (state === 'running') {
            states.hide();
            const title = texts.get('frame', { title: this.titleOf(view) });
            if (!stage.load(this.session.href(), title)) state = 'error';
        }
        if (state !== 'running') this.showPanel(state);
        document.body.dataset.playerState = state;
    }

    /** Contents, controls, and where in the course the learner is. @param {View} view */
    showPlace(view) {
        const { contents, controls, texts } = this.parts;
        contents.show(view);
        controls.show(view);
        const leaves = view.toc.filter((entry) => entry.leaf);
        const at = leaves.findIndex((entry) => entry.current);
        const position = { number: at + 1, count: leaves.length };
        setText('[data-part]', at >= 0 && leaves.length > 1 ? leaves[at].title : '');
        setText('[data-position]', at >= 0 && leaves.length > 1 ? texts.get('position', position) : '');
    }

    /** @param {View} view */
    titleOf(view) {
        return view.toc.find((entry) => entry.current)?.title ?? document.title;
    }

    /** @param {Exclude<View["state"], "running">} state */
    showPanel(state) {
        const { states, texts, contents, drawer } = this.parts;
        const panel = (/** @type {string} */ name) => ({ title: texts.get(`${name}-title`), text: texts.get(name) });
        const toContents = () => {
            drawer.set(true);
            contents.focus();
        };
        if (state === 'choose') {
            const action = { label: texts.get('contents'), act: toContents };
            states.show({ ...panel('choose'), action, quiet: true });
        } else if (state === 'blocked') {
            states.show(panel('no-start'));
        } else if (state === 'error') {
            states.show({ ...panel('error'), action: { label: texts.get('try-again'), act: () => location.reload() } });
        } else {
            void this.finish(state);
        }
    }

    /** The session is over: everything has to be saved, then the learner goes. @param {"ended"|"suspended"} state */
    async finish(state) {
        const { states, texts } = this.parts;
        const title = texts.get(`${state}-title`);
        const result = state === 'ended' ? `${this.resultText()} ` : '';
        void this.sender.sendAll();
        states.show({ title, text: result + texts.get('ended-saving'), quiet: true });
        await this.sender.idle();
        states.show({ title, text: result + texts.get(state) });
        if (state === 'suspended' && this.parts.exit)
            setTimeout(() => location.assign(this.parts.exit), READING_TIME);
    }

    resultText() {
        const { texts } = this.parts;
        const { completion, success, scoreScaled } = this.session.summary();
        const score = scoreScaled === null ? '' : texts.get('result-score', { percent: Math.round(scoreScaled * 100) });
        let name = completion === 'completed' ? 'completed' : 'incomplete';
        if (success !== 'unknown') name = success;
        return `${texts.get(`result-${name}`)} ${score}`.trim();
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
        this.takeAway();
        this.keep();
        this.sender.lastWords();
    }

    /** Another page takes the attempt over; this one saves what it has. */
    async close() {
        if (this.over) return;
        this.takeAway();
        this.keep();
        const late = new Promise((resolve) => void setTimeout(resolve, CLOSING_TIME));
        void this.sender.sendAll();
        await Promise.race([this.sender.idle(), late]);
        this.sender.stop();
        this.block();
    }

    /** The attempt is played elsewhere now. */
    block() {
        const { texts } = this.parts;
        const action = { label: texts.get('continue-here'), act: () => location.reload() };
        this.end('blocked', { title: texts.get('blocked-title'), text: texts.get('blocked'), action });
    }

    /** Something is wrong that opening again may mend. @param {string} text */
    fail(text) {
        const { texts } = this.parts;
        const action = { label: texts.get('try-again'), act: () => location.reload() };
        this.end('error', { title: texts.get('error-title'), text, action });
    }

    /** @param {"blocked"|"error"} state @param {import('./states.js').Panel} panel */
    end(state, panel) {
        if (this.over) return;
        this.over = true;
        clearTimeout(this.keepTimer);
        const { stage, states, contents, controls, drawer } = this.parts;
        drawer.set(false);
        stage.clear();
        controls.hide();
        contents.close();
        states.show(panel);
        states.focus();
        document.body.dataset.playerState = state;
        delete document.body.dataset.save; // no sign: nothing is saved or waits any more
    }
}

/** What a session that is no more answers. @param {number} fn */
function deadAnswer(fn) {
    if (fn === Fn.GetLastError) return '101';
    return [Fn.Initialize, Fn.Terminate, Fn.SetValue, Fn.Commit].some((name) => name === fn) ? 'false' : '';
}

/** @param {string} selector @param {string} text */
function setText(selector, text) {
    const element = document.querySelector(selector);
    if (element && element.textContent !== text) element.textContent = text;
}
