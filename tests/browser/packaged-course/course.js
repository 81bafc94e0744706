// A short course as somebody writes it by hand: finds the API of either version, keeps the page, and reports at the end.
const pages = [
    ['When you find a fire', 'Call out, operate the nearest alarm, and move people away from the smoke.'],
    ['Closing doors', 'A closed door holds smoke back for half an hour. Never wedge a fire door open.'],
    ['Moving patients', 'Move those in danger first, to the next compartment on the same floor.'],
];

function findApi() {
    for (let at = window; ; at = at.parent) {
        if (at.API_1484_11) return { is2004: true, api: at.API_1484_11 };
        if (at.API) return { is2004: false, api: at.API };
        if (at === at.parent) return null;
    }
}

const found = findApi();
const call = (name, ...values) => {
    if (!found) return '';
    const names = { Terminate: 'LMSFinish' };
    return found.is2004 ? found.api[name](...values) : found.api[names[name] ?? `LMS${name}`](...values);
};
const element = (in2004, in12) => (found?.is2004 ? in2004 : in12);

let ended = false;
function end(exit) {
    if (ended) return;
    ended = true;
    call('SetValue', element('cmi.exit', 'cmi.core.exit'), exit);
    call('Terminate', '');
}

let page = 0;
function show() {
    document.querySelector('h1').textContent = pages[page][0];
    document.querySelector('[data-text]').textContent = pages[page][1];
    document.querySelector('[data-turn]').hidden = page === pages.length - 1;
    document.querySelector('[data-agree]').hidden = page < pages.length - 1;
    document.body.dataset.page = String(page);
}

call('Initialize', '');
page = Number(call('GetValue', element('cmi.location', 'cmi.core.lesson_location'))) || 0;
show();

document.querySelector('[data-turn]').addEventListener('click', () => {
    page++;
    call('SetValue', element('cmi.location', 'cmi.core.lesson_location'), page);
    call('Commit', '');
    show();
});

document.querySelector('[data-agree]').addEventListener('click', () => {
    const score = element('cmi.score', 'cmi.core.score');
    call('SetValue', `${score}.min`, 0);
    call('SetValue', `${score}.max`, 100);
    call('SetValue', `${score}.raw`, 90);
    if (found?.is2004) {
        call('SetValue', 'cmi.score.scaled', 0.9);
        call('SetValue', 'cmi.success_status', 'passed');
    }
    call('SetValue', element('cmi.completion_status', 'cmi.core.lesson_status'), element('completed', 'passed'));
    end('');
    document.querySelector('[data-done]').textContent = 'Thank you. You can leave the course now.';
});

// Only here, and not in pagehide or unload: much content of this age does the same.
window.onbeforeunload = () => end('suspend');
