// Plays one attempt: answers the content, carries out navigation, keeps page and server in step.
//
// The order that must hold: what the content said is in the journal before anything else happens to it, and content is
// gone, its last calls answered, before the session moves on.
import { Fn } from '../wasm/scorm.js';
import { deadAnswer } from './api.js';
import { joined } from './operations.js';
import { leaveFor } from './page.js';
import { Part } from './part.js';
import { currentOf, showPlace, startOnly } from './place.js';
import { abandonment, throwsAway } from './question.js';
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
 * @property {import('./course.js').Course} course
 * @property {import('./ending.js').Ending} ending
 * @property {import('./question.js').Question} question
 * @property {import('./server.js').Server} server
 * @property {import('./offline.js').Offline} offline
 * @property {() => number} now the server's time, in milliseconds
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
        this.part = new Part(parts, {
            keep: () => this.keep(),
            refresh: () => this.refreshSoon(),
            plays: () => !this.over && !this.moving && this.session.view().state === 'running',
        });
        this.refusals = new Refusals(parts.notices, parts.texts, () => this.restart());
    }

    /** @param {string} stuck the part that stopped responding when the course was open before, or an empty text */
    launch(stuck) {
        this.session.launch(this.parts.now());
        const view = startOnly(this.session, this.parts.course, this.parts.now());
        this.part.next(view, this.session.href());
        this.keep();
        if (stuck !== '' && view.state === 'running' && currentOf(view)?.id === stuck) {
            this.ask(view);
            return;
        }
        this.show(view);
    }

    /** What stopped the page once may do so again: only the learner starts it. @param {View} view */
    ask(view) {
        const { states, panels } = this.parts;
        showPlace(this.parts, this.part, view);
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
        if (fn === Fn.Initialize) this.part.spoke();
        if (this.moving) return; // whoever moves keeps everything at once
        if (fn === Fn.Commit && this.storm()) {
            this.keepSoon();
            return;
        }
        this.keep();
        this.refreshSoon();
        if (fn !== Fn.Terminate) return;
        if (!this.session.pending()) {
            this.part.finished();
            return;
        }
        // The content's own request is carried out when its call has returned; until then nothing holds.
        delete document.body.dataset.playerState;
        setTimeout(() => this.followContent(), 0);
    }

    /** Whether the content commits in a loop; keeping each of those would hold up the page. */
    storm() {
        if (this.commits++ === 0) setTimeout(() => (this.commits = 0), 0);
        return this.commits > COMMITS_IN_A_ROW && this.commits % COMMITS_IN_A_PIECE !== 0;
    }

    /** Puts what happened since the last time into the journal, and on its way. `before` was taken from the session already. */
    keep(before = { operations: '', urgent: false }) {
        clearTimeout(this.keepTimer);
        this.keepTimer = 0;
        const { operations, urgent } = this.part.withheld ? before : joined(before, this.taken());
        if (operations === '') return;
        this.sender.add(operations, urgent);
        if (!this.leaving) this.keepState();
    }

    keepState() {
        this.parts.offline.remember(() => this.settled(), this.leaving || document.hidden);
    }

    /** The state with everything in the journal, for a page that finds no server. */
    settled() {
        this.keep();
        if (this.part.withheld) return null;
        return { opening: this.sender.opening, number: this.sender.number, state: this.session.state() };
    }

    taken() {
        const urgent = this.session.urgent();
        return { urgent, operations: this.session.takeCommit() };
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
     * A request of the learner by a button. What throws work away is asked about before, where people see the button.
     * @param {Navigation} request @param {boolean} told
     */
    wish(request, told) {
        const act = () => this.move(request);
        const title = currentOf(this.session.view())?.title ?? '';
        if (told && throwsAway(request)) this.parts.question.ask(abandonment(this.parts.texts, request, title, act));
        else act();
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
        const unseen = this.takeAway(request === 'suspendAll');
        if (unseen) this.session.navigate('abandon', -1, this.parts.now());
        const before = this.taken();
        const now = this.parts.now();
        this.session.navigate(request, activity, now);
        let view = this.session.view();
        const refused = view.exception !== '', again = refused && byContent && now - this.refusedAt < REFUSAL_TIME;
        if (refused) {
            this.refusedAt = now;
            notices.show('step', texts.get('step-refused'));
        } else {
            notices.clear('step');
        }
        if (refused && view.state === 'running' && !again) {
            this.session.launch(now); // the content was taken away for nothing: it comes back as it was left
            view = this.session.view();
        }
        this.part.next(view, this.session.href());
        this.keep(before);
        this.show(again ? { ...view, state: 'choose' } : view, throwsAway(request));
        if (!inContents) this.focus(view);
    }

    /** The same part once more, from where the learner left it. */
    restart() {
        if (this.moving || this.over) return;
        this.takeLeave();
        this.session.launch(this.parts.now());
        const view = this.session.view();
        this.part.next(view, this.session.href());
        this.keep();
        this.show(view);
        this.focus(view);
    }

    /**
     * The content goes; its last calls are answered and kept.
     * @param {boolean} gone the learner does not go elsewhere in the course: the page goes, or the attempt is suspended
     * @returns {boolean} whether it was a mere page that never came
     */
    takeAway(gone) {
        this.moving = true;
        delete document.body.dataset.playerState;
        const { stage, api, watchdog } = this.parts;
        stage.clear();
        this.session.unload(this.parts.now(), gone);
        const unseen = this.part.end();
        api.renew();
        watchdog.rest();
        this.refusals.renew();
        this.moving = false;
        return unseen;
    }

    /** The learner leaves the page. What was never seen leaves nothing behind: there the learner comes back to. */
    takeLeave() {
        const unseen = this.takeAway(true);
        if (unseen) this.session.takeCommit();
        else this.keep();
    }

    /**
     * Brings the page to what the session says; the content last, so that it finds all in place.
     * @param {View} view @param {boolean} [abandoned] the learner has thrown away what was done
     */
    show(view, abandoned = false) {
        const { stage, states, texts, watchdog } = this.parts;
        showPlace(this.parts, this.part, view);
        let { state } = view;
        if (state === 'running') {
            const current = currentOf(view);
            states.hide();
            watchdog.watch(current?.id ?? '');
            const title = texts.get('frame', { title: current?.title ?? document.title });
            if (!stage.load(this.session.href(), title)) state = 'error';
            else this.part.begin();
        }
        if (state !== 'running') this.showPanel(state, view, abandoned);
        document.body.dataset.playerState = state;
    }

    /** @param {Exclude<View["state"], "running">} state @param {View} view @param {boolean} abandoned */
    showPanel(state, view, abandoned) {
        const { states, panels, ending, course } = this.parts;
        const summary = this.session.summary();
        if (state === 'choose' && course.one) states.show(panels.left(summary, abandoned));
        else if (state === 'choose') states.show(panels.choose(view));
        else if (state === 'blocked') states.show(panels.blocked());
        else if (state === 'error') states.show(panels.error());
        else void ending.finish(state, summary, { abandoned });
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
            if (!this.over && !this.moving) showPlace(this.parts, this.part, this.session.view());
        });
    }

    /** The page may never be seen again, but can still come back. */
    hidden() {
        if (this.over || this.leaving) return;
        this.keep();
        void this.sender.sendAll();
    }

    /** By the page's own way out, which is none of SCORM's requests: as if the page was closed, but in no hurry. */
    goHome() {
        const { contents, controls, drawer, ending } = this.parts;
        if (this.moving || this.leaving) return;
        const live = !this.over && ['running', 'choose'].includes(this.session.view().state);
        if (!live) {
            leaveFor(controls.way?.href ?? '/');
            return;
        }
        drawer.set(false);
        this.takeLeave();
        this.over = true;
        controls.hide();
        contents.close();
        document.body.dataset.playerState = 'suspended';
        void ending.finish('suspended', this.session.summary());
    }

    /** The page goes away for good: the content says its last words now, and they are sent before anything else is done. */
    leave() {
        this.leaving = true;
        if (!this.over) this.hearLastWords();
        this.sender.lastWords();
        if (!this.over) this.keepState();
    }

    hearLastWords() {
        this.moving = true;
        this.parts.stage.hear();
        this.session.unload(this.parts.now(), true);
        this.parts.api.renew(); // what its handlers say when they run by themselves was said
        if (this.part.unseen()) this.session.takeCommit();
        else this.keep();
    }

    /** Another page takes the attempt over; this one saves what it has. */
    async close() {
        if (this.over) return;
        this.takeLeave();
        const late = new Promise((resolve) => void setTimeout(resolve, CLOSING_TIME));
        void this.sender.sendAll();
        await Promise.race([this.sender.idle(), late]);
        this.sender.stop();
        this.block();
    }

    /** The attempt is played elsewhere now. */
    block() {
        this.parts.offline.forget();
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
        this.part.stop();
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
