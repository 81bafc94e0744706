// What the tests of the player share: importing a package, launching it for a new learner, and working through it as a
// learner would.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server, api, demoData, samples } from '../support/server.mjs';

const answers = JSON.parse(readFileSync(new URL('sample-answers.json', import.meta.url), 'utf8'));
const scopes = ['elearning.packages', 'elearning.play', 'elearning.results', 'enrolment.manage', 'people.create'];

/** A server with packages to play, and the REST calls that set a game up. */
export class Site {
    /** @param {string} data folder of a demo installation @param {object} options of the server */
    async start(data = demoData(), options = {}) {
        this.server = await new Server(data, options).start();
        this.key = this.server.apiKey(...scopes);
        this.learners = 0;
        return this;
    }

    async call(method, path, body, headers = {}) {
        const answer = await api(this.server, this.key, method, path, body, headers);
        assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer.body;
    }

    /** Imports a zip as a course of its own; returns the course. */
    async import(zip) {
        return (await this.call('POST', '/packages', readFileSync(zip))).course;
    }

    importSample(name) {
        return this.import(join(samples, `${name}.zip`));
    }

    /** Enrols a learner nobody else uses and opens an attempt: {url, attempt, enrolment}. */
    async launch(course) {
        const name = `learner${++this.learners}`;
        const person = await this.call('POST', '/people', {
            given_name: 'Test', family_name: name, email: `${name}@example.org`,
        });
        const enrolment = await this.call('POST', '/enrolments', { person: person.id, course });
        const launched = await this.call('POST', `/enrolments/${enrolment.id}/launch`, { attempt: 'resume' });
        return { ...launched, enrolment: enrolment.id };
    }

    attempt(launched) {
        return this.call('GET', `/attempts/${launched.attempt}`);
    }
}

/** The content of the course. */
export const content = (page) => page.frameLocator('#sco');

export function waitForState(page, state) {
    return page.waitForSelector(`body[data-player-state="${state}"]`, { timeout: 15_000 });
}

/** Opens the player and waits until content runs. */
export async function open(page, launched) {
    await page.goto(launched.url);
    await waitForState(page, 'running');
}

/** Waits until the server has acknowledged everything. */
export function waitUntilSaved(page) {
    return page.waitForFunction(() => document.body.dataset.save === 'saved'
        && !Object.keys(localStorage).some((key) => /^tessera:[^:]+:\d/.test(key)), null, { timeout: 45_000 });
}

/** The identifier of the part that is current in the contents. */
export function currentPart(page) {
    return page.locator('#toc [aria-current=true]').getAttribute('data-activity-id');
}

export function control(page, name) {
    return page.locator(`button[data-nav=${name}]`);
}

/** The screen a sample shows. */
export function screen(page) {
    return content(page).locator('body').getAttribute('data-screen');
}

export function waitForScreen(page, name) {
    return content(page).locator(`body[data-screen="${name}"]`).waitFor();
}

async function answerQuestion(fieldset, answer) {
    if (await fieldset.locator('select').count() > 0) {
        for (const [source, value] of Object.entries(answer))
            await fieldset.locator(`select[data-source="${source}"]`).selectOption(value);
    } else if (await fieldset.locator('input[type=text]').count() > 0) {
        await fieldset.locator('input[type=text]').fill(answer);
    } else if (await fieldset.locator('li[data-value]').count() > 0) {
        for (const [place, value] of answer.entries()) {
            const item = fieldset.locator(`li[data-value="${value}"]`);
            while (await item.evaluate((li) => [...li.parentElement.children].indexOf(li)) > place)
                await item.locator('[data-move=up]').click();
        }
    } else {
        for (const value of [answer].flat()) await fieldset.locator(`input[value="${value}"]`).check();
    }
}

/** Answers the test on the page rightly and hands it in. */
export async function passTest(page, course, part) {
    const frame = content(page);
    for (const [id, answer] of Object.entries(answers[course][part].test))
        await answerQuestion(frame.locator(`fieldset[data-question="${id}"]`), answer);
    await frame.locator('[data-submit]').click();
    await frame.locator('[data-result=passed]').waitFor();
}

/** Goes on to the last screen of a part. */
export async function readOn(page) {
    const frame = content(page);
    await frame.locator('body[data-screen]').waitFor();
    while (await frame.locator('[data-next]').isVisible()) {
        const before = await screen(page);
        await frame.locator('[data-next]').click();
        await frame.locator(`body[data-screen]:not([data-screen="${before}"])`).waitFor();
    }
}

/** Works through a part to its end, test included. */
export async function finishPart(page, course, part) {
    await readOn(page);
    if (Object.keys(answers[course][part].test).length > 0) await passTest(page, course, part);
    const finish = content(page).locator('[data-finish]:not([hidden])');
    if (await finish.isVisible()) await finish.click();
}

export async function waitForPart(page, part) {
    await page.waitForSelector(`body[data-player-state] #toc [data-activity-id="${part}"][aria-current=true]`);
    await content(page).locator('body[data-screen]').waitFor();
}
