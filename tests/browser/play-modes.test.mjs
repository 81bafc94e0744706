// What the page says and offers: while a part is done, when the course is over, when it is only looked at.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Learner, course12, course2004, item, modes, rule, sequencing } from './conforming.mjs';
import { Site, control, finishPart, open, waitForState, waitUntilSaved } from './playing.mjs';
import { expectAccessible, expectNoSidewaysScroll, newPage, openBrowser } from './support.mjs';

const sizes = { 1440: { viewport: { width: 1440, height: 900 } }, 360: { viewport: { width: 360, height: 740 }, hasTouch: true } };

let site, browser;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

async function learnerIn(body) {
    const learner = await new Learner(site, browser).register();
    await learner.launch(await site.import(course2004(body)));
    return learner;
}

const panel = (page) => page.locator('[data-panel]');
const isPrimary = (locator) => locator.evaluate((element) => element.classList.contains('btn-primary'));

/** axe and no sideways scrolling, at both sizes. */
async function expectWellMade(page, what) {
    for (const [name, { viewport }] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        await expectNoSidewaysScroll(page, `${what} at ${name}`);
        await expectAccessible(page, `${what} at ${name}`);
    }
    await page.setViewportSize(sizes[1440].viewport);
}

test('Continue comes to the fore when the part is done, or only wants to be read', async () => {
    const asset = '<resource identifier="PAGE" type="webcontent" adlcp:scormType="asset" href="sco.html"><file href="sco.html"/></resource>';
    const learner = await new Learner(site, browser).register();
    await learner.launch(await site.import(course2004(item('one') + item('two', '', 'identifierref="PAGE"') + item('three')
        + sequencing(modes('flow="true"')), { resources: asset })));
    const onward = control(learner.page, 'continue');
    await learner.say('Initialize');
    await learner.page.waitForFunction(() => document.querySelector('[data-nav=continue]').className.includes('secondary'));
    await learner.say('SetValue cmi.completion_status completed', 'Commit');
    await learner.page.waitForFunction(() => document.querySelector('[data-nav=continue]').className.includes('primary'));
    assert.match(await learner.page.locator('[data-activity-id=one]').innerText(), /Completed/);
    await learner.press('continue');
    await learner.becomes('running', 'two');
    await learner.page.waitForFunction(() => document.querySelector('[data-nav=continue]').className.includes('primary'));
    await learner.press('continue');
    await learner.becomes('running', 'three');
    await learner.say('Initialize');
    await learner.page.waitForFunction(() => document.querySelector('[data-nav=continue]').className.includes('secondary'));
    assert.equal(await isPrimary(onward), false);
    await learner.close();
});

test('the contents follow what the part reports, without a step', async () => {
    const locked = rule('pre', 'disabled', 'objectiveStatusKnown', 'operator="not" referencedObjective="first"');
    const writes = `<imsss:objectives><imsss:primaryObjective objectiveID="done">
        <imsss:mapInfo targetObjectiveID="first-done" readSatisfiedStatus="false" writeSatisfiedStatus="true"/></imsss:primaryObjective></imsss:objectives>
        <imsss:deliveryControls objectiveSetByContent="true"/>`;
    const reads = `<imsss:objectives><imsss:primaryObjective/><imsss:objective objectiveID="first">
        <imsss:mapInfo targetObjectiveID="first-done"/></imsss:objective></imsss:objectives>`;
    const learner = await learnerIn(item('one', sequencing(writes)) + item('two', sequencing(locked + reads))
        + sequencing(modes('flow="true" choice="true"')));
    const two = learner.page.locator('[data-activity-id=two]');
    assert.match(await two.innerText(), /Not available yet/);
    await learner.say('Initialize', 'SetValue cmi.completion_status completed', 'SetValue cmi.success_status passed', 'Commit');
    await learner.page.waitForSelector('[data-activity-id=two]:not([aria-disabled])');
    assert.match(await two.innerText(), /Not started/);
    assert.match(await learner.page.locator('[data-activity-id=one]').innerText(), /Completed/);
    await learner.choose('two');
    await learner.becomes('running', 'two');
    await learner.close();
});

test('a course of one part has neither contents nor a bar below, and its entries are there for tools', async () => {
    for (const make of [course12(item('Fire')), course2004(item('Fire') + sequencing(modes('flow="true" choice="true"')))]) {
        const learner = await new Learner(site, browser).register();
        await learner.launch(await site.import(make));
        assert.match(await learner.contents(), /ORG -?Fire\*/);
        const seen = (id) => learner.page.locator(`[data-activity-id=${id}]`).evaluate((entry) => entry.checkVisibility({ opacityProperty: true }));
        assert.deepEqual([await seen('ORG'), await seen('Fire')], [false, false]);
        assert.equal(await learner.page.locator('.ts-player__nav').isVisible(), false);
        const { width } = await learner.page.locator('#sco').boundingBox();
        assert.equal(width, 1440);
        await learner.close();
    }
});

