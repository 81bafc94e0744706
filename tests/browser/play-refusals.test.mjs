// Content that begins again, and what the learner is told when it was refused something that matters. And results that
// stay: a completed attempt is only looked at again.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Learner, course12, course2004, item } from './conforming.mjs';
import { Site, content } from './playing.mjs';
import { tessera } from '../support/server.mjs';
import { openBrowser } from './support.mjs';

let site, browser;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

/** A lesson in a window of its own, which keeps its page and ends when it is closed. */
const launcher = `<!doctype html><html lang="en"><title>Launcher</title><h1>Launcher</h1>
<button onclick="window.open('lesson.html', 'lesson', 'width=500,height=400')">Open</button>`;
const lesson = `<!doctype html><html lang="en"><title>Lesson</title><h1>Lesson</h1><script>
for (var view = opener; !view.API; view = view.parent);
window.api = view.API;
window.begun = api.LMSInitialize('');
window.place = api.LMSGetValue('cmi.core.lesson_location');
window.entry = api.LMSGetValue('cmi.core.entry');
onpagehide = function () { api.LMSSetValue('cmi.core.exit', 'suspend'); api.LMSFinish(''); };
</script>`;

async function learnerIn(zip, profile = 'site') {
    const { course, id } = await site.call('POST', '/packages', readFileSync(zip));
    await site.call('PUT', `/packages/${id}/tolerances`, { profile });
    const learner = await new Learner(site, browser).register();
    await learner.launch(course);
    return Object.assign(learner, { course });
}

async function openLesson({ page }) {
    const opening = page.waitForEvent('popup');
    await content(page).locator('button').click();
    const popup = await opening;
    await popup.waitForFunction(() => window.api);
    return popup;
}

const windowed = () => course12(item('one'), { files: { 'sco.html': launcher, 'lesson.html': lesson } });
const notice = (page, text) => page.locator('[data-notices]').getByText(text);

test('a lesson whose window is closed and opened again goes on where it was', async () => {
    const learner = await learnerIn(windowed());
    const first = await openLesson(learner);
    assert.deepEqual(await first.evaluate(() => [begun, entry]), ['true', 'ab-initio']);
    assert.equal(await first.evaluate(() => api.LMSSetValue('cmi.core.lesson_location', '7')), 'true');
    await first.close({ runBeforeUnload: true });
    const second = await openLesson(learner);
    assert.deepEqual(await second.evaluate(() => [begun, place, entry]), ['true', '7', 'resume']);
    assert.equal(await second.evaluate(() => api.LMSSetValue('cmi.core.lesson_status', 'completed')), 'true');
    await second.close({ runBeforeUnload: true });
    assert.equal((await learner.stored()).completion, 'completed');
    assert.equal(await notice(learner.page, 'could not begin it again').count(), 0);
    await learner.close();
});

test('by the letter the window is refused, the learner is told so, and can start the part again', async () => {
    const learner = await learnerIn(windowed(), 'strict');
    await (await openLesson(learner)).close({ runBeforeUnload: true });
    const second = await openLesson(learner);
    assert.deepEqual(await second.evaluate(() => [begun, place]), ['false', '']);
    await notice(learner.page, 'could not begin it again').waitFor();
    await learner.page.getByRole('button', { name: 'Start this part again' }).click();
    await notice(learner.page, 'could not begin it again').waitFor({ state: 'detached' });
    const third = await openLesson(learner);
    assert.equal(await third.evaluate(() => begun), 'true');
    await learner.close();
});

for (const [edition, course, element] of [
    ['1.2', () => course12(item('one')), 'cmi.suspend_data'],
    ['2004', () => course2004(item('one')), 'cmi.suspend_data'],
    ['1.2', () => course12(item('one')), 'cmi.core.lesson_location'],
]) {
    test(`a place that is too long for SCORM ${edition} (${element}) is told to the learner, until it can be kept`, async () => {
        const learner = await learnerIn(course());
        const long = 'x'.repeat(256_001);
        const error = edition === '1.2' ? 405 : 406;
        await learner.say('Initialize');
        assert.deepEqual(await learner.say(`SetValue ${element} ${long}`), [`false ${error}`]);
        const [diagnostic] = await learner.say('GetDiagnostic');
        assert.match(diagnostic, /too long/);
        await notice(learner.page, 'could not be kept').waitFor();
        assert.deepEqual(await learner.say(`SetValue ${element} here`), ['true']);
        await notice(learner.page, 'could not be kept').waitFor({ state: 'detached' });
        await learner.close();
    });
}

test('the room of SCORM 2004 is there in SCORM 1.2', async () => {
    const learner = await learnerIn(course12(item('one')));
    const long = 'x'.repeat(200_000);
    await learner.say('Initialize');
    assert.deepEqual(await learner.say(`SetValue cmi.suspend_data ${long}`, 'Commit'), ['true', 'true']);
    assert.equal((await learner.stored()).activities.find((one) => one.id === 'one').data['cmi.suspend_data'] ?? long, long);
    await learner.launch(learner.course);
    await learner.say('Initialize');
    assert.deepEqual(await learner.say('GetValue cmi.suspend_data'), [long]);
    await learner.close();
});

test('the old address of a passed attempt, and resuming it, only look again', async () => {
    const learner = await learnerIn(course12(item('one')));
    const address = learner.launched.url;
    await learner.expect('Initialize -> true', 'SetValue cmi.core.score.raw 90 -> true', 'SetValue cmi.core.lesson_status passed -> true', 'Commit -> true');
    const before = await learner.stored();
    assert.deepEqual([before.success, before.score, before.best.score], ['passed', 0.9, 0.9]);
    const spoil = async () => {
        await learner.expect('Initialize -> true', 'GetValue cmi.core.lesson_mode -> review', 'GetValue cmi.core.credit -> no-credit',
            'SetValue cmi.core.score.raw 10 -> true', 'SetValue cmi.core.lesson_status failed -> true', 'Finish -> true');
        await notice(learner.page, 'You are looking at this again').waitFor();
        const now = await learner.stored();
        assert.deepEqual([now.success, now.score, now.commits], ['passed', 0.9, before.commits]);
    };
    await learner.page.goto('about:blank');
    await learner.page.goto(address);
    await learner.becomes('running');
    await learner.page.waitForSelector('body[data-mode=review]');
    const commits = (await site.call('GET', `/attempts/${learner.launched.attempt}`)).commits;
    before.commits = commits; // the page's own leaving was one
    await spoil();
    await learner.launch(learner.course);
    assert.equal(learner.launched.mode, 'review');
    await spoil();
    await learner.close();
});

test('tolerances are shown and changed from the command line', async () => {
    const { id } = await site.call('POST', '/packages', readFileSync(course12(item('from the command line'))));
    const run = (...options) => tessera('package', 'tolerances', '--data', site.server.data, id, ...options);
    assert.match(run(), /^profile site \(tolerant\)\n/);
    assert.match(run(), /^on {3}begin-again: /m);
    assert.match(run('--off', 'begin-again,word-case', '--profile', 'strict'), /^profile strict\n[^]*^off {2}begin-again: /m);
    const json = JSON.parse(run('--on', 'word-case', '--json'));
    assert.equal(json.profile, 'strict');
    assert.ok(json.tolerances.includes('word-case') && !json.tolerances.includes('begin-again'));
    assert.deepEqual(await site.call('GET', `/packages/${id}/tolerances`), json);
    assert.throws(() => run('--on', 'no-such-thing'), (error) => error.status === 1);
    assert.throws(() => run('--profile', 'loose'), (error) => error.status === 1);
    assert.deepEqual(JSON.parse(run('--json')), json);
});
