// What the page has to know of the course beyond what the session's view says: how many parts it has, which of SCORM's
// ways to leave its author asks for, and why a part is locked. Pure.

/** @typedef {import('../wasm/scorm.js').TocEntry} TocEntry */
/** @typedef {import('../wasm/scorm.js').View} View */
/** @typedef {{target: string, writeSatisfied?: boolean, writeMeasure?: boolean, writeCompletion?: boolean}} ObjectiveMap */
/** @typedef {{id?: string, primary?: boolean, maps?: ObjectiveMap[]}} Objective */
/** @typedef {{if?: string, not?: boolean, objective?: string}} Condition */
/** @typedef {{conditions?: Condition[], action?: string}} Rule */
/**
 * An activity as scorm-runtime writes it: what has its default is not there.
 * @typedef {object} Activity
 * @property {string} id
 * @property {string} [title]
 * @property {number} [parent]
 * @property {boolean} [sco]
 * @property {string} [prerequisites]
 * @property {boolean} [hideExit]
 * @property {boolean} [hideExitAll]
 * @property {boolean} [hideAbandon]
 * @property {boolean} [hideAbandonAll]
 * @property {boolean} [hideSuspendAll]
 * @property {{control?: {choice?: boolean, choiceExit?: boolean, flow?: boolean, forwardOnly?: boolean}, pre?: Rule[],
 *     limits?: {attempts?: number}, objectives?: Objective[]}} [sequencing]
 */
/** Why a part can't be chosen: the name of the words, and the titles they need. @typedef {{why: string, parts: string[]}} Lock */

/** By the control that stands for it, the manifest's word that hides it. */
const LEAVING = /** @type {const} */ ({
    exit: 'hideExit', exitAll: 'hideExitAll', abandon: 'hideAbandon', abandonAll: 'hideAbandonAll',
});
/** Titles that a line can hold. */
const MOST_TITLES = 2;

/** @param {TocEntry} entry */
export function isDone(entry) {
    return entry.completion === 'completed' || entry.success === 'passed';
}

export class Course {
    /** @param {string} json the course as the server sends it */
    constructor(json) {
        const { edition, activities } = JSON.parse(json);
        /** @type {string|undefined} */
        this.edition = edition;
        /** @type {Activity[]} in preorder */
        this.activities = activities;
        const parents = new Set(this.activities.map(({ parent }) => parent ?? -1));
        this.leaves = this.all((_, at) => !parents.has(at));
        this.one = this.leaves.length === 1;
    }

    /** Places of the activities for which it holds. @param {(activity: Activity, at: number) => boolean} holds */
    all(holds) {
        return [...this.activities.keys()].filter((at) => holds(this.activities[at], at));
    }

    /** Whether the activity can say anything: a mere page can't. @param {number} activity */
    speaks(activity) {
        return this.activities[activity]?.sco ?? false;
    }

    /**
     * SCORM's own ways to leave that the learner needs to see. An author who names those to be hidden wants the others;
     * a course of several parts that can't be gone through to its end can only be ended by a button.
     * @param {number} activity that is delivered, or less than 0
     * @returns {Set<string>}
     */
    askedFor(activity) {
        const asked = new Set();
        if (this.one) return asked;
        const current = this.activities[activity];
        const named = current && (current.hideSuspendAll || Object.values(LEAVING).some((hidden) => current[hidden]));
        for (const [name, hidden] of Object.entries(LEAVING)) if (named && !current[hidden]) asked.add(name);
        if (!this.activities[0].sequencing?.control?.flow) asked.add('exitAll');
        return asked;
    }

    /**
     * Why that part can't be chosen now, as far as the manifest says it.
     * @param {TocEntry} entry @param {TocEntry[]} toc
     * @returns {Lock}
     */
    lockOf(entry, toc) {
        const way = this.wayTo(entry.activity);
        const current = toc.find(({ current: here }) => here);
        for (const at of way) {
            const { prerequisites, sequencing } = this.activities[at];
            if (prerequisites) return this.after(this.named(prerequisites), toc);
            const rules = (sequencing?.pre ?? []).filter(({ action }) => action === 'disabled');
            if (rules.length > 0) return this.byRules(rules, at, toc);
            if (sequencing?.limits?.attempts !== undefined && entry.completion !== 'not attempted') return lock('locked-attempts');
        }
        const stays = current && this.wayTo(current.activity).some((at) => control(this.activities[at]).choiceExit === false);
        if (stays && !current.choosable && current !== entry) return lock('locked-here', [current.title]);
        const gate = toc.find((other) => other.activity < entry.activity && !isDone(other) && this.stops(other.activity));
        if (gate) return lock('locked-after', [gate.title]);
        const parents = way.slice(1).map((at) => control(this.activities[at]));
        if (parents.some(({ forwardOnly }) => forwardOnly)) return lock('locked-behind');
        if (parents.some(({ choice }) => choice === false)) return lock('locked-in-order');
        return lock('locked');
    }

    /** The activity and those around it, inmost first. @param {number} activity */
    wayTo(activity) {
        const way = [];
        for (let at = activity; at >= 0; at = this.activities[at].parent ?? -1) way.push(at);
        return way;
    }

    /** @param {number} activity */
    stops(activity) {
        return (this.activities[activity].sequencing?.pre ?? []).some(({ action }) => action === 'stopForwardTraversal');
    }

    /** Parts that a SCORM 1.2 script names. @param {string} script */
    named(script) {
        const words = new Set(script.match(/[^\s&|~=<>(){},*"]+/g));
        return this.all(({ id }) => words.has(id));
    }

    /** Locked by rules: the parts that write what the rules look at. @param {Rule[]} rules @param {number} activity @param {TocEntry[]} toc */
    byRules(rules, activity, toc) {
        const conditions = rules.flatMap((rule) => rule.conditions ?? []);
        if (conditions.some((condition) => condition.if === 'attemptLimitExceeded')) return lock('locked-attempts');
        const own = this.activities[activity].sequencing?.objectives ?? [];
        const targets = new Set();
        for (const condition of conditions) {
            const objective = own.find(({ id, primary }) => (condition.objective ? id === condition.objective : primary));
            for (const map of objective?.maps ?? []) targets.add(map.target);
        }
        return this.after(this.writers(targets).filter((at) => at !== activity), toc);
    }

    /** @param {Set<string>} targets global objectives */
    writers(targets) {
        const writes = (/** @type {ObjectiveMap} */ map) => targets.has(map.target)
            && Boolean(map.writeSatisfied || map.writeMeasure || map.writeCompletion);
        return this.all(({ sequencing }) => (sequencing?.objectives ?? []).some(({ maps }) => maps?.some(writes)));
    }

    /** Opens after those of the parts that are not done. @param {number[]} activities @param {TocEntry[]} toc */
    after(activities, toc) {
        const open = toc.filter((entry) => activities.includes(entry.activity) && !isDone(entry));
        if (open.length === 0) return lock('locked');
        return open.length > MOST_TITLES ? lock('locked-above') : lock('locked-after', open.map(({ title }) => title));
    }
}

/** @param {string} why @param {string[]} [parts] @returns {Lock} */
function lock(why, parts = []) {
    return { why, parts };
}

/** @param {Activity} activity */
function control({ sequencing }) {
    return sequencing?.control ?? {};
}
