// What a learner has done is never lost: reload, closed tab, lost network, killed server, second tab, full disk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
    Site, content, control, currentPart, finishPart, open, waitForPart, waitForScreen, waitForState, waitUntilSaved,
} from './playing.mjs';
import { newPage, openBrowser } from './support.mjs';

const course = 'data-security-awareness';
const part = 'ITEM_DATA_SECURITY';
const screens = ['welcome', 'information', 'sharing', 'phishing', 'passwords', 'everyday', 'incidents', 'quiz'];

let site, browser, dataSecurity;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
    dataSecurity = await site.importSample(course);
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

const next = (page) => content(page).locator('[data-next]').click();

/** A learner on the screen of that name of the first sample. */
async function learnerOn(name) {
    const launched = await site.launch(dataSecurity);
    const page = await newPage(browser);
    await open(page, launched);
    await goTo(page, 'welcome', name);
    return { page, launched };
}

async function goTo(page, from, to) {
    await waitForScreen(page, from);
    for (const name of screens.slice(screens.indexOf(from) + 1, screens.indexOf(to) + 1)) {
        await next(page);
        await waitForScreen(page, name);
    }
}

/** The values stored for the only part. */
async function storedValues(launched) {
    return JSON.stringify((await site.attempt(launched)).activities.at(-1).data);
}

