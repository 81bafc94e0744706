// Ways to leave that ask nobody: the browser's back button, a page kept alive behind another, a tablet that falls asleep.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Learner, course2004, item, modes, sequencing } from './conforming.mjs';
import { Site, control, waitForState, waitUntilSaved } from './playing.mjs';
import { openBrowser } from './support.mjs';

let site, browser, course;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
    course = await site.import(course2004(item('one') + item('two') + sequencing(modes('flow="true" choice="true"'))));
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

async function learnerAtWork() {
    const learner = await new Learner(site, browser).register();
    await learner.page.goto(`${site.server.url}/sign-in`);
    await learner.launch(course);
    await learner.say('Initialize', 'SetValue cmi.exit suspend', 'SetValue cmi.location here');
    return learner;
}

async function locationOf(learner) {
    const attempt = await site.attempt(learner.launched);
    return JSON.stringify(attempt.activities.find(({ id }) => id === 'one')?.data ?? '');
}

async function expectStored(learner, text) {
    for (let tries = 0; tries < 100; tries++) {
        if ((await locationOf(learner)).includes(text)) return;
        await learner.page.waitForTimeout(50);
    }
    assert.fail(`${text} is not stored: ${await locationOf(learner)}`);
}

test('by the back button the learner is gone at once, all is stored, and forward leads back to the place', async () => {
    const learner = await learnerAtWork();
    await learner.page.goBack();
    await learner.page.waitForURL(/sign-in/);
    await expectStored(learner, 'here');
    await learner.page.goForward();
    assert.equal(await learner.state(), 'running');
    await learner.expect('Initialize -> true', 'GetValue cmi.entry -> resume', 'GetValue cmi.location -> here');
    await learner.close();
});

test('a page that comes back out of the browser\'s memory opens the course anew', async () => {
    const learner = await learnerAtWork();
    await waitUntilSaved(learner.page);
    await learner.page.evaluate(() => { window.before = true; });
    // What the browser does to a page that it keeps.
    await learner.page.evaluate(() => {
        dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await learner.page.waitForFunction(() => !window.before);
    assert.equal(await learner.state(), 'running');
    await learner.expect('Initialize -> true', 'GetValue cmi.location -> here');
    await learner.close();
});

for (const event of ['visibilitychange', 'freeze']) {
    test(`a tablet falls asleep in the middle (${event}): what was said is stored before, and the learner goes on after`, async () => {
        const learner = await learnerAtWork();
        await waitUntilSaved(learner.page);
        await learner.say('SetValue cmi.location asleep');
        const hide = (hidden) => learner.page.evaluate(([name, value]) => {
            Object.defineProperty(document, 'visibilityState', { value, configurable: true });
            document.dispatchEvent(new Event(name));
        }, [event, hidden ? 'hidden' : 'visible']);
        await hide(true);
        await expectStored(learner, 'asleep');
        await hide(false);
        assert.equal(await learner.page.locator('body').getAttribute('data-player-state'), 'running');
        await learner.expect('SetValue cmi.location awake -> true', 'Commit -> true');
        await expectStored(learner, 'awake');
        await learner.close();
    });
}

test('what could not be sent goes as soon as the learner looks at the page again', async () => {
    const learner = await learnerAtWork();
    await waitUntilSaved(learner.page);
    await learner.page.route('**/commits', (route) => route.abort());
    await learner.say('SetValue cmi.location unsent', 'Commit');
    await learner.page.waitForTimeout(9000); // the next try is far away by now
    await learner.page.unroute('**/commits');
    await learner.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await learner.page.waitForSelector('body[data-save=saved]', { timeout: 1500 });
    await expectStored(learner, 'unsent');
    await learner.close();
});

test('what a part asks for while the page is on its way out does not hold the learner', async () => {
    const learner = await learnerAtWork();
    await learner.say('SetValue adl.nav.request continue');
    await learner.page.goto(`${site.server.url}/sign-in`);
    await expectStored(learner, 'here');
    await learner.page.goto(learner.launched.url);
    assert.match(await learner.state(), /running|choose/);
    await control(learner.page, 'suspendAll').click();
    await waitForState(learner.page, 'suspended');
    await learner.close();
});
