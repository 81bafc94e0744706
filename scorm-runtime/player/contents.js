// The table of contents: the course's tree, what is done, what can be chosen. Rows are kept and only what changed is
// written, so that a course of thousands of parts stays quick.
import { isDone } from './course.js';
import { icon, setIcon } from './icons.js';

/**
 * @typedef {import('../wasm/scorm.js').TocEntry} TocEntry
 * @typedef {import('../wasm/scorm.js').View} View
 * @typedef {"completed"|"passed"|"failed"|"incomplete"|"not-started"|"locked"} Status
 * @typedef {object} Row
 * @property {HTMLLIElement} item
 * @property {HTMLButtonElement} button
 * @property {SVGElement} sign
 * @property {HTMLElement|null} note the status in words; groups have none
 * @property {Status|null} status
 * @property {HTMLUListElement|null} list of what is below it
 */

/** Above this number the reasons are left out: they are looked for one by one. */
const MOST_LOCKS = 200;

/** Icon and its colour by status. @type {Record<Status, [string, string]>} */
const SIGNS = {
    completed: ['check-circle-fill', 'ts-ok'],
    passed: ['check-circle-fill', 'ts-ok'],
    failed: ['exclamation-circle-fill', 'ts-3'],
    incomplete: ['circle-half', ''],
    'not-started': ['circle', 'ts-3'],
    locked: ['lock', 'ts-3'],
};

/** Whether a part can be chosen; choosing the course as a whole only begins it anew. @param {TocEntry[]} toc */
export function offersChoice(toc) {
    return toc.some((entry) => entry.choosable && entry.depth > 0);
}

/**
 * @param {TocEntry} entry @param {boolean} choice whether anything at all can be chosen now
 * @returns {Status}
 */
function statusOf(entry, choice) {
    if (entry.success === 'failed') return 'failed';
    // A page that was read counts as passed too: "Passed" is for what has no other result.
    if (entry.completion === 'completed') return 'completed';
    if (entry.completion === 'incomplete' || entry.current) return 'incomplete';
    if (entry.success === 'passed') return 'passed';
    // Where the course leads the learner along, nothing is locked: it will come.
    return choice && !entry.choosable ? 'locked' : 'not-started';
}

export class Contents {
    /**
     * @param {HTMLElement} panel #toc @param {import('./texts.js').Texts} texts @param {import('./course.js').Course} course
     * @param {{choose: (activity: number) => void, locked: (why: string) => void}} listener `locked` hears why that part,
     *     which the learner wanted, can't be chosen
     */
    constructor(panel, texts, course, listener) {
        this.panel = panel;
        this.texts = texts;
        this.course = course;
        this.root = /** @type {HTMLUListElement} */ (panel.querySelector('[data-toc]'));
        this.progress = /** @type {HTMLElement|null} */ (panel.querySelector('[data-progress]'));
        /** @type {Map<number, Row>} */
        this.rows = new Map();
        this.shape = '';
        this.current = -1;
        this.root.addEventListener('click', (event) => {
            const button = /** @type {Element} */ (event.target).closest('button');
            if (!button) return;
            const activity = Number(button.dataset.activity);
            if (button.getAttribute('aria-disabled') !== 'true') listener.choose(activity);
            else if (this.rows.get(activity)?.status === 'locked') listener.locked(this.rows.get(activity)?.note?.textContent ?? '');
        });
        this.root.addEventListener('keydown', (event) => this.step(event));
    }

    holdsFocus() {
        return this.panel.contains(document.activeElement);
    }

    /** @param {View} view */
    show(view) {
        const shape = view.toc.map((entry) => `${entry.activity}.${entry.depth}`).join();
        if (shape !== this.shape) this.build(view.toc, shape);
        const choice = offersChoice(view.toc);
        const leaves = view.toc.filter((entry) => entry.leaf);
        for (const entry of view.toc) this.update(entry, choice);
        if (choice) this.showLocks(view.toc);
        if (view.toc[0]?.depth === 0) this.showRoot(view.toc[0], leaves.length);
        this.showProgress(leaves);
        const current = view.toc.find((entry) => entry.current);
        if (current && current.activity !== this.current) this.reveal(current.activity);
        this.current = current ? current.activity : -1;
    }

    /**
     * Lays the rows out. The organization's own row stands above its children, not around them.
     * @param {TocEntry[]} entries @param {string} shape
     */
    build(entries, shape) {
        this.shape = shape;
        const known = this.rows;
        this.rows = new Map();
        const content = document.createDocumentFragment();
        /** @type {(Row|undefined)[]} the last row of each depth */
        const path = [];
        for (const entry of entries) {
            const row = known.get(entry.activity) ?? this.makeRow(entry);
            this.rows.set(entry.activity, row);
            row.list?.remove();
            row.list = null;
            const parent = entry.depth > 1 ? path.slice(1, entry.depth).findLast(Boolean) : undefined;
            path.length = entry.depth;
            path[entry.depth] = row;
            (parent ? this.listOf(parent) : content).append(row.item);
        }
        this.root.replaceChildren(content);
    }

