// The player for everybody: by keyboard alone, with a screen reader, on a phone, in the dark, in Welsh, with a course of
// thousands of parts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { largePackage } from './packages.mjs';
import { Site, content, control, currentPart, open, waitForPart, waitForState, waitUntilSaved } from './playing.mjs';
import { expectAccessible, expectNoSidewaysScroll, newPage, openBrowser } from './support.mjs';

const looks = [
    { name: '1440 light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
    { name: '1440 dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
    { name: '360 light', viewport: { width: 360, height: 740 }, colorScheme: 'light', hasTouch: true },
    { name: '360 dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark', hasTouch: true },
    { name: '320 light', viewport: { width: 320, height: 640 }, colorScheme: 'light', hasTouch: true },
];
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };

let site, browser, infection;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
    infection = await site.importSample('infection-prevention');
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

/** The player opened by a new learner. */
async function player(options, course = infection) {
    const launched = await site.launch(course);
    const page = await newPage(browser, options);
    await open(page, launched);
    await content(page).locator('body').waitFor();
    return page;
}

const focused = (page) => page.evaluate(() => {
    const { activeElement: at } = document;
    return at?.id || at?.dataset.nav || at?.dataset.activityId || at?.dataset.drawer || at?.className;
});

for (const { name, ...options } of looks) {
    test(`the player is accessible in every state at ${name}`, async () => {
        const page = await player(options);
        const check = async (what) => {
            await expectNoSidewaysScroll(page, `${what} at ${name}`);
            await expectAccessible(page, `${what} at ${name}`);
        };
        await waitUntilSaved(page);
        await check('the player');
        const opener = page.locator('[data-drawer=open]');
        if (await opener.isVisible()) {
            await opener.click();
            await check('the open contents');
        }
        await page.context().setOffline(true);
        await page.waitForSelector('body[data-save=offline]');
        await check('the player offline');
        await page.context().setOffline(false);
        await control(page, 'exit').click();
        await waitForState(page, 'choose');
        await check('the choice of a part');
        if (await opener.isVisible()) await opener.click();
        await control(page, 'exitAll').click();
        await waitForState(page, 'ended');
        await page.locator('[data-exit]').waitFor();
        await check('the end');
        page.noErrors();
        await page.context().close();
    });
}

test('by keyboard: skip to the content, choose a part, continue, save and exit', async () => {
    const page = await player({});
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'ts-skip');
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'sco');
    await page.keyboard.press('Tab');
    await content(page).locator(':focus').waitFor();

    await page.locator('[data-activity-id=ITEM_WELCOME]').focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), 'ITEM_SPREAD');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), 'ITEM_CHAIN');
    await page.keyboard.press('End');
    assert.equal(await focused(page), 'ITEM_TEST');
    await page.keyboard.press('Enter');
    assert.equal(await currentPart(page), 'ITEM_WELCOME', 'a locked part can be reached, and stays locked');
    await page.locator('[data-activity-id=ITEM_FIVE]').focus();
    await page.keyboard.press('Enter');
    await waitForPart(page, 'ITEM_FIVE');
    assert.equal(await focused(page), 'ITEM_FIVE', 'focus stays in the contents');

    await control(page, 'continue').focus();
    await page.keyboard.press('Enter');
    await waitForPart(page, 'ITEM_TECH');
    assert.equal(await focused(page), 'sco', 'focus goes to the new content');
    await control(page, 'suspendAll').focus();
    await page.keyboard.press('Enter');
    await waitForState(page, 'suspended');
    page.noErrors();
    await page.context().close();
});

test('on a phone the contents are a drawer that holds the keyboard, closes by Escape and gives focus back', async () => {
    const page = await player(phone);
    const opener = page.locator('[data-drawer=open]');
    assert.equal(await page.locator('#toc').isVisible(), false);
    await opener.focus();
    await page.keyboard.press('Enter');
    assert.equal(await opener.getAttribute('aria-expanded'), 'true');
    assert.equal(await focused(page), 'close');
    await page.keyboard.press('Shift+Tab');
    const inside = () => page.evaluate(() => document.getElementById('toc').contains(document.activeElement)
        || document.activeElement === document.body);
    assert.ok(await inside());
    await page.locator('[data-activity-id=ITEM_TEST]').focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press('Tab');
    assert.ok(await inside());
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#toc').isVisible(), false);
    assert.equal(await focused(page), 'open');

    await opener.click();
    await page.locator('[data-activity-id=ITEM_WHY]').click();
    await page.waitForSelector('#toc [data-activity-id=ITEM_WHY][aria-current=true]', { state: 'attached' });
    assert.equal(await page.locator('#toc').isVisible(), false);
    assert.equal(await focused(page), 'sco');
    page.noErrors();
    await page.context().close();
});


test('a learner who launches in Welsh has the player in Welsh, at phone width too', async () => {
    const { enrolment } = await site.launch(infection);
    const launched = await site.call('POST', `/enrolments/${enrolment}/launch`, { attempt: 'resume' }, { 'accept-language': 'cy' });
    const page = await newPage(browser, phone);
    await open(page, launched);
    assert.equal(await page.locator('html').getAttribute('lang'), 'cy');
    await waitUntilSaved(page);
    assert.match(await page.locator('.ts-player__pos').innerText(), /Rhan 1 o 11\s+Wedi'i gadw/);
    await expectNoSidewaysScroll(page, 'the player in Welsh');
    await page.context().close();
});

test('a course of 10,000 parts opens and moves on quickly', async () => {
    const course = await site.import(largePackage(10_000));
    const page = await player({}, course);
    assert.equal(await page.locator('#toc [data-activity-id]').count(), 10_001);
    const started = Date.now();
    await control(page, 'continue').click();
    await page.waitForSelector('#toc [data-activity-id=PART_1][aria-current=true]');
    assert.ok(Date.now() - started < 3000, `${Date.now() - started} ms to the next part`);
    await page.locator('[data-activity-id=PART_9999]').click();
    await page.waitForSelector('#toc [data-activity-id=PART_9999][aria-current=true]');
    assert.ok(await page.locator('[data-activity-id=PART_9999]').isVisible());
    await waitUntilSaved(page);
    page.noErrors();
    await page.context().close();
});
