// A course once opened plays to its end with no network at all, a reload in between; what was done is delivered when the network
// is back, once. And a package's own origin asks again for what it did not get.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Learner, course2004, item, modes, sequencing } from './conforming.mjs';
import { Site, control, currentPart, finishPart, open, waitForPart, waitForState, waitUntilSaved } from './playing.mjs';
import { newPage, openBrowser } from './support.mjs';

const FLOW = sequencing(modes('choice="true" flow="true"'));

let site, browser;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});
afterEach(async () => {
    if (site.server.process.exitCode !== null || site.server.process.signalCode !== null) await site.server.start();
});

/** Waits until the device has everything: the player, the page, the whole package. */
function waitUntilKept(page) {
    return page.waitForSelector('body[data-kept=all]', { timeout: 40_000 });
}

test('a sample of several parts is played to its end without a server, a reload in between, and is delivered once', async () => {
    const parts = ['ITEM_WHY', 'ITEM_RISK', 'ITEM_LOADS', 'ITEM_PEOPLE', 'ITEM_CHECK'];
    const launched = await site.launch(await site.importSample('moving-and-handling'));
    const page = await newPage(browser);
    await open(page, launched);
    await waitForPart(page, 'ITEM_WHY');
    await waitUntilKept(page);
    await waitUntilSaved(page);
    await site.server.kill();
    for (const [at, part] of parts.entries()) {
        await waitForPart(page, part);
        if (at === 2) {
            await page.reload();
            await waitForState(page, 'running');
            assert.equal(await currentPart(page), part);
        }
        await finishPart(page, 'moving-and-handling', part);
        await control(page, 'continue').click();
    }
    await waitForState(page, 'ended');
    assert.equal(await page.locator('body').getAttribute('data-save'), 'offline');
    await site.server.start();
    await page.waitForFunction(() => document.body.dataset.save === 'saved', null, { timeout: 60_000 });
    const attempt = await site.attempt(launched);
    assert.deepEqual([attempt.completion, attempt.parts_done], ['completed', parts.length]);
    page.noErrors();
    await page.context().close();
});

test('a page that is opened again without a server goes on where the learner was, and what was done in both counts once', async () => {
    const learner = await new Learner(site, browser).register();
    await learner.launch(await site.import(course2004(item('one') + item('two') + FLOW)));
    const { page } = learner;
    await learner.expect('Initialize -> true', 'SetValue cmi.location first -> true', 'SetValue cmi.session_time PT1M -> true',
        'SetValue cmi.exit suspend -> true', 'Commit -> true');
    await waitUntilKept(page);
    await learner.stored();
    await site.server.kill();
    await learner.expect('SetValue cmi.interactions.0.id a -> true', 'SetValue cmi.location second -> true', 'Commit -> true');
    await page.reload();
    assert.equal(await learner.state(), 'running');
    await learner.expect('Initialize -> true', 'GetValue cmi.location -> second', 'GetValue cmi.interactions._count -> 1',
        'SetValue cmi.interactions.1.id b -> true', 'SetValue cmi.location third -> true', 'Commit -> true');
    // Closed, and opened once more, still without a server.
    await page.goto('about:blank');
    await page.goto(learner.launched.url);
    assert.equal(await learner.state(), 'running');
    await learner.expect('Initialize -> true', 'GetValue cmi.location -> third', 'SetValue cmi.completion_status completed -> true',
        'SetValue cmi.success_status passed -> true', 'Terminate -> true');
    assert.equal(await learner.press('continue'), 'running');
    await site.server.start();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    const attempt = await learner.stored();
    const one = attempt.activities.find(({ id }) => id === 'one');
    assert.deepEqual([one.completion, one.success, one.interactions.length], ['completed', 'passed', 2]);
    await learner.close();
});

test('a page opened without a server and closed again delivers with the next page that finds one', async () => {
    const learner = await new Learner(site, browser).register();
    await learner.launch(await site.import(course2004(item('one') + FLOW)));
    const { page } = learner;
    await learner.say('Initialize', 'Commit');
    await waitUntilKept(page);
    await learner.stored();
    await site.server.kill();
    await page.reload();
    await learner.state();
    await learner.expect('Initialize -> true', 'SetValue cmi.completion_status completed -> true', 'Commit -> true');
    await page.goto('about:blank');
    await site.server.start();
    await page.goto(learner.launched.url);
    await learner.state();
    assert.equal((await learner.stored()).completion, 'completed');
    await learner.close();
});

test('what content asks for while the server is gone comes as soon as it is back, and the content notices nothing', async () => {
    const files = { 'later.json': '{"said":"hello"}', 'large.bin': 'x'.repeat(1000) };
    const learner = await new Learner(site, browser).register();
    await learner.launch(await site.import(course2004(item('one') + FLOW, { files })));
    const { page } = learner;
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    const frame = await learner.frame();
    await frame.evaluate(() => location.reload());
    await frame.waitForFunction(() => window.api && navigator.serviceWorker.controller);
    await site.server.kill();
    const asked = frame.evaluate(() => fetch('later.json?now').then((answer) => answer.json()));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await site.server.start();
    assert.deepEqual(await asked, { said: 'hello' });
    // Part of what is kept whole, as players of films ask for it.
    const piece = await frame.evaluate(async () => {
        await (await fetch('large.bin')).text();
        const answer = await fetch('large.bin', { headers: { Range: 'bytes=10-19' } });
        return [answer.status, answer.headers.get('Content-Range'), await answer.text()];
    });
    assert.deepEqual(piece, [206, 'bytes 10-19/1000', 'xxxxxxxxxx']);
    await learner.close();
});
