// What stands in the stage when no content does: a heading, what happened, and what the learner can do.

/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {string} text
 * @property {{label: string, act: () => void}} [action] the button, where there is something to do here
 * @property {boolean} [quiet] without the link to the learner's own page
 */

export class States {
    /** @param {HTMLElement} place the stage */
    constructor(place) {
        const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (place.querySelector(`[data-${name}]`));
        this.panel = find('panel');
        this.title = find('panel-title');
        this.text = find('panel-text');
        this.again = find('again');
        this.exit = find('exit');
        /** @type {(() => void)|null} */
        this.act = null;
        this.title.tabIndex = -1;
        this.again.addEventListener('click', () => this.act?.());
    }

    /** @param {Panel} panel */
    show({ title, text, action, quiet = false }) {
        this.title.textContent = title;
        this.text.textContent = text;
        this.act = action?.act ?? null;
        this.again.textContent = action?.label ?? '';
        this.again.hidden = !action;
        this.exit.hidden = quiet;
        // One primary button in view: the way out where there is no other; where there is no way out, Continue.
        this.again.className = quiet ? 'btn btn-secondary' : 'btn btn-primary';
        this.exit.className = action ? 'btn btn-secondary' : 'btn btn-primary';
        this.panel.hidden = false;
    }

    /** Screen readers go on from the heading. */
    focus() {
        this.title.focus();
    }

    hide() {
        this.panel.hidden = true;
    }
}

/** A line above the content that stays until its reason is gone. Different reasons have their own text; the last shows. */
export class Notice {
    /** @param {HTMLElement} place the stage */
    constructor(place) {
        this.box = document.createElement('div');
        this.box.className = 'ts-note ts-note--amber ts-player__notice';
        this.box.setAttribute('role', 'alert');
        this.box.hidden = true;
        this.text = document.createElement('p');
        this.box.append(this.text);
        this.reason = '';
        place.prepend(this.box);
    }

    /** @param {string} reason @param {string} text */
    show(reason, text) {
        this.reason = reason;
        if (this.text.textContent !== text) this.text.textContent = text;
        this.box.hidden = false;
    }

    /** @param {string} reason */
    clear(reason) {
        if (this.reason === reason) this.box.hidden = true;
    }
}
