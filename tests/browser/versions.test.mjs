// A new version of a package while people are in the middle, looking again at what is completed, and trial runs.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { zip } from '../packages/make.mjs';
import { samples, temporaryFolder } from '../support/server.mjs';
import { Site, content, control, finishPart, open, screen, waitForPart, waitForState, waitUntilSaved } from './playing.mjs';
import { expectAccessible, expectNoSidewaysScroll, newPage, openBrowser, signIn } from './support.mjs';

const looks = [{ width: 1440, height: 900 }, { width: 360, height: 740 }, { width: 320, height: 640 }];

let site, browser, folder, admin;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
    folder = temporaryFolder();
    admin = await newPage(browser);
    await signIn(admin, site.server, 'gethin');
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

/** A sample with every file passed through `change`. @returns {string} the zip */
function changed(sample, name, change) {
    const source = join(samples, sample);
    const files = readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    const entries = files.map((file) => {
        const path = file.slice(source.length + 1);
        const bytes = readFileSync(file);
        return [path, /\.(html|xml)$/.test(path) ? change(path, bytes.toString()) : bytes];
    });
    writeFileSync(join(folder, name), zip(Object.fromEntries(entries)));
    return join(folder, name);
}

const marked = (number) => (path, text) => (path.endsWith('.html') ? text.replace('</head>', `<meta name="edition" content="${number}"></head>`) : text);
const edition = (page) => content(page).locator('meta[name=edition]').getAttribute('content', { timeout: 1000 }).catch(() => 'first');

