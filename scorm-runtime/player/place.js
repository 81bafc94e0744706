// Where in the course the learner is: contents, controls, and the words about it.
import { offersChoice } from './contents.js';
import { isDone } from './course.js';

/** @typedef {import('../wasm/scorm.js').View} View */

/** @param {View} view */
export function currentOf(view) {
    return view.toc.find((entry) => entry.current);
}

/**
 * A course of one part has nothing to choose: its part begins, also when it was left the last time.
 * @param {import('../wasm/scorm.js').Session} session @param {import('./course.js').Course} course @param {number} now
 * @returns {View}
 */
export function startOnly(session, course, now) {
    const view = session.view();
    const only = view.toc.find(({ leaf }) => leaf);
    if (view.state !== 'choose' || !course.one || !only) return view;
    if (only.choosable) session.navigate('choice', only.activity, now);
    else if (view.controls.continue === 'enabled') session.navigate('continue', -1, now);
    return session.view();
}

/**
 * Whether going on is what comes next: the part is done, or one that only wants to be read.
 * @param {View} view @param {import('./part.js').Part} part
 */
function leadsOn(view, part) {
    if (view.state !== 'running') return !offersChoice(view.toc);
    const current = currentOf(view);
    return Boolean(current && isDone(current) && !part.withheld) || part.read();
}

/** @param {import('./play.js').Parts} parts @param {import('./part.js').Part} part @param {View} view */
export function showPlace({ contents, controls, texts, course }, part, view) {
    contents.show(view);
    const current = currentOf(view);
    const leaves = view.toc.filter((entry) => entry.leaf);
    const last = course.one || Boolean(current && current === leaves.at(-1));
    const asked = course.askedFor(view.activity);
    controls.show(view, { lead: leadsOn(view, part), last, asked, text: (name) => texts.get(name) });
    const at = leaves.findIndex((entry) => entry.current);
    const position = { number: at + 1, count: leaves.length };
    setText('[data-part]', at >= 0 && leaves.length > 1 ? leaves[at].title : '');
    setText('[data-position]', at >= 0 && leaves.length > 1 ? texts.get('position', position) : '');
}

/** @param {string} selector @param {string} text */
function setText(selector, text) {
    const element = document.querySelector(selector);
    if (element && element.textContent !== text) element.textContent = text;
}
