// A package that reports badly: its page says how far people come and why they stay, and the completion rule that
// helps is set by keyboard alone, seen before it is saved, and applied to those who have done enough.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { packages } from '../packages/make.mjs';
import { Server, api, demoData } from '../support/server.mjs';
import { expectAccessible, expectNoSidewaysScroll, newPage, openBrowser, signIn } from './support.mjs';

const looks = [{ width: 1440, height: 900 }, { width: 360, height: 740 }];
const begin = ['l', 1700000000000];
/** Work in a part that says no more than that it was begun. */
const silent = (time) => [['i', time], ['s', time, 'cmi.core.lesson_status', 'incomplete'], ['s', time, 'cmi.core.session_time', '00:03:00'], ['t', time]];
const passing = (time) => [['i', time], ['s', time, 'cmi.core.lesson_status', 'passed'], ['s', time, 'cmi.core.session_time', '00:08:00'], ['t', time]];
const go = (part) => ['n', 1700000000000, 'choice', part];
const finish = ['n', 1700000000000, 'exitAll'];
const t = 1700000000000;

let server, browser, key, course, home;
before(async () => {
    server = await new Server(demoData(), { contentHost: '127.0.0.1' }).start();
    browser = await openBrowser();
    key = server.apiKey('people.create', 'enrolment.manage', 'elearning.play', 'elearning.packages');
    const response = await fetch(`${server.url}/api/v1/packages?name=silent.zip`,
        { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: packages.silent() });
    const imported = await response.json();
    course = imported.course;
    home = `${server.url}/admin/packages/${imported.id}`;
    for (let i = 0; i < 4; ++i) await work(`Silent ${i}`, [begin, ...silent(t), go(2), ...silent(t), go(3), ...silent(t), finish]);
    await work('Beginner', [begin, ['i', t]]);
    await work('Pass', [begin, ...silent(t), go(3), ...passing(t)]);
    await work('Failed', [begin, ['i', t], ['s', t, 'cmi.core.lesson_status', 'failed'], ['t', t]]);
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

/** A person who has done that much. */
async function work(family_name, operations) {
    const email = `${family_name.replace(' ', '-').toLowerCase()}@severnmarches.example`;
    const person = await api(server, key, 'POST', '/people', { given_name: 'Robin', family_name, email });
    const enrolment = await api(server, key, 'POST', '/enrolments', { person: person.body.id, course });
    const launch = await api(server, key, 'POST', `/enrolments/${enrolment.body.id}/launch`, {});
    const { attempt, url } = launch.body;
    const headers = { authorization: `Launch ${url.split('/').pop()}` };
    const opened = await (await fetch(new URL(`/play/attempts/${attempt}/open`, url), { method: 'POST', headers, body: '{}' })).json();
    const commit = await fetch(new URL(`/play/attempts/${attempt}/commits`, url),
        { method: 'POST', headers, body: JSON.stringify({ opening: opened.opening, number: 1, operations }) });
    assert.equal(commit.status, 200, await commit.text());
}

async function expectGoodLooks(page, what) {
    for (const viewport of looks) {
        await page.setViewportSize(viewport);
        await page.evaluate(() => scrollTo(0, 0));   // nothing half under the bar at the top
        await expectNoSidewaysScroll(page, `${what} at ${viewport.width}`);
        await expectAccessible(page, `${what} at ${viewport.width}`);
        if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${what}-${viewport.width}.png`), fullPage: true });
    }
    await page.setViewportSize(looks[0]);
}

/** Presses Tab until `selector` has the focus. */
async function tabTo(page, selector) {
    for (let presses = 0; presses < 60; ++presses) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
        await page.keyboard.press('Tab');
    }
    assert.fail(`the keyboard does not reach ${selector}`);
}

const main = (page) => page.locator('main').innerText();

test('the page of the package says how far people come and why they stay', async () => {
    const page = await newPage(browser);
    await signIn(page, server, 'gethin');
    await page.goto(home);
    const text = await main(page);
    assert.match(text, /7 people have opened this version\. Completed: 0\. In progress: 7\./);
    assert.match(text, /6 people are stuck/);
    assert.match(text, /"ONE" never says that it is completed/);
    assert.match(text, /Failed, and may try again/);
    assert.match(text, /1 person is on the way/);
    const row = page.locator('table', { hasText: 'Are here now' }).locator('tbody tr');
    assert.deepEqual((await row.nth(1).innerText()).split(/\s*[\t\n]\s*/).filter(Boolean), ['TWO', '4', '0', '0', '0', '3 min']);
    await expectGoodLooks(page, 'package-progress');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[href*="progress.csv"]')]);
    assert.match(readFileSync(await download.path(), 'utf8'), /^"Part","Opened".*\r\n"ONE",7,0,0,2,180\r\n/);

    await page.locator('a', { hasText: 'See people' }).first().click();
    await page.waitForURL(/\/stuck\?/);
    assert.match(await main(page), /Robin Silent 3/);
    await expectGoodLooks(page, 'stuck');
    page.noErrors();
    await page.context().close();
});

test('mistakes in the rule are told beside the fields', async () => {
    const page = await newPage(browser);
    await signIn(page, server, 'gethin');
    await page.goto(`${home}/rules`);
    await expectGoodLooks(page, 'rules');
    await page.check('#when-score');
    await page.fill('#pass_mark', '');
    await page.click('button[value=preview]');
    await page.waitForSelector('.ts-errsum');
    assert.ok(await page.evaluate(() => document.activeElement.matches('.ts-errsum')));
    assert.equal(await page.locator('#pass_mark').getAttribute('aria-invalid'), 'true');
    assert.ok(await page.isChecked('#when-score'), 'what was chosen is kept');
    await page.click('.ts-errsum a');
    assert.ok(await page.evaluate(() => document.activeElement.id === 'pass_mark'));
    await expectGoodLooks(page, 'rules-error');
    page.noErrors();
    await page.context().close();
});

test('a rule is set by keyboard, seen before it is saved, and applied to those who have done enough', async () => {
    const page = await newPage(browser);
    await signIn(page, server, 'gethin');
    await page.goto(home);
    await tabTo(page, 'main a[href$="/rules"]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/rules$/);
    await tabTo(page, '#when-reported');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.ok(await page.isChecked('#when-parts-opened'));
    await tabTo(page, 'button[value=preview]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#preview');
    assert.ok(await page.evaluate(() => document.activeElement.id === 'preview'), 'what it would change has the focus');
    assert.match(await main(page), /4 people in progress would be complete under this rule/);
    await expectGoodLooks(page, 'rules-preview');
    assert.equal((await api(server, key, 'GET', new URL(home).pathname.replace('/admin', '') + '/rules')).body.complete_when, 'reported');

    await tabTo(page, 'button[value=save]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\?saved=1$/);
    assert.match(await main(page), /The rule is saved/);
    await expectGoodLooks(page, 'rules-saved');
    await tabTo(page, 'form[action$="/apply"] button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#confirmed-error');
    await expectAccessible(page, 'rules not confirmed');
    await tabTo(page, '#confirmed');
    await page.keyboard.press('Space');
    await tabTo(page, 'form[action$="/apply"] button');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\?applied=4$/);
    assert.match(await main(page), /4 people are complete\./);
    await page.goto(home);
    assert.match(await main(page), /Completed: 4\. In progress: 3\./);
    page.noErrors();
    await page.context().close();
});

test('in Welsh too', async () => {
    const page = await newPage(browser, { locale: 'cy' });
    await signIn(page, server, 'gethin');
    for (const path of [home, `${home}/rules`]) {
        await page.goto(path);
        assert.equal(await page.locator('html').getAttribute('lang'), 'cy');
        assert.doesNotMatch(await page.locator('body').innerText(), /\[[a-z]+\.[a-z-]+\]/, path);
        await page.setViewportSize(looks[1]);
        await expectNoSidewaysScroll(page, `${path} in Welsh`);
    }
    await page.context().close();
});
