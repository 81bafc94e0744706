// Sends a package with progress. Without this script the form works as a form.

/** @param {XMLHttpRequest} request @param {HTMLFormElement} form */
function show(request, form) {
    // The server answers with a redirect to the report, or with a page that says what is wrong.
    const ended = new URL(request.responseURL);
    if (request.status < 400) {
        location.assign(ended.href);
        return;
    }
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    const main = page.querySelector('main');
    if (!main) {
        stop(form);
        return;
    }
    document.title = page.title;
    document.querySelector('main')?.replaceWith(main);
    main.focus();
    for (const next of main.querySelectorAll('form[data-upload]')) listen(/** @type {HTMLFormElement} */ (next));
}

/** @param {HTMLFormElement} form */
function parts(form) {
    return {
        button: /** @type {HTMLButtonElement} */ (form.querySelector('button')),
        box: /** @type {HTMLElement} */ (form.querySelector('[data-upload-progress]')),
        bar: /** @type {HTMLProgressElement} */ (form.querySelector('progress')),
        status: /** @type {HTMLElement} */ (form.querySelector('[data-upload-status]')),
    };
}

/** @param {HTMLFormElement} form */
function stop(form) {
    const { button, box, status } = parts(form);
    box.hidden = true;
    button.disabled = false;
    status.textContent = form.dataset.failed ?? '';
}

/** @param {HTMLFormElement} form */
function send(form) {
    const { button, box, bar, status } = parts(form);
    const request = new XMLHttpRequest();
    let told = -1;
    request.upload.addEventListener('progress', (event) => {
        if (!event.lengthComputable) return;
        const percent = Math.floor((100 * event.loaded) / event.total);
        bar.value = percent;
        // A screen reader hears each tenth, not each percent.
        const tenth = Math.floor(percent / 10) * 10;
        if (tenth === told) return;
        told = tenth;
        status.textContent = percent >= 100 ? (form.dataset.checking ?? '') : (form.dataset.percent ?? '').replace('{percent}', String(tenth));
    });
    request.addEventListener('load', () => show(request, form));
    request.addEventListener('error', () => stop(form));
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'text/html');
    request.send(new FormData(form));
    button.disabled = true;
    box.hidden = false;
    bar.value = 0;
}

/** @param {HTMLFormElement} form */
function listen(form) {
    form.addEventListener('submit', (event) => {
        const file = /** @type {HTMLInputElement} */ (form.querySelector('input[type=file]'));
        if (!file.files?.length) return;
        event.preventDefault();
        send(form);
    });
}

for (const form of document.querySelectorAll('form[data-upload]')) listen(/** @type {HTMLFormElement} */ (form));
