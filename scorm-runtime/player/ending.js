// How a course ends for the learner: everything is saved, the page says what came of it and what it brought, and leads home.
import { leaveFor } from './page.js';

/** Time to read "Your place is kept". */
const READING_TIME = 3000;

/**
 * @typedef {object} Parts
 * @property {import('./states.js').States} states
 * @property {import('./panels.js').Panels} panels
 * @property {import('./sender.js').Sender} sender
 * @property {import('./server.js').Server} server
 * @property {import('./full-screen.js').FullScreen} screen
 * @property {string} exit where the learner goes afterwards
 */

export class Ending {
    /** @param {Parts} parts */
    constructor(parts) {
        this.parts = parts;
        this.current = 0; // of the panels: one that was taken away is not brought back by an answer that came late
    }

    /**
     * The session is over, or the learner leaves it: everything has to be saved, then the learner goes.
     * @param {"ended"|"suspended"} state @param {import('../wasm/scorm.js').Summary} summary
     * @param {{abandoned?: boolean}} [how]
     */
    async finish(state, summary, { abandoned = false } = {}) {
        const { panels, sender, exit } = this.parts;
        void sender.sendAll();
        await this.tell((saved, gained) => panels.over(state, summary, { saved, gained, abandoned }));
        if (state === 'suspended' && exit) setTimeout(() => leaveFor(exit), READING_TIME);
    }

    /**
     * The only part has said its last word, and stays in the page behind the panel: some content still shows its result.
     * @param {import('../wasm/scorm.js').Summary} summary @param {() => void} stay
     */
    async conclude(summary, stay) {
        void this.parts.sender.sendAll();
        await this.tell((saved, gained) => this.parts.panels.concluded(summary, { saved, gained, stay }));
    }

    /** @param {(saved: boolean, gained: import('./server.js').Gained|null) => import('./states.js').Panel} panel */
    async tell(panel) {
        const { states, sender, server, screen } = this.parts;
        const current = ++this.current;
        screen.leave();
        states.show(panel(false, null));
        states.focus();
        await sender.idle();
        if (current !== this.current) return;
        states.show(panel(true, null));
        const gained = await server.gained();
        if (gained && current === this.current) states.show(panel(true, gained));
    }

    /** What the panel said is no longer so. */
    takeBack() {
        this.current++;
        this.parts.states.hide();
    }
}
