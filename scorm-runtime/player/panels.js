// The panels that stand in the stage: which words, and what the learner can do.
import { offersChoice } from './contents.js';
import { leaveFor, reload } from './page.js';

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
     * @param {{mode: string, newAttempt: string, toContents: () => void}} options what the page is for, the address that
     *     begins another attempt or an empty text, and the way to the contents
     */
    constructor(texts, { mode, newAttempt, toContents }) {
        this.texts = texts;
        this.mode = mode;
        this.newAttempt = newAttempt;
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
        if (onward && !offersChoice(toc)) return this.panel('choose-way', { quiet: true });
        if (!toc.some((entry) => entry.choosable)) return this.panel('choose-none');
        return this.panel('choose', { actions: [this.contents], quiet: true });
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

    /**
     * The session is over.
     * @param {"ended"|"suspended"} state @param {Summary} summary @param {boolean} saved
     */
    over(state, summary, saved) {
        const { texts } = this;
        const recorded = this.mode === 'normal';
        // Only those who try a course out want to know what would have come of it.
        if (!recorded && (this.mode !== 'trial' || state === 'suspended')) return this.panel('unrecorded');
        const result = resultOf(summary);
        const done = result === 'passed' || result === 'completed';
        const kept = state === 'suspended' && !done;
        const title = texts.get(kept ? 'suspended-title' : `result-${result}`);
        const percent = Math.round((summary.scoreScaled ?? 0) * 100);
        const score = summary.scoreScaled === null || kept ? '' : texts.get('result-score', { percent });
        let next = texts.get('ended-saving');
        if (!recorded) next = texts.get('unrecorded');
        else if (saved && kept) next = texts.get('suspended');
        else if (saved) next = texts.get(done ? 'ended' : `ended-${result}`);
        /** @type {Panel} */
        const panel = { title, text: `${score} ${next}`.trim(), quiet: !saved && recorded };
        if (saved && recorded && state === 'ended') panel.actions = this.afterwards(result);
        panel.leave = done;
        return panel;
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
