// Packages as authoring tools make them: imported, begun, left in the middle, gone on with at the same place, finished.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { api } from '../support/server.mjs';
import { Site, waitForState, waitUntilSaved } from './playing.mjs';
import { expectAccessible, newPage, openBrowser, signIn } from './support.mjs';
import { wildPackages } from './wild.mjs';
import { zip } from './wild-content.mjs';

let site, browser, reader;
before(async () => {
    site = await new Site().start();
    reader = site.server.apiKey('enrolment.own', 'enrolment.manage');
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

/** Imports a package and looks whether its report says what must be said of it. */
async function imported(name) {
    const { files, tool, edition, tolerances = [] } = wildPackages[name];
    const { id, course, report } = await site.call('POST', '/packages', readFileSync(zip(files)));
    assert.equal(report.tool, tool);
    assert.equal(report.edition, edition);
    assert.deepEqual(report.findings.filter(({ severity }) => severity === 'error'), []);
    const named = report.tolerances.map((one) => one.name);
    for (const one of tolerances) assert.ok(named.includes(one), `${one} is not among ${named}`);
    for (const { reason, evidence } of report.tolerances) assert.ok(reason && evidence);
    assert.ok(report.reports.completion, report.reports.text);
    return { id, course, report };
}

/** The frame, however deep, that shows a page of the course; or a window it opened. */
async function contentOf(page, number) {
    const end = Date.now() + 15_000;
    for (;;) {
        for (const view of page.context().pages().flatMap((one) => one.frames())) {
            const shown = await view.evaluate(() => document.body?.getAttribute('data-page')).catch(() => null);
            if (shown === String(number)) return view;
        }
        assert.ok(Date.now() < end, `page ${number} of the course is not shown`);
        await new Promise((resolve) => void setTimeout(resolve, 50));
    }
}

async function problemsOf(view) {
    assert.deepEqual(await view.evaluate(() => window.problems ?? []), []);
}

async function openedAt(launched, number) {
    const page = await newPage(browser);
    await page.goto(launched.url);
    await waitForState(page, 'running');
    const opener = page.frameLocator('#sco').locator('[data-open]');
    if (number === undefined) return page;
    if (await Promise.race([opener.waitFor({ timeout: 15_000 }).then(() => true), contentOf(page, number).then(() => false)])) await opener.click();
    return page;
}

/** Leaves as a learner does who closes the tab. */
async function closeTab(page) {
    await page.goto('about:blank');
    await page.context().close();
}

/** The attempt, once what the page said last has arrived. */
async function storedWhen(launched, arrived) {
    const end = Date.now() + 10_000;
    for (;;) {
        const attempt = await site.attempt(launched);
        if (arrived(attempt) || Date.now() > end) return attempt;
        await new Promise((resolve) => void setTimeout(resolve, 100));
    }
}

async function finished(launched, { score, success }) {
    const attempt = await storedWhen(launched, ({ completion }) => completion === 'completed');
    assert.equal(attempt.completion, 'completed');
    assert.equal(attempt.success, success);
    assert.equal(attempt.score, score);
    const { body } = await api(site.server, reader, 'GET', `/enrolments/${launched.enrolment}`);
    assert.equal(body.status, 'completed', JSON.stringify(body));
}

for (const name of Object.keys(wildPackages).filter((one) => !['eXeLearning', 'hand-made'].includes(one))) {
    test(`${name}: begun, left, gone on with, finished`, async () => {
        const { course } = await imported(name);
        const launched = await site.launch(course);
        let page = await openedAt(launched, 1);
        let view = await contentOf(page, 1);
        await view.click('[data-next]');
        await view.click('[data-answer]');
        await view.waitForSelector('[data-answered]');
        await problemsOf(view);
        await closeTab(page);

        page = await openedAt(launched, 2);
        view = await contentOf(page, 2);
        await view.click('[data-next]');
        await contentOf(page, 3);
        await view.click('[data-finish]');
        await view.waitForSelector('[data-finished]');
        await problemsOf(view);
        await closeTab(page); // some have not even called Commit
        await finished(launched, wildPackages[name]);
    });
}

test('eXeLearning: every page a part that is complete when it is left', async () => {
    const { course } = await imported('eXeLearning');
    const launched = await site.launch(course);
    let page = await openedAt(launched);
    await contentOf(page, 'index');
    await page.click('button[data-nav=continue]');
    await contentOf(page, 'what-to-do');
    await closeTab(page);
    const left = await storedWhen(launched, (attempt) => attempt.parts_done === 2);
    assert.equal(left.parts_done, 2);

    page = await openedAt(launched);
    await page.click('[data-activity-id="ITEM-eXe2"]');
    await contentOf(page, 'who-to-call');
    await page.click('button[data-nav=suspendAll]');
    await waitForState(page, 'suspended');
    await waitUntilSaved(page);
    await finished(launched, wildPackages.eXeLearning);
    await page.context().close();
});

test('hand-made: pages that begin and finish each for itself, and a manifest full of slips', async () => {
    const { course, report } = await imported('hand-made');
    assert.equal(report.title, 'Café & kitchen');
    const launched = await site.launch(course);
    let page = await openedAt(launched);
    let view = await contentOf(page, 1);
    await view.click('[data-next]');
    view = await contentOf(page, 2);
    await closeTab(page);

    page = await openedAt(launched);
    view = await contentOf(page, 2);
    await view.click('[data-next]');
    view = await contentOf(page, 3);
    await view.click('[data-finish]');
    await waitUntilSaved(page);
    await finished(launched, wildPackages['hand-made']);
    await closeTab(page);
});

test('an administrator sees what a package may do differently, and switches it off', async () => {
    const { id } = await imported('iSpring');
    const page = await newPage(browser);
    await signIn(page, site.server, 'gethin');
    await page.goto(`${site.server.url}/admin/packages/${id}`);
    const row = page.locator('#tolerance-word-case');
    assert.ok(await row.isChecked());
    await page.locator('#tolerance-word-case-why', { hasText: 'sets lesson_status to' }).waitFor();
    await expectAccessible(page, 'package page');
    await row.uncheck();
    await page.locator('#tolerance-word-variants').uncheck();
    await page.locator('form[action$="/tolerances"] button').click();
    await page.locator('[role=status]').first().waitFor();
    assert.ok(!(await row.isChecked()));
    page.noErrors();
    await page.context().close();
});
