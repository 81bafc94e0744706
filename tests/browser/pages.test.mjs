// Every page, for the person who uses it, at desk and phone width, light and dark: it answers, axe finds nothing,
// nothing scrolls sideways, no script fails.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Server, demoData } from '../support/server.mjs';
import { expectAccessible, expectNoSidewaysScroll, newPage, openBrowser, signIn } from './support.mjs';

const pages = {
    amara: ['/', '/learn', '/learn?q=nothing+like+this', '/learning', '/account', '/account/password'],
    priya: ['/team', '/team?show=expiring', '/people', '/organisation'],
    gethin: ['/admin/courses', '/admin/courses/new', '/admin/packages', '/admin/enrol', '/admin/enrol?q=amara',
        '/admin/competencies', '/admin/competencies/new', '/admin/requirements', '/admin/waiting-awards', '/people/new'],
    sam: ['/admin/plugins', '/admin/audit', '/admin/settings', '/admin/api-keys'],
};
/** Pages of one thing: found by following the first link of this kind on a list. */
const followed = {
    amara: [['/learn', 'a[href^="/courses/"]']],
    priya: [['/people', 'main a[href^="/people/"]']],
    gethin: [['/admin/courses', 'main a[href^="/admin/courses/0"]'], ['/admin/packages', 'main a[href^="/admin/packages/"]']],
    sam: [],
};
const looks = [
    { name: '1440 light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
    { name: '1440 dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
    { name: '360 light', viewport: { width: 360, height: 740 }, colorScheme: 'light', hasTouch: true },
    { name: '320 light', viewport: { width: 320, height: 640 }, colorScheme: 'light' },
];

let server, browser;
before(async () => {
    server = await new Server(demoData()).start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

async function check(page, path, look) {
    const what = `${path} at ${look}`;
    const response = await page.goto(server.url + path);
    assert.equal(response.status(), 200, what);
    await expectNoSidewaysScroll(page, what);
    await expectAccessible(page, what);
}

for (const { name, ...options } of looks) {
    test(`sign-in, its error and an unknown page are accessible at ${name}`, async () => {
        const page = await newPage(browser, options);
        await check(page, '/sign-in', name);
        await page.fill('[name=login]', 'nobody@example.org');
        await page.fill('[name=password]', 'wrong');
        await page.click('form[action="/sign-in"] .btn-primary');
        await page.waitForSelector('.ts-errsum');
        await expectAccessible(page, `/sign-in with an error at ${name}`);
        await page.context().close();
    });

    for (const [who, paths] of Object.entries(pages)) {
        test(`${who}'s pages are accessible at ${name}`, async () => {
            const page = await newPage(browser, options);
            await signIn(page, server, who);
            for (const path of paths) await check(page, path, name);
            for (const [list, link] of followed[who]) {
                await page.goto(server.url + list);
                await check(page, await page.locator(link).first().getAttribute('href'), name);
            }
            await page.goto(`${server.url}/nothing-here`);
            await expectAccessible(page, `an unknown page at ${name}`);
            page.noErrors();
            await page.context().close();
        });
    }
}

test('the whole site is there in Welsh', async () => {
    const page = await newPage(browser, { locale: 'cy' });
    await signIn(page, server, 'amara');
    await page.goto(server.url);
    assert.equal(await page.locator('html').getAttribute('lang'), 'cy');
    assert.match(await page.locator('main').innerText(), /Mae 3 pheth i'w gwneud nawr/);
    for (const path of [...pages.amara]) {
        await page.goto(server.url + path);
        assert.doesNotMatch(await page.locator('body').innerText(), /\[[a-z]+\.[a-z-]+\]/, path);
        await expectNoSidewaysScroll(page, `${path} in Welsh`);
    }
    await page.context().close();
});

test('the language can be switched and stays', async () => {
    const page = await newPage(browser);
    await signIn(page, server, 'amara');
    await page.click('.ts-top button[lang=cy]');
    await page.waitForSelector('html[lang=cy]');
    await page.goto(`${server.url}/learn`);
    assert.equal(await page.locator('html').getAttribute('lang'), 'cy');
    await page.click('.ts-top button[lang=en]');
    await page.waitForSelector('html[lang=en]');
    await page.context().close();
});

test('the menu of a phone opens and closes by keyboard', async () => {
    const page = await newPage(browser, { viewport: { width: 360, height: 740 } });
    await signIn(page, server, 'amara');
    await page.goto(server.url);
    const opener = page.locator('[data-menu=open]');
    await opener.focus();
    await page.keyboard.press('Enter');
    assert.equal(await opener.getAttribute('aria-expanded'), 'true');
    assert.ok(await page.locator('.ts-side').isVisible());
    await page.keyboard.press('Escape');
    assert.equal(await opener.getAttribute('aria-expanded'), 'false');
    assert.ok(await opener.evaluate((element) => element === document.activeElement));
    await page.context().close();
});