test('a learner who leaves after passing is told so; one who leaves before, that the place is kept', async () => {
    const learner = await learnerIn(item('one') + sequencing(modes('flow="true"')));
    await learner.say('Initialize');
    await learner.press('suspendAll');
    await panel(learner.page).filter({ hasText: 'Your place is kept' }).waitFor();
    await learner.launch((await [...learner.enrolments.keys()])[0]);
    await learner.say('Initialize', 'SetValue cmi.success_status passed', 'SetValue cmi.completion_status completed', 'SetValue cmi.score.scaled 0.9', 'Commit');
    await learner.press('suspendAll');
    await panel(learner.page).filter({ hasText: 'You have passed this course' }).waitFor();
    assert.doesNotMatch(await panel(learner.page).innerText(), /place is kept/);
    await expectWellMade(learner.page, 'after a pass');
    await learner.close();
});

test('every end says what the learner can do', async () => {
    for (const [parts, calls, title, action] of [
        [1, ['SetValue cmi.success_status failed', 'SetValue cmi.completion_status completed'], 'You have not passed yet', 'Begin a new attempt'],
        [1, ['SetValue cmi.completion_status completed'], 'You have completed this course', 'Begin a new attempt'],
        [2, ['SetValue cmi.completion_status completed'], 'Some of this course is still to do', 'Open the course again'],
    ]) {
        const learner = await learnerIn(item('one') + (parts > 1 ? item('two') : '') + sequencing(modes('flow="true"')));
        await learner.say('Initialize', ...calls);
        await learner.press('exitAll');
        await panel(learner.page).filter({ hasText: title }).waitFor();
        const button = learner.page.locator('[data-again]');
        await button.waitFor();
        assert.equal(await button.innerText(), action);
        assert.equal(await isPrimary(button), title !== 'You have completed this course');
        await waitUntilSaved(learner.page);
        await expectWellMade(learner.page, title);
        await button.click();
        if (action === 'Open the course again') assert.equal(await learner.state(), 'running');
        else await learner.page.waitForURL(/\/sign-in\?next=\/enrolments\/\w+\/new-attempt/);
        await learner.close();
    }
});

test('where nothing can be chosen the page says how to go on', async () => {
    const learner = await learnerIn(item('one') + item('two') + sequencing(modes('flow="true" choice="false"')));
    assert.equal(await learner.press('exit'), 'choose');
    assert.match(await panel(learner.page).innerText(), /This part is closed\s+Go on with the buttons below/);
    assert.equal(await isPrimary(control(learner.page, 'continue')), true);
    await expectWellMade(learner.page, 'a closed part');
    assert.equal(await learner.press('continue'), 'running');
    await learner.close();
});

for (const [mode, line] of [['review', 'You are looking at this again. Nothing you do is recorded.'],
    ['browse', 'You are looking around. Nothing you do is recorded.']]) {
    test(`in ${mode} the page says so, and nothing is recorded`, async () => {
        const launched = await site.launch(await site.importSample('data-security-awareness'));
        const page = await newPage(browser);
        await open(page, launched);
        await finishPart(page, 'data-security-awareness', 'ITEM_DATA_SECURITY');
        await waitUntilSaved(page);
        await control(page, 'suspendAll').click();
        await waitForState(page, 'suspended');
        await waitUntilSaved(page);
        const before = await site.attempt(launched);
        const looking = await site.call('POST', `/enrolments/${launched.enrolment}/launch`, { mode });
        await open(page, looking);
        assert.equal(await page.locator('.ts-player__notice').innerText(), line);
        assert.equal(await page.evaluate(() => window.API.LMSGetValue('cmi.core.lesson_mode')), mode);
        await expectWellMade(page, mode);
        await control(page, 'exitAll').click();
        await waitForState(page, 'ended');
        assert.match(await panel(page).innerText(), /You have left the course\s+Nothing you did this time was recorded/);
        await expectWellMade(page, `the end of ${mode}`);
        assert.deepEqual(await site.attempt(launched), before);
        page.noErrors();
        await page.context().close();
    });
}

test('a page that another one took over, and one that finds no server, say what to do', async () => {
    const learner = await learnerIn(item('one') + sequencing(modes('flow="true"')));
    const { page } = learner;
    const second = await page.context().newPage();
    await open(second, learner.launched);
    await waitForState(page, 'blocked');
    assert.match(await panel(page).innerText(), /Open in another window[^]*Continue here\s+Back to my learning/);
    await expectWellMade(page, 'a page whose course is open elsewhere');
    await page.route('**/open', (route) => route.abort());
    await page.locator('[data-again]').click();
    await waitForState(page, 'error');
    assert.match(await panel(page).innerText(), /could not be opened[^]*Try again\s+Back to my learning/);
    await expectWellMade(page, 'a page without a server');
    await page.unroute('**/open');
    await page.locator('[data-again]').click();
    await waitForState(page, 'running');
    await learner.close();
});
