// The timeline of an attempt: what content and learner did in the browser, as support staff reads it afterwards.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Site, content, control, open, readOn, waitForState, waitUntilSaved } from './playing.mjs';
import { expectAccessible, expectNoSidewaysScroll, newPage, openBrowser, signIn } from './support.mjs';

let site, browser;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

/** Calls of the content, as its own script would make them: [function, first, second, times]. */
function say(page, calls) {
    return content(page).locator('body').evaluate((body, all) => {
        const api = window.parent.API ?? window.parent.API_1484_11;
        const answers = [];
        for (const [name, first = '', second = '', times = 1] of all)
            for (let i = 0; i < times; ++i) answers[answers.length - (i > 0 ? 1 : 0)] = api[name](first, second);
        return answers;
    }, calls);
}

async function administrator(options) {
    const page = await newPage(browser, options);
    await signIn(page, site.server, 'gethin');
    return page;
}

test('support staff sees what was refused, what was set and what came of it', async () => {
    const launched = await site.launch(await site.importSample('data-security-awareness'));
    const page = await newPage(browser);
    await open(page, launched);
    await content(page).locator('body[data-screen]').waitFor();
    const answers = await say(page, [
        ['LMSSetValue', 'cmi.core.score.raw', '120'],
        ['LMSGetLastError'],
        ['LMSGetValue', 'cmi.core.nonsense'],
        // Its manifest has a pass mark: without a score a pass waits for the end.
        ['LMSSetValue', 'cmi.core.score.raw', '90'],
        ['LMSSetValue', 'cmi.core.lesson_status', 'passed'],
        ['LMSCommit'],
    ]);
    assert.deepEqual(answers, ['false', '405', '', 'true', 'true', 'true']);
    await control(page, 'continue').click();
    await waitForState(page, 'ended');
    await waitUntilSaved(page);
    page.noErrors();
    await page.context().close();

    const staff = await administrator();
    await staff.goto(`${site.server.url}/admin/packages?q=Data+security`);
    await staff.locator('.ts-row__t a').first().click();
    await staff.locator('a', { hasText: 'See all attempts' }).click();
    await staff.locator('h1', { hasText: 'Attempts' }).waitFor();
    await expectAccessible(staff, 'attempts of a package');
    await staff.locator(`a[href="/admin/attempts/${launched.attempt}"]`).click();
    const row = (text) => staff.locator('tr', { hasText: text });
    await row('Refused: 120 was not set').getByText('(405)').waitFor();
    await row('Asked what the last error was: 405').waitFor();
    await row('cmi.core.nonsense').getByText('Refused').first().waitFor();
    await row('Set the status to passed').waitFor();
    await row('The whole course: completed').waitFor();
    assert.equal(await staff.getByText('reads the record differently').count(), 0);
    await expectAccessible(staff, 'the timeline');

    await staff.locator('.ts-chip', { hasText: 'Refused' }).click();
    await row('Refused: 120 was not set').waitFor();
    assert.equal(await row('Set the status to passed').count(), 0);
    const [download] = await Promise.all([
        staff.waitForEvent('download'), staff.getByText('Download as JSON').click(),
    ]);
    const document = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.equal(document.differs, false);
    const refused = document.entries.find((entry) => entry.error === 405 && entry.what === 'SetValue');
    assert.deepEqual([refused.first, refused.second], ['cmi.core.score.raw', '120']);
    staff.noErrors();
    await staff.context().close();
});

test('a hundred thousand calls in a loop stay one line, and cost the learner nothing', async () => {
    const launched = await site.launch(await site.importSample('infection-prevention'));
    const page = await newPage(browser);
    let bytes = 0;
    page.on('request', (request) => { bytes += request.url().endsWith('/commits') ? request.postDataBuffer().length : 0; });
    await open(page, launched);
    await content(page).locator('body[data-screen]').waitFor();
    await waitUntilSaved(page);
    bytes = 0;
    const started = Date.now();
    await say(page, [['GetValue', 'cmi.location', '', 100_000], ['SetValue', 'cmi.score.scaled', '7', 100_000], ['Commit']]);
    assert.ok(Date.now() - started < 5000, `${Date.now() - started} ms`);
    await waitUntilSaved(page);
    assert.ok(bytes < 4000, `${bytes} bytes were sent`);
    await page.context().close();

    const { entries, differs } = await site.call('GET', `/attempts/${launched.attempt}/timeline`);
    assert.equal(differs, false);
    assert.equal(entries.find((entry) => entry.what === 'SetValue' && entry.error === 407).count, 100_000);
});

const looks = [
    { name: '1440', viewport: { width: 1440, height: 900 } },
    { name: '1440 dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
    { name: '360', viewport: { width: 360, height: 740 }, hasTouch: true },
    { name: '360 Welsh', viewport: { width: 360, height: 740 }, hasTouch: true, locale: 'cy' },
    { name: '320', viewport: { width: 320, height: 640 }, hasTouch: true },
];
test('the timeline of several parts is readable everywhere', async () => {
    const launched = await site.launch(await site.importSample('infection-prevention'));
    const page = await newPage(browser);
    await open(page, launched);
    await readOn(page);
    await say(page, [['SetValue', 'cmi.score.scaled', '7'], ['GetValue', 'cmi.nothing']]);
    await control(page, 'continue').click();
    await waitForState(page, 'running');
    await content(page).locator('body[data-screen]').waitFor();
    await page.reload();
    await waitForState(page, 'running');
    await content(page).locator('body[data-screen]').waitFor();
    await control(page, 'suspendAll').click();
    await waitForState(page, 'suspended');
    await waitUntilSaved(page);
    await page.context().close();
    for (const { name, ...options } of looks) {
        const staff = await administrator(options);
        await staff.goto(`${site.server.url}/admin/attempts/${launched.attempt}`);
        await staff.locator('tr', { hasText: 'TB.2.3 suspendAll' }).waitFor();
        if (process.env.TIMELINE_PICTURES)
            await staff.screenshot({ path: `${process.env.TIMELINE_PICTURES}/${name.replace(' ', '-')}.png`, fullPage: true });
        await expectNoSidewaysScroll(staff, `the timeline at ${name}`);
        await expectAccessible(staff, `the timeline at ${name}`);
        staff.noErrors();
        await staff.context().close();
    }
});