async function waitForStored(launched, text) {
    for (let tries = 0; tries < 100; tries++) {
        if ((await storedValues(launched)).includes(text)) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(`${text} is not stored: ${await storedValues(launched)}`);
}

/** A value that content sets and does not commit. */
function setQuietly(page, text) {
    return page.evaluate((value) => window.API.LMSSetValue('cmi.comments', value), text);
}

test('after a reload the learner is on the same screen', async () => {
    const { page } = await learnerOn('phishing');
    await page.reload();
    await waitForScreen(page, 'phishing');
    assert.equal(await currentPart(page), part);
    page.noErrors();
    await page.context().close();
});

test('Save and exit keeps the place, goes to the learner\'s page, and the same link comes back to the screen', async () => {
    const { page, launched } = await learnerOn('sharing');
    await control(page, 'suspendAll').click();
    await waitForState(page, 'suspended');
    await page.locator('[data-panel-title]', { hasText: 'Your place is kept' }).waitFor();
    await page.waitForURL((url) => url.hostname === 'localhost');
    await open(page, launched);
    await waitForScreen(page, 'sharing');
    page.noErrors();
    await page.context().close();
});

test('what content said last before the page went away is stored without coming back', async () => {
    const { page, launched } = await learnerOn('information');
    await setQuietly(page, 'said before leaving');
    await page.goto(`${site.server.url}/sign-in`);
    await waitForStored(launched, 'said before leaving');
    await page.context().close();
});

for (const event of ['beforeunload', 'pagehide', 'unload']) {
    /** Content that ends its session in this event and nowhere else. */
    const sayingIn = async () => {
        const launched = await site.launch(dataSecurity);
        const page = await newPage(browser);
        await page.route('**/c/*/index.html', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html>
            <body><h1>A page</h1><script>
                const api = parent.API;
                api.LMSInitialize('');
                addEventListener('${event}', () => {
                    api.LMSSetValue('cmi.core.lesson_location', 'said in ${event}');
                    api.LMSFinish('');
                });
                document.body.dataset.ready = 'yes';
            </script>` }));
        await open(page, launched);
        await content(page).locator('body[data-ready]').waitFor();
        return { page, launched };
    };

    test(`what content says in ${event} counts when the player takes it away`, async () => {
        const { page, launched } = await sayingIn();
        await control(page, 'suspendAll').click();
        await waitForState(page, 'suspended');
        await waitUntilSaved(page);
        assert.match(await storedValues(launched), new RegExp(`said in ${event}`));
        await page.context().close();
    });

    test(`what content says in ${event} counts when the learner leaves the page`, async () => {
        const { page, launched } = await sayingIn();
        await page.goto(`${site.server.url}/sign-in`);
        await waitForStored(launched, `said in ${event}`);
        await page.context().close();
    });

    test(`what content says in ${event} counts when the learner closes the tab`, async () => {
        const { page, launched } = await sayingIn();
        await page.close({ runBeforeUnload: true });
        await waitForStored(launched, `said in ${event}`);
        await page.context().close();
    });
}

test('offline the learner goes on, sees it, and everything is saved when the network is back', async () => {
    const { page, launched } = await learnerOn('welcome');
    await page.context().setOffline(true);
    await goTo(page, 'welcome', 'passwords');
    await page.waitForSelector('body[data-save=offline]');
    assert.match(await page.locator('.ts-player__bar .ts-save').innerText(), /Offline: kept on this device/);
    assert.doesNotMatch(await storedValues(launched), /passwords/);
    await page.context().setOffline(false);
    await waitUntilSaved(page);
    assert.match(await storedValues(launched), /passwords/);
    await finishPart(page, course, part);
    await waitUntilSaved(page);
    assert.equal((await site.attempt(launched)).success, 'passed');
    page.noErrors();
    await page.context().close();
});

test('a course finished offline in a tab that was closed is delivered when the link is opened again', async () => {
    const { page, launched } = await learnerOn('quiz');
    await waitUntilSaved(page);
    await page.context().setOffline(true);
    await finishPart(page, course, part);
    await page.waitForSelector('body[data-save=offline]');
    await page.close();
    await page.context().setOffline(false);
    assert.notEqual((await site.attempt(launched)).success, 'passed');
    const again = await page.context().newPage();
    await open(again, launched);
    await waitUntilSaved(again);
    assert.equal((await site.attempt(launched)).success, 'passed');
    await page.context().close();
});

test('the server is killed while the learner plays, and comes back', async () => {
    const { page, launched } = await learnerOn('information');
    await waitUntilSaved(page);
    await site.server.kill();
    await goTo(page, 'information', 'everyday');
    await page.waitForSelector('body[data-save=offline]');
    await site.server.start();
    await waitUntilSaved(page);
    assert.match(await storedValues(launched), /everyday/);
    await page.reload();
    await waitForScreen(page, 'everyday');
    page.noErrors();
    await page.context().close();
});

test('a second tab takes the attempt over with all that was done in the first, which can take it back', async () => {
    const { page, launched } = await learnerOn('phishing');
    await setQuietly(page, 'not committed yet');
    const second = await page.context().newPage();
    await open(second, launched);
    await waitForScreen(second, 'phishing');
    assert.match(await storedValues(launched), /not committed yet/);
    await waitForState(page, 'blocked');
    assert.equal(await page.locator('#sco').count(), 0);
    await goTo(second, 'phishing', 'everyday');
    await page.locator('[data-again]', { hasText: 'Continue here' }).click();
    await waitForScreen(page, 'everyday');
    await waitForState(second, 'blocked');
    page.noErrors();
    await page.context().close();
});

test('another device takes the attempt over; the first one says so at its next step', async () => {
    const { page, launched } = await learnerOn('sharing');
    await waitUntilSaved(page);
    const other = await newPage(browser);
    await open(other, launched);
    await waitForScreen(other, 'sharing');
    await goTo(other, 'sharing', 'phishing');
    await waitUntilSaved(other);
    await next(page);
    await waitForState(page, 'blocked');
    await waitForScreen(other, 'phishing');
    await page.context().close();
    await other.context().close();
});

test('a course of several parts resumes in the part and on the screen where the learner left', async () => {
    const launched = await site.launch(await site.importSample('infection-prevention'));
    const page = await newPage(browser);
    await open(page, launched);
    await page.locator('[data-activity-id=ITEM_FIVE]').click();
    await waitForPart(page, 'ITEM_FIVE');
    await next(page);
    const screen = await content(page).locator('body').getAttribute('data-screen');
    await control(page, 'suspendAll').click();
    await waitForState(page, 'suspended');
    await waitUntilSaved(page);
    await open(page, launched);
    await waitForPart(page, 'ITEM_FIVE');
    await waitForScreen(page, screen);
    page.noErrors();
    await page.context().close();
});

test('when the server\'s disk is full the page says so and keeps on trying', async () => {
    const { page, launched } = await learnerOn('welcome');
    await waitUntilSaved(page);
    const full = { status: 507, contentType: 'application/problem+json', body: '{"status":507,"code":"storage-full"}' };
    await page.route('**/commits', (route) => route.fulfill(full));
    await next(page);
    await page.locator('.ts-player__notice', { hasText: 'disk is full' }).waitFor();
    assert.doesNotMatch(await storedValues(launched), /information/);
    await page.unroute('**/commits');
    await waitUntilSaved(page);
    assert.equal(await page.locator('.ts-player__notice').isVisible(), false);
    assert.match(await storedValues(launched), /information/);
    await page.context().close();
});

test('when the device has no room the page says so, keeps it in memory and asks before it is closed', async () => {
    const { page, launched } = await learnerOn('welcome');
    await waitUntilSaved(page);
    await page.evaluate(() => {
        for (let size = 4 << 20; size > 0; size >>= 1) {
            try {
                for (let i = 0; ; i++) localStorage.setItem(`filler${size}.${i}`, 'x'.repeat(size));
            } catch { /* no room for this size */ }
        }
    });
    await page.context().setOffline(true);
    await next(page);
    await page.locator('.ts-player__notice', { hasText: 'no room left' }).waitFor();
    const asked = page.waitForEvent('dialog').then((dialog) => dialog.dismiss().then(() => dialog.type()));
    void page.close({ runBeforeUnload: true });
    assert.equal(await asked, 'beforeunload');
    await page.context().setOffline(false);
    await waitForStored(launched, 'information');
    assert.equal(await page.locator('.ts-player__notice').isVisible(), false);
    await page.context().close();
});

test('a commit that the server refuses ends play with the element at fault, and opening again goes on', async () => {
    const { page } = await learnerOn('information');
    await waitUntilSaved(page);
    const refusal = { status: 422, code: 'elearning.commit-refused', errors: [{ field: 'cmi.core.score.raw', message: '' }] };
    await page.route('**/commits', (route) => route.fulfill({
        status: 422, contentType: 'application/problem+json', body: JSON.stringify(refusal),
    }));
    await next(page);
    await waitForState(page, 'error');
    assert.match(await page.locator('[data-panel-text]').innerText(), /cmi\.core\.score\.raw/);
    await page.unroute('**/commits');
    await page.locator('[data-again]').click();
    await waitForState(page, 'running');
    await waitForScreen(page, 'information');
    await page.context().close();
});
