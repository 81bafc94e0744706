// A question before something that can't be taken back.

/** @param {string} request */
export function throwsAway(request) {
    return request === 'abandon' || request === 'abandonAll';
}

/**
 * What throws work away tells how much, and that it can't be taken back.
 * @param {import('./texts.js').Texts} texts @param {string} request @param {string} title of the part @param {() => void} act
 */
export function abandonment(texts, request, title, act) {
    const name = request === 'abandon' ? 'abandon' : 'abandon-all';
    return { title: texts.get('abandon-title'), text: texts.get(`${name}-question`, { title }), yes: texts.get(name), act };
}

export class Question {
    /** @param {Document} page */
    constructor(page) {
        const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (page.querySelector(`[data-${name}]`));
        this.dialog = /** @type {HTMLDialogElement} */ (find('question'));
        this.title = find('question-title');
        this.text = find('question-text');
        this.yes = find('question-yes');
        this.act = () => {};
        find('question-no').addEventListener('click', () => this.dialog.close());
        this.yes.addEventListener('click', () => {
            this.dialog.close();
            this.act();
        });
    }

    /** @param {{title: string, text: string, yes: string, act: () => void}} question */
    ask({ title, text, yes, act }) {
        this.title.textContent = title;
        this.text.textContent = text;
        this.yes.textContent = yes;
        this.act = act;
        this.dialog.showModal();
    }
}
