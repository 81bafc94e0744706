// The shell of every page: the phone menu, menus that close by themselves, showing a password, copying a
// code, forms that are sent once. Pages work without it.

/** @param {boolean} open */
function setMenu(open) {
    document.body.classList.toggle('ts-menu-open', open);
    const opener = document.querySelector('[data-menu="open"]');
    opener?.setAttribute('aria-expanded', String(open));
    const target = open ? document.querySelector('.ts-side a, .ts-side button') : opener;
    if (target instanceof HTMLElement && target.offsetParent) target.focus();
}

/** @param {HTMLElement} button */
function togglePassword(button) {
    const input = button.parentElement?.querySelector('input');
    if (!input) return;
    const show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(show));
    const word = button.querySelector('[data-word]');
    if (word) word.textContent = (show ? button.dataset.hide : button.dataset.show) ?? '';
}

/** @param {HTMLElement} button */
async function copyCode(button) {
    await navigator.clipboard.writeText(button.dataset.copy ?? '');
    const status = document.querySelector('[data-status]');
    if (status) status.textContent = button.dataset.copied ?? '';
}

document.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest('[data-menu], [data-password], [data-copy]'));
    if (button?.dataset.menu) setMenu(button.dataset.menu === 'open');
    else if (document.body.classList.contains('ts-menu-open') && !target.closest('.ts-side')) setMenu(false);
    if (button && 'password' in button.dataset) togglePassword(button);
    if (button?.dataset.copy) void copyCode(button);
    for (const menu of document.querySelectorAll('details.ts-menu[open]')) {
        if (!menu.contains(target)) menu.removeAttribute('open');
    }
});

document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (document.body.classList.contains('ts-menu-open')) setMenu(false);
    const menu = document.querySelector('details.ts-menu[open]');
    menu?.removeAttribute('open');
    menu?.querySelector('summary')?.focus();
});

// A select or file field that acts at once sits in a form with data-submit-on-change.
document.addEventListener('change', (event) => {
    const form = /** @type {Element} */ (event.target).closest('form[data-submit-on-change]');
    if (form instanceof HTMLFormElement) form.requestSubmit();
});

// A list of levels stands below a list of competencies, as long as the chosen one is and not at all when it has none.
document.addEventListener('change', (event) => {
    const source = /** @type {Element} */ (event.target).closest('select[data-level-source]');
    if (!(source instanceof HTMLSelectElement)) return;
    const place = source.form?.querySelector('[data-level-place]');
    const template = source.form?.querySelector('template[data-level-template]');
    const levels = Number(source.selectedOptions[0]?.dataset.levels ?? 0);
    place?.replaceChildren();
    if (!levels || !(template instanceof HTMLTemplateElement)) return;
    const field = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    for (const option of field.querySelectorAll('option')) if (Number(option.value) > levels) option.remove();
    place?.append(field);
});

// A button says how many are ticked, in words that came with the page: of 0, 1, 2, 3, 6 and 100, one for each plural form.
const kinds = { zero: [0, '0'], one: [1, '1'], two: [2, '2'], few: [3, '3'], many: [4, '6'], other: [5, '100'] };
document.addEventListener('change', (event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    const button = box.form?.querySelector('[data-count-ticked]');
    if (!(button instanceof HTMLElement) || button.dataset.countTicked !== box.name) return;
    const count = box.form?.querySelectorAll(`input[name="${box.name}"]:checked`).length ?? 0;
    const kind = new Intl.PluralRules(document.documentElement.lang).select(count);
    const [place, number] = /** @type {[number, string]} */ (kinds[kind]);
    button.textContent = JSON.parse(button.dataset.words ?? '[]')[place].replace(number, String(count));
});

// A form is sent once, however often its button is pressed.
document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.dataset.sent) event.preventDefault();
    else if (form.method === 'post' && !form.dataset.repeat) form.dataset.sent = 'yes';
});
addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) delete (/** @type {HTMLElement} */ (form)).dataset.sent;
});

document.querySelector('.ts-errsum')?.setAttribute('tabindex', '-1');
/** @type {HTMLElement | null} */ (document.querySelector('.ts-errsum'))?.focus();
