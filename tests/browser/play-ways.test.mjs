// The ways on and out: the page's own way home, which no package can hide, and no button that a learner does not need.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Course } from '../../scorm-runtime/player/course.js';
import { Learner, course12, course2004, item, modes, sequencing } from './conforming.mjs';
import { Site, content, control, finishPart, open, waitForState, waitUntilSaved } from './playing.mjs';
import { expectAccessible, expectNoSidewaysScroll, newPage, openBrowser } from './support.mjs';

const hiding = (...names) => `<adlnav:presentation><adlnav:navigationInterface>${
    names.map((name) => `<adlnav:hideLMSUI>${name}</adlnav:hideLMSUI>`).join('')}</adlnav:navigationInterface></adlnav:presentation>`;
const ALL = ['previous', 'continue', 'exit', 'exitAll', 'abandon', 'abandonAll', 'suspendAll'];
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

async function learnerIn(zip) {
    const learner = await new Learner(site, browser).register();
    await learner.launch(await site.import(zip));
    return learner;
}

const panel = (page) => page.locator('[data-panel]');
const home = (page) => page.locator('[data-leave]');
/** Navigation buttons that people see. */
const seen = (page) => page.$$eval('button[data-nav]', (all) => all.filter((button) =>
    button.checkVisibility({ opacityProperty: true, visibilityProperty: true })).map((button) => button.dataset.nav).sort().join(' '));

for (const [name, parts] of [['one part', item('one', hiding(...ALL))], ['two parts', item('one', hiding(...ALL)) + item('two')]]) {
    test(`where a package of ${name} hides everything the page's own way home is there, and keeps the place`, async () => {
        const learner = await learnerIn(course2004(parts + FLOW));
        const { page } = learner;
        assert.equal(await learner.controls(), '');
        assert.equal(await home(page).isVisible(), true);
        await learner.say('Initialize', 'SetValue cmi.location here', 'SetValue cmi.exit suspend', 'Commit');
        await home(page).click();
        await panel(page).filter({ hasText: 'Your place is kept' }).waitFor();
        await page.waitForURL((url) => url.hostname === 'localhost');
        await learner.launch([...learner.enrolments.keys()][0]);
        await learner.expect('Initialize -> true', 'GetValue cmi.location -> here');
        await learner.close();
    });
}

test('content of the only part that has ended its session leaves the learner with what was reached and a way home', async () => {
    for (const [calls, title] of [
        [['SetValue cmi.completion_status completed', 'SetValue cmi.success_status passed', 'SetValue cmi.score.scaled 0.9'], 'You have passed this course'],
        [['SetValue cmi.completion_status incomplete', 'SetValue cmi.exit suspend'], 'What you did is saved'],
    ]) {
        const learner = await learnerIn(course2004(item('one', hiding(...ALL)) + FLOW));
        const { page } = learner;
        await learner.say('Initialize', ...calls, 'Terminate');
        await panel(page).filter({ hasText: title }).waitFor();
        await page.locator('[data-exit]').waitFor();
        for (const viewport of [{ width: 360, height: 740 }, { width: 1440, height: 900 }]) {
            await page.setViewportSize(viewport);
            await expectNoSidewaysScroll(page, title);
            await expectAccessible(page, title);
        }
        // What it shows can still be read.
        await page.locator('button', { hasText: 'Stay on this page' }).click();
        await content(page).locator('h1').waitFor();
        await page.locator('.ts-player__notice', { hasText: title }).locator('button', { hasText: 'Back to my learning' }).click();
        await page.waitForURL((url) => url.hostname === 'localhost');
        await learner.close();
    }
});

test('content that begins another session in time is not taken for ended', async () => {
    const learner = await learnerIn(course12(item('one')));
    await learner.say('Initialize', 'Finish');
    await (await learner.frame()).evaluate(() => location.reload());
    await learner.say('Initialize');
    await learner.page.waitForTimeout(2500);
    assert.equal(await panel(learner.page).isVisible(), false);
    await learner.close();
});