/** The page as it is, in every look. */
async function expectGoodLooks(page, what) {
    for (const viewport of looks) {
        await page.setViewportSize(viewport);
        await expectNoSidewaysScroll(page, `${what} at ${viewport.width}`);
        await expectAccessible(page, `${what} at ${viewport.width}`);
        if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${what.replaceAll(' ', '-')}-${viewport.width}.png`), fullPage: true });
    }
    await page.setViewportSize(looks[0]);
}

/** Uploads a zip for the course, as an administrator does. */
async function upload(course, file) {
    await admin.goto(`${site.server.url}/admin/packages?course=${course}`);
    await admin.setInputFiles('input[type=file]', file);
    await admin.click('form[data-upload] .btn-primary');
    await admin.waitForURL(/\/versions\?told=draft/);
    await admin.getByRole('button', { name: 'Publish' }).click();
    await admin.waitForURL(/\/versions\?told=added/);
}

const packageOf = async (course) => (await site.call('GET', '/packages')).packages.find((one) => one.course === course).id;

test('people in the middle move to a new version and keep their place; a page that is open loses nothing', async () => {
    const course = await site.import(changed('moving-and-handling', 'first.zip', (_, text) => text));
    const [moves, stays] = [await site.launch(course), await site.launch(course)];
    const [mover, player] = [await newPage(browser), await newPage(browser)];
    for (const [page, launched] of [[mover, moves], [player, stays]]) {
        await open(page, launched);
        await waitForPart(page, 'ITEM_WHY');
        await finishPart(page, 'moving-and-handling', 'ITEM_WHY');
        await control(page, 'continue').click();
        await waitForPart(page, 'ITEM_RISK');
        await waitUntilSaved(page);
    }
    await mover.goto('about:blank');

    await upload(course, changed('moving-and-handling', 'second.zip', marked('second')));
    await admin.getByText('2 people are in the middle of another version').waitFor();
    await admin.getByText('If all of them move: 2 keep their place, 0 start again.').waitFor();
    assert.ok(await admin.getByLabel('They keep version 1').isChecked(), 'nothing moves unless it is asked for');
    await expectGoodLooks(admin, 'versions with a choice');
    await admin.getByLabel('They move to version 2').check();
    await admin.getByRole('button', { name: 'Save this choice' }).click();
    await admin.getByText('People in the middle of version 1 move to version 2 when they next open the course.').waitFor();
    await expectGoodLooks(admin, 'versions moving');
    await admin.getByRole('button', { name: 'Undo' }).click();
    await admin.getByText('People in the middle of version 1 keep it.').waitFor();
    await open(mover, moves);
    assert.equal(await edition(mover), 'first', 'undone, nobody moves');
    await mover.goto('about:blank');
    await admin.getByLabel('They move to version 2').check();
    await admin.getByRole('button', { name: 'Save this choice' }).click();
    await admin.getByRole('button', { name: 'Undo' }).waitFor();

    await open(mover, moves);
    await waitForPart(mover, 'ITEM_RISK');
    assert.equal(await edition(mover), 'second');
    assert.match(await mover.locator('[data-activity-id=ITEM_WHY]').innerText(), /Completed/);

    // The other page plays on with what it has, and its work is not lost when it is opened anew.
    await finishPart(player, 'moving-and-handling', 'ITEM_RISK');
    await control(player, 'continue').click();
    await waitForPart(player, 'ITEM_LOADS');
    assert.equal(await edition(player), 'first');
    const place = await screen(player);
    await player.reload();
    await waitForPart(player, 'ITEM_LOADS');
    assert.equal(await edition(player), 'second');
    assert.equal(await screen(player), place);
    await waitUntilSaved(player);
    assert.equal((await site.attempt(stays)).parts_done, 2);
    mover.noErrors();
    player.noErrors();
    for (const page of [mover, player]) await page.context().close();
});

test('what an offline page still holds reaches the old version before its learner moves', async () => {
    const course = await site.import(changed('moving-and-handling', 'third.zip', marked('third')));
    const launched = await site.launch(course);
    const page = await newPage(browser);
    await open(page, launched);
    await waitUntilSaved(page);
    await page.context().setOffline(true);
    await finishPart(page, 'moving-and-handling', 'ITEM_WHY');
    await page.waitForSelector('body[data-save=offline]');
    // Another set of parts: nothing of the place goes along.
    const shorter = (path, text) => (path.endsWith('.xml') ? text.replace(/<item identifier="ITEM_CHECK"[\s\S]*?<\/item>/, '') : text);
    await upload(course, changed('moving-and-handling', 'fourth.zip', shorter));
    await admin.getByText('1 person starts again from the beginning').waitFor();
    await admin.getByText('There are fewer parts: 4 instead of 5.').waitFor();
    await expectGoodLooks(admin, 'versions with fewer parts');
    await admin.getByLabel('They move to version 2').check();
    await admin.getByRole('button', { name: 'Save this choice' }).click();
    await admin.getByRole('button', { name: 'Undo' }).waitFor();
    await page.goto('about:blank').catch(() => {});
    await page.context().setOffline(false);
    await open(page, launched);
    assert.notEqual(page.url(), launched.url, 'the next attempt has a link of its own');
    await waitUntilSaved(page);
    const before = await site.attempt(launched);
    assert.equal(before.parts_done, 1, 'the old attempt has what was done offline');
    const now = await site.call('POST', `/enrolments/${launched.enrolment}/launch`, {});
    assert.notEqual(now.attempt, launched.attempt);
    assert.equal((await site.attempt(now)).parts, 4);
    await page.context().close();
});

test('a learner looks again at a completed course, and learns what a new attempt means', async () => {
    const course = await site.importSample('data-security-awareness');
    const page = await newPage(browser);
    await signIn(page, site.server, 'amara');
    await page.goto(`${site.server.url}/courses/${course}`);
    await page.getByRole('button', { name: 'Start e-learning' }).click();
    await waitForState(page, 'running');
    await finishPart(page, 'data-security-awareness', 'ITEM_DATA_SECURITY');
    await waitUntilSaved(page);
    await page.goto(`${site.server.url}/courses/${course}`);
    await expectGoodLooks(page, 'a completed course');
    await page.getByRole('button', { name: 'Look again' }).click();
    await waitForState(page, 'running');
    const value = (element) => page.evaluate((name) => window.API.LMSGetValue(name), element);
    await content(page).locator('body[data-screen]').waitFor();
    assert.equal(await value('cmi.core.lesson_mode'), 'review');
    assert.equal(await value('cmi.core.credit'), 'no-credit');
    assert.equal(await value('cmi.core.lesson_status'), 'passed');
    await expectGoodLooks(page, 'the player in review');
    await control(page, 'suspendAll').click();
    await waitForState(page, 'suspended');
    assert.equal(await page.locator('[data-exit]').getAttribute('href'), `${site.server.url}/courses/${course}`);

    await page.goto(`${site.server.url}/courses/${course}`);
    await page.getByRole('link', { name: 'Start a new attempt' }).click();
    await page.getByText('You completed this course on').waitFor();
    await expectGoodLooks(page, 'a new attempt');
    await page.getByRole('button', { name: 'Start a new attempt' }).click();
    await waitForState(page, 'running');
    await content(page).locator('body[data-screen]').waitFor();
    assert.equal(await value('cmi.core.entry'), 'ab-initio');
    page.noErrors();
    await page.context().close();
});

test('an administrator tries a version out and comes back to the package', async () => {
    const course = await site.importSample('infection-prevention');
    const id = await packageOf(course);
    const people = async () => {
        const [{ in_progress: begun, completed }] = (await site.call('GET', `/packages/${id}/versions`)).versions;
        return { begun, completed };
    };
    const before = await people();
    await admin.goto(`${site.server.url}/admin/packages/${id}`);
    await admin.getByRole('link', { name: 'See versions and try them out' }).click();
    await admin.getByRole('button', { name: 'Start a trial run' }).click();
    await waitForPart(admin, 'ITEM_WELCOME');
    await admin.getByText('This is a trial run. Nothing you do is recorded.').waitFor();
    await finishPart(admin, 'infection-prevention', 'ITEM_WELCOME');
    await waitForPart(admin, 'ITEM_CHAIN');
    await admin.reload();
    await waitForPart(admin, 'ITEM_CHAIN');
    await expectGoodLooks(admin, 'a trial run');
    await control(admin, 'suspendAll').click();
    await waitForState(admin, 'suspended');
    await admin.locator('[data-exit]').click();
    await admin.waitForURL(new RegExp(`/admin/packages/${id}/versions$`));
    assert.deepEqual(await people(), before);
    admin.noErrors();
});
