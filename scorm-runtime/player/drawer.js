// The contents fold away. On wide screens they stand beside the content until the learner folds them; on phones, upright or
// on their side, they lie over the page as a drawer. While it is open everything else is inert, so that the keyboard and
// screen readers stay in it.

const PHONE = '(max-width: 767.98px), (max-height: 499.98px)';

export class Drawer {
    /** @param {HTMLElement} panel #toc */
    constructor(panel) {
        this.panel = panel;
        this.opener = /** @type {HTMLElement|null} */ (document.querySelector('[data-drawer="open"]'));
        const around = [...document.querySelectorAll('.ts-skip'), ...(panel.parentElement?.children ?? [])];
        this.others = around.filter((element) => element !== panel);
        this.open = false; // over the page
        this.folded = false; // on a wide screen
        this.folder = /** @type {HTMLElement|null} */ (document.querySelector('[data-fold]'));
        this.opener?.addEventListener('click', () => this.set(true));
        this.folder?.addEventListener('click', () => this.fold(!this.folded));
        panel.querySelector('[data-drawer="close"]')?.addEventListener('click', () => this.dismiss());
        document.addEventListener('keydown', (event) => {
            if (event.key === 'Escape' && this.open) this.dismiss();
        });
        // The veil is painted by the player element itself.
        panel.parentElement?.addEventListener('click', (event) => {
            if (event.target === panel.parentElement && this.open) this.dismiss();
        });
        matchMedia(PHONE).addEventListener('change', () => this.set(false));
    }

    usable() {
        return matchMedia(PHONE).matches;
    }

    /** @param {boolean} folded */
    fold(folded) {
        this.folded = folded;
        document.body.classList.toggle('ts-toc-folded', folded);
        this.folder?.setAttribute('aria-expanded', String(!folded));
    }

    /** @param {boolean} open */
    set(open) {
        this.open = open && this.usable();
        document.body.classList.toggle('ts-drawer-open', this.open);
        this.opener?.setAttribute('aria-expanded', String(this.open));
        for (const element of this.others) element.toggleAttribute('inert', this.open);
        if (this.open) /** @type {HTMLElement|null} */ (this.panel.querySelector('[data-drawer="close"]'))?.focus();
    }

    /** Where the learner is sent to choose, the contents are in sight. */
    reveal() {
        this.fold(false);
        this.set(true);
    }

    /** Closed by the learner: back to where it was opened. */
    dismiss() {
        this.set(false);
        this.opener?.focus();
    }
}
