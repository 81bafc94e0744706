// Runs one activity: shows its screens one at a time, keeps the learner's place and answers, and ends it. A page calls
//   course.start({ practice: { id: question }, test: { id: question }, pass: 75, last: 'continue' })
// practice   questions with an answer at once, each shown in <div data-practice="id">
// test       questions marked together, shown in <form data-test> on the last screen
// pass       per cent to pass the test, when the manifest does not say
// last       2004: where to ask the LMS to go at the end, 'continue' or 'exitAll'
const course = (() => {
    const { make } = questions;
    const screens = [...document.querySelectorAll('.screen')];
    const title = document.title;
    let settings = {};
    let kept = { answers: {}, checked: [], furthest: 0 };
    let current = 0;
    let testShownAt = 0;
    const firstAnswerAt = {}; // of each test question, for how long it took

    const find = (selector) => document.querySelector(selector);

    // Controls under the screens: Back, where you are, Next; on the last screen of an activity without a test, Finish.
    const back = make('button', { type: 'button', class: 'button', 'data-back': '' }, 'Back');
    const next = make('button', { type: 'button', class: 'button button--main', 'data-next': '' }, 'Next');
    const finish = make('button', { type: 'button', class: 'button button--main', 'data-finish': '' }, 'Finish this part');
    const position = make('p', { class: 'position', 'data-position': '' });
    const ending = make('div', { class: 'ending', role: 'status', 'data-ending': '' });

    const welcomeBack = make('p', { class: 'note', role: 'status' }, 'Welcome back. You are where you left off.');

    function keepNow() {
        record.keep(kept);
        record.save();
    }

    function show(index, moved) {
        current = index;
        screens.forEach((screen, at) => { screen.hidden = at !== index; });
        const isLast = index === screens.length - 1;
        back.hidden = index === 0;
        next.hidden = isLast;
        finish.hidden = !isLast || Boolean(settings.test) || record.isFinished();
        position.textContent = screens.length > 1 ? `Screen ${index + 1} of ${screens.length}` : '';
        position.style.setProperty('--share', (index + 1) / screens.length);
        document.body.dataset.screen = screens[index].id;
        const heading = screens[index].querySelector('h1');
        document.title = title === heading.textContent ? title : `${heading.textContent} – ${title}`;
        if (isLast) testShownAt = testShownAt || Date.now();
        kept.furthest = Math.max(kept.furthest, index);
        record.moveTo(screens[index].id);
        // The screens behind the furthest one are done; the last one is done when the activity is finished.
        if (!record.isFinished()) record.progress(kept.furthest / screens.length);
        keepNow();
        if (!moved) return;
        welcomeBack.remove();
        window.scrollTo(0, 0);
        heading.focus();
    }

    function end(words) {
        finish.hidden = true;
        ending.replaceChildren(make('p', {}, make('strong', {}, '✓ '), words));
    }

    function finishPart() {
        record.finish();
        keepNow();
        end('You have finished this part. Go on to the next one.');
        if (record.canNavigate) record.close(settings.last || 'continue');
    }

    function addPractice(place) {
        const id = place.dataset.practice;
        const question = settings.practice[id];
        const fieldset = questions.render(id, question);
        const check = make('button', { type: 'button', class: 'button', 'data-check': id }, 'Check my answer');
        fieldset.insertBefore(check, fieldset.lastElementChild);
        place.append(fieldset);
        if (kept.answers[id]) questions.write(fieldset, question, kept.answers[id]);
        if (kept.checked.includes(id)) questions.mark(fieldset, question, questions.isRight(question, kept.answers[id]));
        check.addEventListener('click', () => checkPractice(id, question, fieldset));
    }

    function checkPractice(id, question, fieldset) {
        const response = questions.read(fieldset, question);
        if (response === null) {
            fieldset.querySelector('.feedback').textContent = 'Answer the question first, then check it.';
            return;
        }
        const right = questions.isRight(question, response);
        kept.answers[id] = response;
        if (!kept.checked.includes(id)) kept.checked.push(id);
        questions.mark(fieldset, question, right);
        record.interaction({ ...question, id, response, answers: questions.answers(question), right });
        keepNow();
    }

    const fieldsetOf = (id) => find(`[data-test] [data-question="${id}"]`);

    function addTest(form) {
        const entries = Object.entries(settings.test);
        form.noValidate = true; // the list of unanswered questions says more than the browser would
        form.addEventListener('submit', (event) => {
            event.preventDefault();
            markTest(form, entries);
        });
        showTest(form, entries);
    }

    function showTest(form, entries) {
        const problem = make('div', { class: 'problem', role: 'alert', 'data-problem': '' });
        const submit = make('button', { type: 'submit', class: 'button button--main', 'data-submit': '' }, 'Check my answers');
        const outcome = make('div', { class: 'outcome', tabindex: '-1', 'data-result': '' });
        form.replaceChildren(outcome, problem);
        entries.forEach(([id, question], index) => {
            const fieldset = questions.render(id, question, `Question ${index + 1} of ${entries.length}`);
            form.append(fieldset);
            if (kept.answers[id]) questions.write(fieldset, question, kept.answers[id]);
            fieldset.addEventListener('change', () => {
                firstAnswerAt[id] = firstAnswerAt[id] || Date.now();
                kept.answers[id] = questions.read(fieldset, question);
                keepNow();
            });
        });
        form.append(submit);
        if (kept.result) showResult(form, entries);
    }

    // Every question must have an answer: a list at the top says which have none, and each line leads to its question.
    function showProblem(form, missing, entries) {
        const problem = form.querySelector('[data-problem]');
        const items = missing.map((id) => {
            const number = entries.findIndex(([other]) => other === id) + 1;
            const link = make('a', { href: `#${id}` }, `Question ${number} has no answer yet`);
            link.addEventListener('click', (event) => {
                event.preventDefault();
                fieldsetOf(id).querySelector('input, select').focus();
            });
            return make('li', {}, link);
        });
        problem.replaceChildren(make('h2', { tabindex: '-1' }, 'Answer every question, then check again'), make('ul', {}, ...items));
        problem.firstElementChild.focus();
    }

    function markTest(form, entries) {
        const missing = entries.filter(([id, question]) => questions.read(fieldsetOf(id), question) === null).map(([id]) => id);
        if (missing.length > 0) {
            showProblem(form, missing, entries);
            return;
        }
        form.querySelector('[data-problem]').replaceChildren();
        const topics = {};
        let rightCount = 0;
        for (const [id, question] of entries) {
            const response = questions.read(fieldsetOf(id), question);
            const right = questions.isRight(question, response);
            const latency = firstAnswerAt[id] && firstAnswerAt[id] - testShownAt;
            kept.answers[id] = response;
            rightCount += right;
            record.interaction({ ...question, id, response, answers: questions.answers(question), right, latency });
            if (question.topic) (topics[question.topic] ||= []).push(Number(right));
        }
        for (const [topic, marks] of Object.entries(topics)) {
            record.objective(topic, marks.reduce((sum, one) => sum + one, 0) / marks.length);
        }
        const percent = Math.round((100 * rightCount) / entries.length);
        const mark = record.passMark(settings.pass);
        kept.result = { percent, mark, right: rightCount, passed: percent >= mark };
        record.result(percent, kept.result.passed);
        keepNow();
        showResult(form, entries);
        form.querySelector('[data-result]').focus();
    }

    function showResult(form, entries) {
        const { percent, mark, right, passed } = kept.result;
        const outcome = form.querySelector('[data-result]');
        outcome.dataset.result = passed ? 'passed' : 'failed';
        const words = passed
            ? `You got ${right} of ${entries.length} right. That is ${percent}%, and you need ${mark}%.`
            : `You got ${right} of ${entries.length} right. That is ${percent}%, and you need ${mark}%. Read the notes below, then try again. You can try as often as you like.`;
        outcome.replaceChildren(make('h2', {}, passed ? '✓ You have passed' : '✗ You have not passed yet'), make('p', {}, words));
        for (const [id, question] of entries) {
            const fieldset = fieldsetOf(id);
            questions.mark(fieldset, question, questions.isRight(question, kept.answers[id]));
            for (const input of fieldset.querySelectorAll('input, select, .move')) input.disabled = true;
        }
        form.querySelector('[data-submit]').hidden = true;
        if (passed) offerEnd(outcome);
        else offerAnotherTry(form, outcome, entries);
    }

    function offerEnd(outcome) {
        if (!record.canNavigate) {
            end('You have finished. Your result is recorded and you can leave now.');
            return;
        }
        const button = make('button', { type: 'button', class: 'button button--main', 'data-finish': '' }, 'Finish the course');
        button.addEventListener('click', () => {
            button.hidden = true;
            end('You have finished the course. You can leave now.');
            record.close(settings.last || 'continue');
        });
        outcome.append(button);
    }

    function offerAnotherTry(form, outcome, entries) {
        const again = make('button', { type: 'button', class: 'button button--main', 'data-again': '' }, 'Try again');
        again.addEventListener('click', () => {
            for (const [id] of entries) {
                delete kept.answers[id];
                delete firstAnswerAt[id];
            }
            delete kept.result;
            showTest(form, entries);
            testShownAt = Date.now();
            keepNow();
            screens[current].querySelector('h1').focus();
            window.scrollTo(0, 0);
        });
        outcome.append(again);
    }

    function addControls(main) {
        const controls = make('nav', { class: 'controls', 'aria-label': 'Screens of this part' }, back, position, next, finish);
        controls.hidden = screens.length === 1 && Boolean(settings.test);
        main.append(controls, ending);
        back.addEventListener('click', () => show(current - 1, true));
        next.addEventListener('click', () => show(current + 1, true));
        finish.addEventListener('click', finishPart);
        for (const heading of document.querySelectorAll('.screen h1')) heading.tabIndex = -1;
    }

    function start(given) {
        settings = given || {};
        const main = find('main');
        if (!record.open()) {
            main.prepend(make('p', { class: 'note', 'data-not-recorded': '' }, 'Your progress is not being recorded.'));
        }
        kept = { ...kept, ...record.state() };
        addControls(main);
        document.querySelectorAll('[data-practice]').forEach(addPractice);
        if (settings.test) addTest(find('[data-test]'));
        const bookmark = screens.findIndex((screen) => screen.id === record.location());
        show(Math.max(bookmark, 0), false);
        if (record.isFinished() && !settings.test) end('You have finished this part already.');
        if (bookmark > 0) main.prepend(welcomeBack);
        // Only pagehide comes reliably when a page goes, in a frame and on a phone.
        window.addEventListener('pagehide', () => record.close());
    }

    return { start };
})();
