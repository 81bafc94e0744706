// The main job of the player: a learner takes a course from the first page to the end, and the result is stored. Three
// courses of ours, three made by a public packager.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { packaged } from './packages.mjs';
import {
    Site, content, control, currentPart, finishPart, open, readOn, waitForPart, waitForState, waitUntilSaved,
} from './playing.mjs';
import { newPage, openBrowser } from './support.mjs';

let site, browser;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

async function expectResult(launched, expected) {
    const attempt = await site.attempt(launched);
    for (const [name, value] of Object.entries(expected)) assert.equal(attempt[name], value, name);
    return attempt;
}

test('a learner passes a SCORM 1.2 course of one part', async () => {
    const launched = await site.launch(await site.importSample('data-security-awareness'));
    const page = await newPage(browser);
    await open(page, launched);
    assert.equal(await currentPart(page), 'ITEM_DATA_SECURITY');
    await finishPart(page, 'data-security-awareness', 'ITEM_DATA_SECURITY');
    await waitUntilSaved(page);
    await expectResult(launched, { completion: 'completed', success: 'passed', score: 1 });
    await control(page, 'continue').click();
    await waitForState(page, 'ended');
    await page.locator('[data-panel-title]', { hasText: 'You have passed this course' }).waitFor();
    await page.locator('[data-panel-text]', { hasText: 'Your score is 100%. Everything is saved.' }).waitFor();
    assert.match(await page.locator('[data-exit]').getAttribute('href'), /\/learning$/);
    await waitUntilSaved(page);
    const { activities } = await site.attempt(launched);
    assert.equal(activities.at(-1).interactions.filter(({ result }) => result === 'correct').length, 8);
    page.noErrors();
    await page.context().close();
});

test('a learner passes a SCORM 1.2 course of several parts with Continue', async () => {
    const parts = ['ITEM_WHY', 'ITEM_RISK', 'ITEM_LOADS', 'ITEM_PEOPLE', 'ITEM_CHECK'];
    const launched = await site.launch(await site.importSample('moving-and-handling'));
    const page = await newPage(browser);
    await open(page, launched);
    for (const part of parts) {
        await waitForPart(page, part);
        await finishPart(page, 'moving-and-handling', part);
        await control(page, 'continue').click();
    }
    await waitForState(page, 'ended');
    await waitUntilSaved(page);
    await expectResult(launched, { completion: 'completed', parts_done: 5 });
    page.noErrors();
    await page.context().close();
});

test('a learner passes a SCORM 2004 course whose parts ask for the next one, and the last one is locked until then', async () => {
    const parts = ['ITEM_WELCOME', 'ITEM_CHAIN', 'ITEM_ROUTES', 'ITEM_CHECK1', 'ITEM_WHY', 'ITEM_FIVE', 'ITEM_TECH',
        'ITEM_PPE', 'ITEM_SHARPS', 'ITEM_CLEAN'];
    const launched = await site.launch(await site.importSample('infection-prevention'));
    const page = await newPage(browser);
    await open(page, launched);
    const assessment = page.locator('[data-activity-id=ITEM_TEST]');
    assert.equal(await assessment.getAttribute('aria-disabled'), 'true');
    assert.match(await assessment.innerText(), /Not available yet/);
    for (const part of parts) {
        await waitForPart(page, part);
        assert.equal(await assessment.getAttribute('aria-disabled'), 'true');
        await finishPart(page, 'infection-prevention', part);
    }
    await waitForPart(page, 'ITEM_TEST');
    await finishPart(page, 'infection-prevention', 'ITEM_TEST');
    await waitForState(page, 'ended');
    await page.locator('[data-panel-title]', { hasText: 'You have passed this course' }).waitFor();
    await waitUntilSaved(page);
    await expectResult(launched, { completion: 'completed', success: 'passed', parts_done: 11 });
    page.noErrors();
    await page.context().close();
});

test('a learner chooses a part in the contents and comes back to the first', async () => {
    const launched = await site.launch(await site.importSample('infection-prevention'));
    const page = await newPage(browser);
    await open(page, launched);
    await page.locator('[data-activity-id=ITEM_FIVE]').click();
    await waitForPart(page, 'ITEM_FIVE');
    await readOn(page);
    await page.locator('[data-activity-id=ITEM_WELCOME]').click();
    await waitForPart(page, 'ITEM_WELCOME');
    assert.equal(await page.locator('#toc [aria-current]').count(), 1);
    await waitUntilSaved(page);
    const { activities } = await site.attempt(launched);
    assert.equal(activities.find(({ id }) => id === 'ITEM_FIVE').completion, 'incomplete');
    page.noErrors();
    await page.context().close();
});

for (const edition of ['1.2', '2004 3rd Edition', '2004 4th Edition']) {
    test(`a learner passes a course made by a packager for SCORM ${edition}`, async () => {
        const launched = await site.launch(await site.import(packaged(edition)));
        const page = await newPage(browser);
        await open(page, launched);
        const frame = content(page);
        for (const number of [0, 1]) {
            await frame.locator(`body[data-page="${number}"]`).waitFor();
            await frame.locator('[data-turn]').click();
        }
        await frame.locator('[data-agree]').click();
        await frame.locator('[data-done]', { hasText: 'Thank you' }).waitFor();
        await waitUntilSaved(page);
        await expectResult(launched, { completion: 'completed', success: 'passed' });
        await control(page, 'suspendAll').click();
        await waitForState(page, 'suspended');
        page.noErrors();
        await page.context().close();
    });
}
