// What the content was refused and the learner has to know, because the page would else say "Saved".
import { Fn } from '../wasm/scorm.js';

/** What brings the learner back to the same place. */
const PLACES = ['cmi.suspend_data', 'cmi.core.lesson_location', 'cmi.location'];
/** Errors of calls outside a session, of both editions: about the session, not about the value. */
const NO_SESSION = [301, 132, 133];

export class Refusals {
    /**
     * @param {import('./states.js').Notices} notices @param {import('./texts.js').Texts} texts
     * @param {() => void} restart begins the part again
     */
    constructor(notices, texts, restart) {
        this.notices = notices;
        this.texts = texts;
        this.restart = restart;
        this.ended = false; // the content has finished
        this.lost = ''; // the element that could not be kept
    }

    /**
     * @param {number} fn @param {string} element @param {string} answer @param {() => number} lastError
     */
    heard(fn, element, answer, lastError) {
        if (answer === 'false') this.refused(fn, element, lastError());
        else if (fn === Fn.Terminate) this.ended = true;
        else if (fn === Fn.Initialize && this.ended) this.begun();
        else if (fn === Fn.SetValue && element === this.lost) this.kept();
    }

    /** @param {number} fn @param {string} element @param {number} error */
    refused(fn, element, error) {
        const { notices, texts, restart } = this;
        if (fn === Fn.Initialize && this.ended)
            notices.show('begin', texts.get('begin-refused'), { label: texts.get('begin-again'), act: restart });
        if (fn !== Fn.SetValue || !PLACES.includes(element) || NO_SESSION.includes(error)) return;
        this.lost = element;
        notices.show('place', texts.get('place-lost'));
    }

    begun() {
        this.ended = false;
        this.notices.clear('begin');
    }

    kept() {
        this.lost = '';
        this.notices.clear('place');
    }

    /** Other content comes. */
    renew() {
        this.begun();
        this.kept();
    }
}
