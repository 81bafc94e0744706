// What is known of the content in the frame: whether it has arrived, whether it has said its last word, and what the learner
// is told when something is wrong with it.
import { Arrival } from './arrival.js';

/** Content that has ended its session and goes on with another page does so within this time. */
const LAST_WORD_TIME = 1500;

/**
 * @typedef {import('../wasm/scorm.js').View} View
 * @typedef {object} Host
 * @property {() => void} keep what was withheld counts now
 * @property {() => void} refresh contents and controls
 * @property {() => boolean} plays whether content runs and nobody takes it away
 */

export class Part {
    /** @param {import('./play.js').Parts} parts @param {Host} host */
    constructor(parts, host) {
        this.parts = parts;
        this.host = host;
        this.id = '';
        this.speaks = false; // content that has the API; a mere page has not
        this.loaded = false; // the content's own handlers of load have run
        this.withheld = false; // a mere page counts as read once it is there: until then nothing of it is kept
        this.doubtful = false; // it is not there, or nobody knows
        this.concluded = false; // the only part has said its last word
        this.timer = 0;
        this.arrival = new Arrival(parts.stage, {
            lost: () => this.lost(),
            again: () => parts.stage.again(),
            arrived: () => this.arrived(),
            trouble: (trouble) => this.troubled(trouble),
        });
    }

    /** The next thing in the frame will be what the view says, if anything. @param {View} view @param {string} href */
    next(view, href) {
        const { stage, course } = this.parts;
        const running = view.state === 'running';
        this.id = view.toc.find(({ current }) => current)?.id ?? '';
        this.speaks = running && course.speaks(view.activity);
        this.withheld = running && !this.speaks;
        this.doubtful = this.withheld && stage.isForeign(href);
    }

    /** It is on its way. */
    begin() {
        this.arrival.expect({ sco: this.speaks });
    }

    unseen() {
        return this.withheld && this.doubtful;
    }

    /** The content goes. Whether it was never seen. */
    end() {
        this.stop();
        const unseen = this.unseen();
        this.withheld = this.doubtful = this.loaded = false;
        this.parts.notices.clear('content');
        this.parts.notices.clear('arrival');
        return unseen;
    }

    /** Nobody watches any more. */
    stop() {
        this.resume();
        this.arrival.stop();
    }

    /** The frame has loaded something. */
    frameLoaded() {
        this.loaded = true;
        this.arrival.loaded();
        this.host.refresh();
    }

    /** Whether it only wanted to be read, and can be. */
    read() {
        return this.loaded && !this.doubtful && !this.speaks;
    }

    /** The content is there, or the learner says so. */
    arrived() {
        const { notices, states } = this.parts;
        notices.clear('arrival');
        if (!this.concluded) states.hide();
        this.withheld = this.doubtful = false;
        this.host.keep();
        this.host.refresh();
    }

    /** The content has called Initialize. */
    spoke() {
        this.resume();
        this.arrival.spoke();
        this.parts.notices.clear('arrival');
    }

    /** The page did not load; it is loaded again as soon as the network is back. */
    lost() {
        const { states, panels, notices } = this.parts;
        this.doubtful = this.withheld;
        notices.clear('arrival');
        states.show(panels.lost(() => this.arrival.retry()));
    }

    /** @param {import('./arrival.js').Trouble} trouble */
    troubled(trouble) {
        if (!this.host.plays()) return;
        const { notices, texts, stage, server, states } = this.parts;
        states.hide();
        this.doubtful = this.withheld;
        const again = { label: texts.get('load-again'), act: () => this.loadAgain() };
        const open = { label: texts.get('open-window'), act: () => this.openBeside() };
        const seen = { label: texts.get('seen-here'), act: () => this.arrived() };
        const actions = trouble !== 'refused' ? [again] : this.withheld ? [open, seen] : [open];
        const site = new URL(stage.wanted()).host;
        notices.show('arrival', texts.get(`trouble-${trouble}`, { site }), ...actions);
        server.report(trouble, this.id);
        this.host.refresh();
    }

    loadAgain() {
        this.parts.notices.clear('arrival');
        this.arrival.expect({ sco: this.speaks });
        this.parts.stage.again();
    }

    /** In a window of its own, where no frame is refused. */
    openBeside() {
        window.open(this.parts.stage.wanted(), '_blank', 'noopener');
        this.arrived();
    }

    /** The content has ended its session and asked for nothing. Unless it begins another, the learner is told what came of it. */
    finished() {
        if (this.parts.course.one && this.timer === 0 && !this.concluded)
            this.timer = window.setTimeout(() => this.conclude(), LAST_WORD_TIME);
    }

    conclude() {
        this.timer = 0;
        if (!this.host.plays()) return;
        const { ending, notices, panels, stage, session } = this.parts;
        this.concluded = true;
        const summary = session.summary();
        const line = () => notices.show('content', panels.concludedLine(summary), ...panels.wayHome());
        // What opened its lessons in windows of their own may open the next.
        if (stage.guard.opened) {
            line();
            return;
        }
        void ending.conclude(summary, () => {
            ending.takeBack();
            line();
            stage.focus();
        });
    }

    /** It was not the last word. */
    resume() {
        clearTimeout(this.timer);
        this.timer = 0;
        if (!this.concluded) return;
        this.concluded = false;
        this.parts.ending.takeBack();
        this.parts.notices.clear('content');
    }
}