    /** @param {Row} row */
    listOf(row) {
        if (!row.list) {
            row.list = document.createElement('ul');
            row.list.className = 'ts-tree';
            row.item.append(row.list);
        }
        return row.list;
    }

    /**
     * @param {TocEntry} entry
     * @returns {Row}
     */
    makeRow(entry) {
        const item = document.createElement('li');
        const button = document.createElement('button');
        button.type = 'button';
        button.dataset.activityId = entry.id;
        button.dataset.activity = String(entry.activity);
        const group = entry.depth === 0 ? 'journal-bookmark' : 'chevron-down';
        const sign = icon(entry.leaf ? 'circle' : group);
        const label = document.createElement('span');
        label.dir = 'auto';
        label.textContent = entry.title;
        let note = null;
        if (entry.leaf) {
            note = document.createElement('small');
            label.append(note);
        } else {
            button.className = 'ts-tree__h';
        }
        button.append(sign, label);
        item.append(button);
        return { item, button, sign, note, status: null, list: null };
    }

    /** @param {TocEntry} entry @param {boolean} choice */
    update(entry, choice) {
        const row = /** @type {Row} */ (this.rows.get(entry.activity));
        setFlag(row.button, 'aria-disabled', !entry.choosable);
        setFlag(row.button, 'aria-current', entry.current);
        // A group that can't be chosen is a heading: no stop on the way through the page.
        const stop = entry.leaf || entry.choosable ? 0 : -1;
        if (row.button.tabIndex !== stop) row.button.tabIndex = stop;
        if (!row.note) return;
        const status = statusOf(entry, choice);
        if (status === row.status) return;
        row.status = status;
        row.note.textContent = this.texts.get(`status-${status}`);
        const [name, colour] = SIGNS[status];
        setIcon(row.sign, name, colour);
    }

    /** Why what is locked is locked. @param {TocEntry[]} toc */
    showLocks(toc) {
        const locked = toc.filter(({ activity }) => this.rows.get(activity)?.status === 'locked');
        if (locked.length > MOST_LOCKS) return;
        for (const entry of locked) {
            const { why, parts } = this.course.lockOf(entry, toc);
            const text = this.texts.get(`status-${why}`, { parts: parts.join(', ') });
            const { note } = /** @type {Row} */ (this.rows.get(entry.activity));
            if (note && note.textContent !== text) note.textContent = text;
        }
    }

    /**
     * The course's own title stands at the top of the page. It stands here again only where choosing it is something
     * else than choosing its only part.
     * @param {TocEntry} entry @param {number} parts
     */
    showRoot(entry, parts) {
        const { item, button } = /** @type {Row} */ (this.rows.get(entry.activity));
        const told = entry.leaf || (entry.choosable && parts > 1);
        item.classList.toggle('ts-player__untold', !told);
        setFlag(item, 'aria-hidden', !told);
        if (!told) button.tabIndex = -1;
    }

    /** @param {TocEntry[]} leaves */
    showProgress(leaves) {
        const { progress } = this;
        if (!progress) return;
        const count = leaves.length;
        const done = leaves.filter(isDone).length;
        progress.hidden = count < 2;
        const percent = count > 0 ? Math.round((100 * done) / count) : 0;
        const text = this.texts.get('progress-text', { done, count });
        const bar = progress.querySelector('[role="progressbar"]');
        if (bar?.getAttribute('aria-valuetext') === text) return;
        bar?.setAttribute('aria-valuenow', String(percent));
        bar?.setAttribute('aria-valuetext', text);
        const fill = bar?.firstElementChild;
        if (fill) fill.className = `ts-w-${percent}`;
        const words = progress.querySelector('span');
        if (words) words.textContent = text;
    }

    /** Nothing can be chosen any more. */
    close() {
        for (const { button } of this.rows.values()) {
            setFlag(button, 'aria-disabled', true);
            setFlag(button, 'aria-current', false);
        }
        this.current = -1;
    }

    /** With the next frame: laying out a long course must not hold up the content. @param {number} activity */
    reveal(activity) {
        const button = this.rows.get(activity)?.button;
        requestAnimationFrame(() => button?.scrollIntoView({ block: 'nearest' }));
    }

    /** Focus on the current part, else on the first that can be chosen. */
    focus() {
        const rows = [...this.rows.values()].map((row) => row.button);
        const current = this.rows.get(this.current)?.button;
        (current ?? rows.find((button) => button.ariaDisabled !== 'true') ?? rows[0])?.focus();
    }

    /**
     * Arrow keys, Home and End move between the parts: a long course is not walked through by Tab alone.
     * @param {KeyboardEvent} event
     */
    step(event) {
        if (!['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) return;
        const stops = [...this.rows.values()].map((row) => row.button).filter((button) => button.tabIndex === 0);
        const at = stops.findIndex((button) => button === document.activeElement);
        const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key] ?? at;
        const next = stops[Math.min(Math.max(target, 0), stops.length - 1)];
        if (!next) return;
        event.preventDefault();
        next.focus();
    }
}

/** @param {Element} element @param {string} name @param {boolean} on */
function setFlag(element, name, on) {
    if (element.hasAttribute(name) === on) return;
    if (on) element.setAttribute(name, 'true');
    else element.removeAttribute(name);
}
