// The navigation buttons: button[data-nav], and the page's own way out, which is none of SCORM's controls and always there.

/** @typedef {import('../wasm/scorm.js').View} View */
/**
 * @typedef {object} Showing
 * @property {boolean} lead whether Continue is what comes next
 * @property {boolean} last whether nothing comes after the part: going on ends the course
 * @property {Set<string>} asked ways to leave that the package asks for
 * @property {(name: string) => string} text
 */

/** What a learner never needs in a course of one part: leaving the part is leaving the course. */
const IN_PARTS = ['exit', 'abandon', 'abandonAll', 'previous'];
const LEAVING = ['exit', 'exitAll', 'abandon', 'abandonAll'];

export class Controls {
    /**
     * @param {ParentNode} page
     * @param {(request: import('../wasm/scorm.js').Navigation, told: boolean) => void} onRequest `told`: by a button that
     *     people see
     * @param {() => void} onLeave
     */
    constructor(page, onRequest, onLeave) {
        /** @type {HTMLButtonElement[]} */
        this.buttons = [...page.querySelectorAll('button')].filter((button) => button.dataset.nav);
        for (const button of this.buttons) {
            const request = /** @type {import('../wasm/scorm.js').Navigation} */ (button.dataset.nav);
            button.addEventListener('click', () => onRequest(request, button.tabIndex === 0));
        }
        this.one = false;
        this.onward = /** @type {HTMLElement|null} */ (page.querySelector('[data-onward]'));
        this.leaving = /** @type {HTMLElement|null} */ (page.querySelector('.ts-player__leave'));
        this.finish = /** @type {HTMLElement|null} */ (page.querySelector('[data-finish-place]'));
        this.way = /** @type {HTMLAnchorElement|null} */ (page.querySelector('[data-leave]'));
        this.way?.addEventListener('click', (event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab: nobody leaves
            event.preventDefault();
            onLeave();
        });
    }

    /** Courses of one part have neither contents nor a bar below: what is left of both goes into the bar above. */
    oneBar() {
        this.one = true;
        const onward = this.buttons.find((button) => button.dataset.nav === 'continue');
        if (onward && this.leaving) this.finish?.append(onward, this.leaving);
    }

    /** @param {View} view @param {Showing} showing */
    show(view, { lead, last, asked, text }) {
        const usable = view.state === 'running' || view.state === 'choose';
        for (const button of this.buttons) {
            const name = /** @type {keyof View["controls"]} */ (button.dataset.nav);
            const onward = name === 'continue';
            const spared = this.one && (IN_PARTS.includes(name) || (onward && !lead));
            set(button, usable && view.controls[name] === 'enabled' && !spared);
            tell(button, LEAVING.includes(name) ? asked.has(name) : !onward || !last || lead);
            if (!onward) continue;
            button.classList.toggle('btn-primary', lead);
            button.classList.toggle('btn-secondary', !lead);
            const words = text(last ? 'finish' : 'continue');
            if (this.onward && this.onward.textContent !== words) this.onward.textContent = words;
        }
        const told = usable && LEAVING.some((name) => asked.has(name) && view.controls[/** @type {"exit"} */ (name)] === 'enabled');
        this.leaving?.toggleAttribute('data-told', told);
        if (this.way) this.way.hidden = usable && view.controls.suspendAll === 'enabled';
    }

    hide() {
        for (const button of this.buttons) set(button, false);
        if (this.way) this.way.hidden = false;
    }
}

/** A button that can't be used now is not there. @param {HTMLButtonElement} button @param {boolean} usable */
function set(button, usable) {
    if (button.hidden === usable) button.hidden = !usable;
    if (button.disabled === usable) button.disabled = !usable;
}

/**
 * What the rules of SCORM allow and no learner needs is there for tools, and neither seen, reached by Tab nor read out.
 * @param {HTMLButtonElement} button @param {boolean} told
 */
function tell(button, told) {
    if (button.classList.contains('ts-player__untold') !== told) return;
    button.classList.toggle('ts-player__untold', !told);
    button.tabIndex = told ? 0 : -1;
    if (told) button.removeAttribute('aria-hidden');
    else button.setAttribute('aria-hidden', 'true');
}
