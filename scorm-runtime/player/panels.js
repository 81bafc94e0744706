// The panels that stand in the stage: which words, and what the learner can do.
import { offersChoice } from './contents.js';
import { leaveFor, reload } from './page.js';

/** @typedef {import('./server.js').Gained} Gained */

/**
 * @typedef {import('./states.js').Panel} Panel
 * @typedef {import('../wasm/scorm.js').View} View
 * @typedef {import('../wasm/scorm.js').Summary} Summary
 * @typedef {"passed"|"failed"|"completed"|"incomplete"} Result
 */

/** @param {Summary} summary @returns {Result} */
function resultOf({ completion, success, scoreScaled }) {
    if (success === 'failed') return success;
    // What was only read counts as passed as well.
    if (success === 'passed' && (scoreScaled !== null || completion !== 'completed')) return success;
    return completion === 'completed' ? 'completed' : 'incomplete';
}

export class Panels {
    /**
     * @param {import('./texts.js').Texts} texts
     * @param {{mode: string, newAttempt: string, exit: string, toContents: () => void}} options what the page is for, the
     *     address that begins another attempt or an empty text, the learner's own page, and the way to the contents
     */
    constructor(texts, { mode, newAttempt, exit, toContents }) {
        this.texts = texts;
        this.mode = mode;
        this.newAttempt = newAttempt;
        this.exit = exit;
        this.contents = { label: texts.get('contents'), act: toContents };
    }

    /**
     * @param {string} name @param {Partial<Panel>} [more]
     * @returns {Panel}
     */
    panel(name, more) {
        return { title: this.texts.get(`${name}-title`), text: this.texts.get(name), ...more };
    }

    loading() {
        return { title: this.texts.get('loading'), text: '', quiet: true };
    }

    /** Nothing is delivered, and the session goes on. @param {View} view */
    choose(view) {
        const { toc, controls } = view;
        const onward = controls.continue === 'enabled' || controls.previous === 'enabled';
        if (onward && !offersChoice(toc)) return this.panel('choose-way');
        if (!toc.some((entry) => entry.choosable)) return this.panel('choose-none');
        return this.panel('choose', { actions: [this.contents] });
    }

    /** The content of the only part is gone at its own wish. @param {Summary} summary @param {boolean} abandoned */
    left(summary, abandoned) {
        const actions = [{ label: this.texts.get('open-again'), act: reload }];
        return abandoned ? this.panel('abandoned', { actions }) : this.kept(summary, { actions });
    }

    /** The page of the part did not load. @param {() => void} again */
    lost(again) {
        return this.panel('lost', { actions: [{ label: this.texts.get('try-again'), act: again }] });
    }

    /** The rules of the course let nothing begin. */
    blocked() {
        return this.panel('no-start');
    }

    /** Another window or device has the attempt now. */
    elsewhere() {
        return this.panel('blocked', { actions: [{ label: this.texts.get('continue-here'), act: reload }] });
    }

    /** @param {string} [text] */
    error(text = this.texts.get('error')) {
        return this.panel('error', { text, actions: [{ label: this.texts.get('try-again'), act: reload }] });
    }

    /** The part took the page with it the last time. @param {View} view @param {() => void} again */
    stuck(view, again) {
        const actions = [{ label: this.texts.get('try-again'), act: again }];
        if (view.toc.some((entry) => entry.choosable && !entry.current)) actions.push(this.contents);
        return this.panel('stuck', { actions });
    }

    /** What was reached so far, or that it is kept. @param {Summary} summary @param {Partial<Panel>} [more] @returns {Panel} */
    kept(summary, more) {
        const result = resultOf(summary);
        if (this.mode !== 'normal') return this.panel('unrecorded', more);
        if (result === 'incomplete') return this.panel('left', more);
        return { title: this.texts.get(`result-${result}`), text: this.scoreOf(summary), ...more };
    }

    /** @param {Summary} summary */
    scoreOf({ scoreScaled }) {
        return scoreScaled === null ? '' : this.texts.get('result-score', { percent: Math.round(scoreScaled * 100) });
    }

    /**
     * The only part has ended its session, and stands behind the panel.
     * @param {Summary} summary @param {{saved: boolean, gained: Gained|null, stay: () => void}} more
     */
    concluded(summary, { saved, gained, stay }) {
        const panel = this.kept(summary, { actions: [{ label: this.texts.get('back-to-part'), act: stay }], leave: true, gained });
        if (this.mode === 'normal' && !saved) panel.text = `${this.scoreOf(summary)} ${this.texts.get('ended-saving')}`.trim();
        else if (this.mode === 'normal' && panel.title !== this.texts.get('left-title'))
            panel.text = `${panel.text} ${this.texts.get('all-saved')}`.trim();
        return panel;
    }

    /** The same in one line. @param {Summary} summary */
    concludedLine(summary) {
        const { title, text } = this.kept(summary);
        return `${title}. ${text}`.trim();
    }

    /** @returns {import('./states.js').Action[]} */
    wayHome() {
        return [{ label: this.texts.get('back-to-learning'), act: () => leaveFor(this.exit) }];
    }

    /**
     * The session is over.
     * @param {"ended"|"suspended"} state @param {Summary} summary
     * @param {{saved: boolean, gained: Gained|null, abandoned: boolean}} more
     */
    over(state, summary, { saved, gained, abandoned }) {
        const { texts } = this;
        const recorded = this.mode === 'normal';
        // Only those who try a course out want to know what would have come of it.
        if (!recorded && (this.mode !== 'trial' || state === 'suspended')) return this.panel('unrecorded');
        const result = resultOf(summary);
        const done = result === 'passed' || result === 'completed';
        if (abandoned && !done) return this.panel('abandoned', { actions: saved ? this.afterwards('incomplete') : [] });
        const kept = state === 'suspended' && !done;
        const title = texts.get(kept ? 'suspended-title' : `result-${result}`);
        let next = texts.get('ended-saving');
        if (!recorded) next = texts.get('unrecorded');
        else if (saved && kept) next = texts.get('suspended');
        else if (saved) next = texts.get(done ? 'ended' : `ended-${result}`);
        const text = `${kept ? '' : this.scoreOf(summary)} ${next}`.trim();
        const actions = saved && recorded && state === 'ended' ? this.afterwards(result) : [];
        return { title, text, actions, leave: done, quiet: !saved && recorded, gained };
    }

    /** What may be done with a course that has ended. @param {Result} result */
    afterwards(result) {
        const { texts, newAttempt } = this;
        if (newAttempt && result !== 'incomplete')
            return [{ label: texts.get('new-attempt'), act: () => leaveFor(newAttempt) }];
        if (result === 'incomplete' || result === 'failed') return [{ label: texts.get('open-again'), act: reload }];
        return [];
    }
}