test('a course of one part offers nothing to go on to before it is done, and Finish afterwards', async () => {
    for (const viewport of [{ width: 1440, height: 900 }, { width: 360, height: 740 }]) {
        const launched = await site.launch(await site.importSample('data-security-awareness'));
        const page = await newPage(browser, { viewport });
        await open(page, launched);
        await content(page).locator('body[data-screen]').waitFor();
        assert.equal(await seen(page), 'suspendAll');
        await finishPart(page, 'data-security-awareness', 'ITEM_DATA_SECURITY');
        await control(page, 'continue').filter({ hasText: 'Finish' }).waitFor();
        assert.equal(await seen(page), 'continue suspendAll');
        await expectNoSidewaysScroll(page, 'a finished part');
        await control(page, 'continue').click();
        await waitForState(page, 'ended');
        await page.context().close();
    }
});

test('in an ordinary course of several parts Save and exit is the only way to leave that is seen', async () => {
    const launched = await site.launch(await site.importSample('infection-prevention'));
    const page = await newPage(browser);
    await open(page, launched);
    assert.equal(await seen(page), 'continue suspendAll');
    const onward = control(page, 'continue');
    await content(page).locator('body[data-screen]').waitFor();
    assert.equal(await onward.evaluate((button) => button.classList.contains('btn-primary')), false, 'Continue is not blue yet');
    const locked = page.locator('[data-activity-id=ITEM_TEST]');
    assert.match(await locked.innerText(), /Not available yet. Finish/);
    await locked.click({ force: true });
    await page.locator('.ts-player__notice', { hasText: 'Not available yet. Finish' }).waitFor();
    await page.context().close();
});

test('what throws work away is only there where the package asks for it, asks before, and tells the truth', async () => {
    const learner = await learnerIn(course2004(item('one', hiding('exit', 'exitAll')) + item('two') + FLOW));
    const { page } = learner;
    assert.equal(await seen(page), 'abandon abandonAll continue suspendAll');
    await learner.say('Initialize', 'SetValue cmi.location here', 'SetValue cmi.exit suspend', 'Commit');
    await control(page, 'abandonAll').click();
    const question = page.locator('dialog[open]');
    assert.match(await question.innerText(), /what you did in “one” is thrown away, also what was saved on earlier visits/);
    await expectAccessible(page, 'the question');
    await page.locator('[data-question-no]').click();
    await learner.expect('GetValue cmi.location -> here');
    await control(page, 'abandonAll').click();
    await page.locator('[data-question-yes]').click();
    await panel(page).filter({ hasText: 'You have left without saving' }).waitFor();
    assert.doesNotMatch(await panel(page).innerText(), /Everything is saved/);
    await learner.close();
});

test('a course that can only be ended by a button shows it', async () => {
    const learner = await learnerIn(course2004(item('one') + item('two') + sequencing(modes('choice="true" flow="false"'))));
    await learner.choose('one');
    assert.match(await seen(learner.page), /exitAll/);
    await learner.close();
});

test('a choice of a part has Save and exit, and a course of one part begins again where its content left it', async () => {
    const many = await learnerIn(course2004(item('one') + item('two') + sequencing(modes('choice="true" flow="false"'))));
    assert.equal(await many.state(), 'choose');
    assert.equal(await many.page.locator('[data-exit]').isVisible(), true);
    assert.equal(await home(many.page).isVisible(), true);
    await many.close();
    const one = await learnerIn(course2004(item('one') + FLOW));
    await one.say('Initialize', 'SetValue adl.nav.request exit', 'Terminate');
    await one.becomes('choose');
    await one.stored();
    await one.launch([...one.enrolments.keys()][0]);
    assert.equal(await one.state(), 'running');
    await one.close();
});

test('on a phone on its side the content has nearly the whole window', async () => {
    for (const sample of ['data-security-awareness', 'infection-prevention']) {
        const page = await newPage(browser, { viewport: { width: 800, height: 360 }, hasTouch: true });
        await open(page, await site.launch(await site.importSample(sample)));
        const { width, height } = await page.locator('#sco').boundingBox();
        assert.ok(width === 800 && height >= 0.85 * 360, `${sample}: ${width} × ${height}`);
        await expectNoSidewaysScroll(page, `${sample} on its side`);
        await expectAccessible(page, `${sample} on its side`);
        await page.context().close();
    }
});

