// Questions: how each kind is shown, read, filled in again and marked. A question is a plain object:
//   { type: 'choice',     ask, options: { a: 'text', b: 'text' }, answer: 'b', why }
//   { type: 'choice',     ask, options, answer: ['a', 'c'], why }          several answers
//   { type: 'true-false', ask, answer: 'true', why }
//   { type: 'matching',   ask, sources: { s1: 'text' }, options: { t1: 'text' }, answer: { s1: 't1' }, why }
//   { type: 'sequencing', ask, options, answer: ['c', 'a', 'b'], why }     options in the order first shown
//   { type: 'fill-in',    ask, hint, answer: ['20', 'twenty'], why }       any of these, capitals don't matter
// SCORM 1.2 takes only one letter or digit as the key of an option or source.
// Each becomes <fieldset data-question="id">, and its inputs carry the question's id as their name.
const questions = (() => {
    // make('p', { class: 'x' }, 'text', child): an element with attributes and children.
    function make(tag, attributes = {}, ...children) {
        const node = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
        node.append(...children);
        return node;
    }

    const kTrueFalse = { true: 'True', false: 'False' };

    function choice(id, question, kind) {
        const options = Object.entries(question.options || kTrueFalse);
        return options.map(([value, text]) =>
            make('label', { class: 'option' }, make('input', { type: kind, name: id, value }), make('span', {}, text)));
    }

    function matching(id, question) {
        return Object.entries(question.sources).map(([source, text]) => {
            const choices = Object.entries(question.options).map(([value, words]) => make('option', { value }, words));
            const select = make('select', { name: id, 'data-source': source },
                make('option', { value: '' }, 'Choose one'), ...choices);
            return make('label', { class: 'match' }, make('span', {}, text), select);
        });
    }

    function sequencing(question) {
        const list = make('ol', { class: 'sequence' });
        for (const [value, text] of Object.entries(question.options)) {
            const button = (direction, sign, word) =>
                make('button', { type: 'button', class: 'move', 'data-move': direction, 'aria-label': `${word}: ${text}` }, sign);
            list.append(make('li', { 'data-value': value }, make('span', {}, text),
                button('up', '↑', 'Move up'), button('down', '↓', 'Move down')));
        }
        const spoken = make('p', { class: 'unseen', role: 'status' });
        list.addEventListener('click', (event) => {
            const button = event.target.closest('[data-move]');
            if (button) moveItem(list, button, spoken);
        });
        return [list, spoken];
    }

    // Moves an item one place. It stays where it is at either end; focus stays on the button that was pressed.
    function moveItem(list, button, spoken) {
        const item = button.closest('li');
        if (button.dataset.move === 'up' && item.previousElementSibling) item.previousElementSibling.before(item);
        else if (button.dataset.move === 'down' && item.nextElementSibling) item.nextElementSibling.after(item);
        button.focus();
        spoken.textContent = `Now number ${[...list.children].indexOf(item) + 1} of ${list.children.length}`;
        list.dispatchEvent(new Event('change', { bubbles: true }));
    }

    function inputs(id, question) {
        switch (question.type) {
            case 'matching': return matching(id, question);
            case 'sequencing': return sequencing(question);
            case 'fill-in':
                return [make('label', { class: 'fill' }, make('span', {}, question.hint),
                    make('input', { type: 'text', name: id, autocomplete: 'off', maxlength: '40' }))];
            default: return choice(id, question, Array.isArray(question.answer) ? 'checkbox' : 'radio');
        }
    }

    const kInstruction = {
        choice: 'Choose one answer',
        several: 'Choose every answer that is right',
        'true-false': 'True or false?',
        matching: 'Choose the right match for each',
        sequencing: 'Put these in order, first at the top',
        'fill-in': 'Type your answer',
    };

    // number: "Question 3 of 8", or nothing for a question that stands alone.
    function render(id, question, number) {
        const several = question.type === 'choice' && Array.isArray(question.answer);
        const legend = make('legend', {});
        if (number) legend.append(make('span', { class: 'question-number' }, number));
        legend.append(question.ask, make('span', { class: 'instruction' }, kInstruction[several ? 'several' : question.type]));
        return make('fieldset', { 'data-question': id, tabindex: '-1' }, legend, ...inputs(id, question),
            make('div', { class: 'feedback', role: 'status' }));
    }

    // What the learner has answered, or null when there is no whole answer yet.
    function read(fieldset, question) {
        const all = (selector) => [...fieldset.querySelectorAll(selector)];
        switch (question.type) {
            case 'matching': {
                const selects = all('select');
                if (selects.some((select) => !select.value)) return null;
                return Object.fromEntries(selects.map((select) => [select.dataset.source, select.value]));
            }
            case 'sequencing': return all('li').map((item) => item.dataset.value);
            case 'fill-in': return fieldset.querySelector('input').value.trim() || null;
            default: {
                const chosen = all('input:checked').map((input) => input.value);
                if (chosen.length === 0) return null;
                return Array.isArray(question.answer) ? chosen : chosen[0];
            }
        }
    }

    // Shows an answer given earlier.
    function write(fieldset, question, response) {
        switch (question.type) {
            case 'matching':
                for (const select of fieldset.querySelectorAll('select')) select.value = response[select.dataset.source];
                break;
            case 'sequencing': {
                const list = fieldset.querySelector('ol');
                for (const value of response) list.append(list.querySelector(`[data-value="${value}"]`));
                break;
            }
            case 'fill-in':
                fieldset.querySelector('input').value = response;
                break;
            default:
                for (const input of fieldset.querySelectorAll('input')) input.checked = [response].flat().includes(input.value);
        }
    }

    // The answers that count as right, each in the form that read() returns.
    const answers = (question) => (question.type === 'fill-in' ? question.answer : [question.answer]);

    function isRight(question, response) {
        // Pairs of key and value compare strings, lists and matches alike, whatever order a match was written in.
        const plain = (value) => JSON.stringify(Object.entries(value).sort()).toLowerCase();
        return answers(question).some((answer) => plain(answer) === plain(response));
    }

    // Says right or wrong, and why. Colour, sign and word together, so that none of them is needed alone.
    function mark(fieldset, question, right) {
        const feedback = fieldset.querySelector('.feedback');
        feedback.className = `feedback feedback--${right ? 'right' : 'wrong'}`;
        feedback.replaceChildren(make('p', {}, make('strong', {}, right ? '✓ Right. ' : '✗ Not quite. '), question.why));
    }

    return { make, render, read, write, answers, isRight, mark };
})();
