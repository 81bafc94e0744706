// The navigation buttons: button[data-nav].

/** @typedef {import('../wasm/scorm.js').View} View */

export class Controls {
    /**
     * @param {ParentNode} page
     * @param {(request: import('../wasm/scorm.js').Navigation) => void} onRequest
     */
    constructor(page, onRequest) {
        /** @type {HTMLButtonElement[]} */
        this.buttons = [...page.querySelectorAll('button')].filter((button) => button.dataset.nav);
        for (const button of this.buttons) {
            const request = /** @type {import('../wasm/scorm.js').Navigation} */ (button.dataset.nav);
            button.addEventListener('click', () => onRequest(request));
        }
    }

    /** @param {View} view @param {boolean} lead whether Continue is what comes next */
    show(view, lead) {
        const usable = view.state === 'running' || view.state === 'choose';
        for (const button of this.buttons) {
            const name = /** @type {keyof View["controls"]} */ (button.dataset.nav);
            set(button, usable && view.controls[name] === 'enabled');
            if (name !== 'continue') continue;
            button.classList.toggle('btn-primary', lead);
            button.classList.toggle('btn-secondary', !lead);
        }
    }

    hide() {
        for (const button of this.buttons) set(button, false);
    }
}

/** A button that can't be used now is not there. @param {HTMLButtonElement} button @param {boolean} usable */
function set(button, usable) {
    if (button.hidden === usable) button.hidden = !usable;
    if (button.disabled === usable) button.disabled = !usable;
}