test('contents fold away and come back, and the content fills the screen', async () => {
    const page = await newPage(browser);
    await open(page, await site.launch(await site.importSample('infection-prevention')));
    const fold = page.locator('[data-fold]');
    await fold.click();
    assert.equal(await page.locator('#toc').isVisible(), false);
    assert.equal((await page.locator('#sco').boundingBox()).width, 1440);
    assert.equal(await fold.getAttribute('aria-expanded'), 'false');
    await fold.click();
    assert.equal(await page.locator('#toc').isVisible(), true);
    await page.locator('[data-full]').click();
    await page.waitForFunction(() => document.fullscreenElement?.id === 'stage');
    await page.evaluate(() => document.exitFullscreen());
    await page.context().close();
});

test('the page says Saved unless saving takes longer than a second', async () => {
    const learner = await learnerIn(course12(item('one')));
    const { page } = learner;
    await waitUntilSaved(page);
    await page.evaluate(() => {
        window.said = [];
        new MutationObserver(() => window.said.push(document.body.dataset.save)).observe(document.body, { attributeFilter: ['data-save'] });
    });
    let delay = 700;
    await page.route('**/commits', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, delay));
        await route.continue();
    });
    await learner.say('Initialize', 'SetValue cmi.core.lesson_location here', 'Commit');
    await learner.stored();
    assert.deepEqual(await page.evaluate(() => window.said), []);
    delay = 2500;
    await learner.say('SetValue cmi.core.lesson_location there', 'Commit');
    await page.waitForSelector('body[data-save=saving]', { timeout: 2400 });
    await learner.stored();
    await learner.close();
});

test('long titles without a blank are told whole', async () => {
    const title = 'SMT_2026_Fire_safety_on_the_ward_for_nurses_and_health_care_support_workers_v12_final';
    const learner = await learnerIn(course12(item(title)));
    const { page } = learner;
    for (const width of [360, 1440]) {
        await page.setViewportSize({ width, height: 740 });
        await expectNoSidewaysScroll(page, title);
    }
    assert.equal(await page.locator('h1').getAttribute('dir'), 'auto');
    await learner.close();
});

test('why a part is locked, for each way to lock it', () => {
    const make = (...activities) => new Course(JSON.stringify({ activities: [{ id: 'ORG' }, ...activities] }));
    const toc = (course, more = {}) => course.activities.map(({ id, parent }, activity) => ({
        activity, id, title: id, depth: parent === undefined ? 0 : 1, leaf: activity > 0, choosable: false, current: false,
        completion: 'not attempted', success: 'unknown', ...more[id],
    }));
    const why = (course, id, more) => {
        const entries = toc(course, more);
        const { why: name, parts } = course.lockOf(entries.find((entry) => entry.id === id), entries);
        return `${name} ${parts.join()}`.trim();
    };
    const part = (id, more = {}) => ({ id, parent: 0, sco: true, ...more });
    const done = { completion: 'completed' };
    const prerequisites = make(part('a'), part('b'), part('c', { prerequisites: 'a&b' }));
    assert.equal(why(prerequisites, 'c'), 'locked-after a,b');
    assert.equal(why(prerequisites, 'c', { a: done }), 'locked-after b');
    const maps = (write) => [{ primary: true, maps: [{ target: 'urn:a', writeSatisfied: write }] }];
    const rules = make(part('a', { sequencing: { objectives: maps(true) } }), part('b', { sequencing: {
        pre: [{ action: 'disabled', conditions: [{ if: 'satisfied', not: true }] }], objectives: maps(false) } }));
    assert.equal(why(rules, 'b'), 'locked-after a');
    const held = make(part('a', { sequencing: { control: { choiceExit: false } } }), part('b'));
    assert.equal(why(held, 'b', { a: { current: true } }), 'locked-here a');
    const gate = make(part('a', { sequencing: { pre: [{ action: 'stopForwardTraversal' }] } }), part('b'));
    assert.equal(why(gate, 'b'), 'locked-after a');
    const attempts = make(part('a', { sequencing: { limits: { attempts: 1 } } }));
    assert.equal(why(attempts, 'a', { a: { completion: 'incomplete' } }), 'locked-attempts');
    const order = make({ id: 'A', parent: 0, sequencing: { control: { choice: false, flow: true } } }, { id: 'x', parent: 1, sco: true });
    assert.equal(why(order, 'x'), 'locked-in-order');
    const texts = JSON.parse(readFileSync(new URL('../../plugins/elearning/i18n/en.json', import.meta.url), 'utf8'));
    for (const name of ['', '-after', '-above', '-attempts', '-here', '-behind', '-in-order'])
        assert.ok(texts[`elearning.player-status-locked${name}`], name);
});
