// What content does inside the player, without a browser: a SCO that talks to the session as the sample
// courses do (content/samples/common/record.js), in SCORM 1.2 or 2004.
import { Fn } from '../../scorm-runtime/wasm/scorm.js';

const NAMES = {
    1.2: {
        status: 'cmi.core.lesson_status', location: 'cmi.core.lesson_location', exit: 'cmi.core.exit',
        time: 'cmi.core.session_time', score: 'cmi.core.score', response: 'student_response', at: 'time',
    },
    2004: {
        status: 'cmi.completion_status', location: 'cmi.location', exit: 'cmi.exit',
        time: 'cmi.session_time', score: 'cmi.score', response: 'learner_response', at: 'timestamp',
    },
};
const MOST_INTERACTIONS = 40;

export class Content {
    /** @param {{answer(fn: number, first: string, second: string): string, session: any}} player @param {string} edition */
    constructor(player, edition) {
        this.player = player;
        this.is2004 = edition !== '1.2';
        this.names = NAMES[this.is2004 ? 2004 : 1.2];
        this.seconds = 0;
    }

    call(fn, first = '', second = '') {
        const answer = this.player.answer(fn, first, second);
        const error = this.player.session.lastError();
        if (error !== 0) throw new Error(`${Object.keys(Fn)[fn]}(${first}, ${second}) gave error ${error}`);
        return answer;
    }

    get(element) { return this.call(Fn.GetValue, element); }
    set(element, value) { return this.call(Fn.SetValue, element, String(value)); }
    commit() { return this.call(Fn.Commit); }

    begin() {
        this.call(Fn.Initialize);
        if (['not attempted', 'unknown'].includes(this.get(this.names.status))) this.set(this.names.status, 'incomplete');
        this.answered = Number(this.get('cmi.interactions._count'));
    }

    /** A screen further: place, notes and sometimes an answer. @param {number} turn @param {boolean} answers */
    work(turn, answers) {
        this.seconds += 7;
        this.set(this.names.location, `screen-${turn}`);
        this.set('cmi.suspend_data', JSON.stringify({ turn, seen: 'x'.repeat(200 + (turn % 7) * 100) }));
        if (answers && this.answered < MOST_INTERACTIONS) this.answerQuestion(turn);
        this.setTime();
    }

    answerQuestion(turn) {
        const path = `cmi.interactions.${this.answered++}`;
        this.set(`${path}.id`, `question-${turn}`);
        this.set(`${path}.type`, 'choice');
        this.set(`${path}.${this.names.at}`, this.is2004 ? '2026-03-02T09:14:05.2Z' : '09:14:05');
        this.set(`${path}.correct_responses.0.pattern`, this.is2004 ? 'a[,]c' : 'a,c');
        this.set(`${path}.weighting`, 1);
        this.set(`${path}.${this.names.response}`, this.is2004 ? 'a[,]b' : 'a,b');
        this.set(`${path}.result`, this.is2004 ? 'incorrect' : 'wrong');
    }

    setTime() {
        const { seconds } = this;
        const two = (number) => String(Math.floor(number)).padStart(2, '0');
        this.set(this.names.time, this.is2004 ? `PT${seconds}S`
            : `${two(seconds / 3600).padStart(4, '0')}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`);
    }

    /** Everything done, with full marks. */
    finish() {
        this.seconds += 30;
        this.set(`${this.names.score}.min`, 0);
        this.set(`${this.names.score}.max`, 100);
        this.set(`${this.names.score}.raw`, 100);
        if (this.is2004) {
            this.set('cmi.score.scaled', 1);
            this.set('cmi.progress_measure', 1);
            this.set('cmi.success_status', 'passed');
        }
        this.set(this.names.status, this.is2004 ? 'completed' : 'passed');
    }

    end() {
        this.set(this.names.exit, 'suspend');
        this.setTime();
        this.call(Fn.Terminate);
    }
}
