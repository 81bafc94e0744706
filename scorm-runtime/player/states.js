// What stands in the stage when no content does: a heading, what happened, and what the learner can do. And the notices
// above the content.

/**
 * @typedef {{label: string, act: () => void}} Action
 * @typedef {object} Panel
 * @property {string} title
 * @property {string} text
 * @property {Action[]} [actions] at most two buttons, where there is something to do here; the first one leads on
 * @property {boolean} [leave] leaving is what comes next, whatever else can be done
 * @property {boolean} [quiet] without the link to the learner's own page
 * @property {import('./server.js').Gained|null} [gained] what came of it
 */

export class States {
    /** @param {HTMLElement} place the stage */
    constructor(place) {
        const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (place.querySelector(`[data-${name}]`));
        this.panel = find('panel');
        this.title = find('panel-title');
        this.text = find('panel-text');
        this.buttons = [find('again'), find('other')];
        this.exit = find('exit');
        this.gained = find('gained');
        /** @type {Action[]} */
        this.actions = [];
        this.title.tabIndex = -1;
        for (const [at, button] of this.buttons.entries())
            button.addEventListener('click', () => this.actions[at]?.act());
    }

    /** @param {Panel} panel */
    show({ title, text, actions = [], leave = false, quiet = false, gained = null }) {
        this.title.textContent = title;
        this.text.textContent = text;
        this.actions = actions;
        for (const [at, button] of this.buttons.entries()) {
            button.textContent = actions[at]?.label ?? '';
            button.hidden = at >= actions.length;
        }
        this.exit.hidden = quiet;
        const next = this.showGained(gained);
        // One primary button in view: what leads on from here, or the way out. Where leaving comes next it stands first.
        const onward = actions.length > 0 && !leave;
        this.buttons[0].className = onward && !next ? 'btn btn-primary' : 'btn btn-secondary';
        this.exit.className = onward || next ? 'btn btn-secondary' : 'btn btn-primary';
        if (onward) this.exit.before(this.buttons[0]);
        else this.exit.after(this.buttons[0]);
        this.panel.hidden = false;
    }

    /**
     * What was gained and what to do next, as other plugins' templates say it.
     * @param {import('./server.js').Gained|null} gained
     * @returns {boolean} whether there is a next thing to do
     */
    showGained(gained) {
        this.gained.hidden = !gained || (gained.gained.length === 0 && gained.next.length === 0);
        this.gained.innerHTML = gained ? [...gained.gained, ...gained.next.slice(0, 1)].join('') : '';
        return Boolean(gained && gained.next.length > 0);
    }

    /** Screen readers go on from the heading. */
    focus() {
        this.title.focus();
    }

    hide() {
        this.panel.hidden = true;
    }
}

/** Lines above the content, one for each reason, which stay until their reason is gone. */
export class Notices {
    /** @param {HTMLElement} place */
    constructor(place) {
        this.place = place;
        /** @type {Map<string, HTMLElement>} */
        this.boxes = new Map();
    }

    /**
     * @param {string} reason @param {string} text @param {Action[]} actions
     */
    show(reason, text, ...actions) {
        const known = this.boxes.get(reason);
        if (known?.firstElementChild?.textContent === text && actions.length === 0) return;
        const box = document.createElement('div');
        box.className = `ts-note ts-note--${reason === 'mode' ? 'accent' : 'amber'} ts-player__notice`;
        box.setAttribute('role', reason === 'mode' ? 'status' : 'alert');
        const words = document.createElement('p');
        words.textContent = text;
        box.append(words);
        box.append(...actions.map((action) => this.button(action)));
        if (known) known.replaceWith(box);
        else this.place.append(box);
        this.boxes.set(reason, box);
    }

    /** @param {Action} action */
    button({ label, act }) {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'btn btn-secondary';
        button.textContent = label;
        button.addEventListener('click', act);
        return button;
    }

    /** @param {string} reason */
    clear(reason) {
        this.boxes.get(reason)?.remove();
        this.boxes.delete(reason);
    }
}
