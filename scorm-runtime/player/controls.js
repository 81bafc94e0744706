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

    /** @param {View} view */
    show(view) {
        const usable = view.state === 'running' || view.state === 'choose';
        for (const button of this.buttons) {
            const name = /** @type {keyof View["controls"]} */ (button.dataset.nav);
            const state = usable ? view.controls[name] : 'hidden';
            set(button, state);
        }
    }

    hide() {
        for (const button of this.buttons) set(button, 'hidden');
    }
}

/** @param {HTMLButtonElement} button @param {import('../wasm/scorm.js').ControlState} state */
function set(button, state) {
    const hidden = state === 'hidden';
    const disabled = state !== 'enabled';
    if (button.hidden !== hidden) button.hidden = hidden;
    if (button.disabled !== disabled) button.disabled = disabled;
}
