// Content that breaks what it runs in, in bad faith or by mistake: the learner keeps the player, and what was done.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Learner, course12, course2004, item, modes, sequencing } from './conforming.mjs';
import { Site, control, waitForState } from './playing.mjs';
import { expectAccessible, openBrowser } from './support.mjs';

let site, browser;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

const plainResource = '<resource identifier="PLAIN" type="webcontent" adlcp:scormType="sco" href="plain.html"><file href="plain.html"/></resource>';
const page = (script) => `<!doctype html><html lang="en"><title>Content</title><body><h1>Content</h1><script>
var api = parent.API_1484_11 || parent.API; ${script}</script>`;

/** A learner in a SCORM 2004 course: "one" is that script, "two" does nothing by itself. */
async function learnerIn(script, files = {}) {
    const course = await site.import(course2004(item('one') + item('two', '', 'identifierref="PLAIN"')
        + sequencing(modes('flow="true" choice="true"')),
    { resources: plainResource, files: { 'sco.html': page(script), 'plain.html': page(''), ...files } }));
    const learner = await new Learner(site, browser).register();
    await learner.launch(course);
    return learner;
}

const data = (attempt, id) => JSON.stringify(attempt.activities.find((activity) => activity.id === id));

const storms = {
    'one message after another': 'api.Initialize(""); for (;;) alert("Again");',
    'a question until it is answered': 'api.Initialize(""); while (!confirm("Sure?")) ;',
    'a prompt by the clock': 'api.Initialize(""); setInterval(function () { prompt("And?"); }, 0);',
};
for (const [what, script] of Object.entries(storms)) {
    test(`content that opens ${what} is stopped, and the learner goes on`, async () => {
        const learner = await learnerIn(`setTimeout(function () { ${script} }, 0);`);
        await learner.page.locator('.ts-player__notice', { hasText: 'kept opening messages' }).waitFor();
        await expectAccessible(learner.page, 'the player with stopped messages');
        await learner.press('continue');
        await learner.becomes('running', 'two');
        assert.equal(await learner.page.locator('.ts-player__notice').count(), 0);
        await learner.expect('Initialize -> true');
        await learner.close();
    });
}

test('a few messages of content reach the learner', async () => {
    const learner = await learnerIn('for (var i = 0; i < 5; i++) alert(i); parent.asked = confirm("Go on where you were?");');
    assert.equal(await learner.page.evaluate(() => window.asked), false);
    assert.equal(await learner.page.locator('.ts-player__notice').count(), 0);
    await learner.close();
});

test('content that loops for ever: the page opened next asks before it starts the part again', async () => {
    const learner = await learnerIn(`api.Initialize(""); api.SetValue("cmi.location", "before"); api.Commit("");
        if (!localStorage.mended) setTimeout(function () { for (;;); }, 1000);`);
    await new Promise((resolve) => setTimeout(resolve, 13_000));
    const context = learner.page.context();
    await learner.page.close();
    learner.page = await context.newPage();
    await learner.page.goto(learner.launched.url);
    await waitForState(learner.page, 'choose');
    await learner.page.locator('[data-panel-title]', { hasText: 'This part stopped responding' }).waitFor();
    assert.equal(await learner.page.locator('#sco').count(), 0);
    assert.match(await learner.contents(), /one\*/);
    await expectAccessible(learner.page, 'the question after a part stopped');

    // Asked again, as long as the learner has not decided.
    await learner.page.reload();
    await waitForState(learner.page, 'choose');
    await learner.choose('two');
    await learner.becomes('running', 'two');
    await learner.expect('Initialize -> true');

    await learner.page.evaluate(() => localStorage.setItem('mended', 'yes'));
    await learner.choose('one');
    await learner.becomes('running', 'one');
    await learner.expect('GetValue cmi.location -> before');
    await learner.page.reload();
    assert.equal(await learner.state(), 'running', 'what runs again is not asked for');
    await learner.close();
});

test('a page that was killed while its content was well starts it again without a question', async () => {
    const learner = await learnerIn('api.Initialize("");');
    const context = learner.page.context();
    await learner.page.waitForTimeout(1500);
    await learner.page.close();
    learner.page = await context.newPage();
    await learner.page.goto(learner.launched.url);
    assert.equal(await learner.state(), 'running');
    await learner.close();
});

test('ten megabytes of suspend data are refused, and all that follows is kept', async () => {
    for (const [course, init, set, last, finish] of [
        [course2004(item('one')), 'Initialize', 'SetValue', 'GetLastError', 'Commit'],
        [course12(item('one')), 'LMSInitialize', 'LMSSetValue', 'LMSGetLastError', 'LMSCommit'],
    ]) {
        const learner = await new Learner(site, browser).register();
        await learner.launch(await site.import(course));
        const answers = await (await learner.frame()).evaluate(([begin, put, error, keep]) => {
            const text = 'x'.repeat(10_000_000);
            api[begin]('');
            const said = [api[put]('cmi.suspend_data', text), api[error]('') !== '0'];
            const place = put === 'SetValue' ? 'cmi.location' : 'cmi.core.lesson_location';
            return [...said, api[put](place, 'after it'), api[keep]('')];
        }, [init, set, last, finish]);
        assert.deepEqual(answers, ['false', true, 'true', 'true']);
        assert.match(data(await learner.stored(), 'one'), /after it/);
        await learner.close();
    }
});

test('a hundred thousand values and commits in a row hold nothing up for long, and the last one is stored', async () => {
    const learner = await learnerIn('api.Initialize("");');
    const frame = await learner.frame();
    const values = await frame.evaluate(() => {
        const began = performance.now();
        for (let i = 0; i < 100_000; i++) api.SetValue('cmi.suspend_data', 'y'.repeat(1000) + i);
        return performance.now() - began;
    });
    const commits = await frame.evaluate(() => {
        const began = performance.now();
        for (let i = 0; i < 100_000; i++) {
            api.SetValue('cmi.location', `place ${i}`);
            api.Commit('');
        }
        return performance.now() - began;
    });
    assert.ok(values < 5000 && commits < 10_000, `${values} ms, ${commits} ms`);
    await learner.press('continue');
    await learner.becomes('running', 'two');
    assert.match(data(await learner.stored(), 'one'), /place 99999/);
    await learner.close();
});

test('content that commits without a pause does not flood the server', async () => {
    const learner = await learnerIn(`api.Initialize(""); var n = 0;
        setInterval(function () { api.SetValue("cmi.location", "place " + ++n); api.Commit(""); }, 0);`);
    let requests = 0;
    learner.page.on('request', (request) => { requests += request.url().endsWith('/commits') ? 1 : 0; });
    await learner.page.waitForTimeout(2000);
    requests = 0;
    await learner.page.waitForTimeout(4000);
    assert.ok(requests >= 4 && requests <= 12, `${requests} requests in four seconds`);
    const place = await learner.page.evaluate(() => window.API_1484_11.GetValue('cmi.location'));
    await learner.press('continue');
    const stored = Number(/place (\d+)/.exec(data(await learner.stored(), 'one'))[1]);
    assert.ok(stored >= Number(place.slice(6)), `${place} was said, ${stored} is stored`);
    await learner.close();
});

test('content that fills the device, or clears it, loses nothing that it said', async () => {
    const learner = await learnerIn(`api.Initialize(""); localStorage.clear();
        try { for (var i = 0; ; i++) localStorage.setItem("filler" + i, "x".repeat(100000)); } catch (e) {}
        try { for (i = 0; ; i++) localStorage.setItem("rest" + i, "x"); } catch (e) {}
        api.SetValue("cmi.location", "kept"); api.Commit("");`);
    await learner.page.waitForSelector('body[data-save=saved]');
    await learner.press('suspendAll');
    const attempt = await site.attempt(learner.launched);
    assert.match(data(attempt, 'one'), /kept/);
    await learner.close();
});

test('content that goes on calling after it has terminated changes nothing', async () => {
    const learner = await learnerIn(`api.Initialize(""); api.SetValue("cmi.location", "said"); api.Terminate("");
        setInterval(function () { api.SetValue("cmi.location", "late"); api.Commit(""); api.Terminate(""); api.Initialize(""); }, 1);`);
    await learner.page.waitForTimeout(300);
    assert.equal(await learner.page.evaluate(() => (window.API_1484_11.SetValue('cmi.location', 'x'), window.API_1484_11.GetLastError())), '133');
    await learner.press('continue');
    await learner.becomes('running', 'two');
    assert.match(data(await learner.stored(), 'one'), /said/);
    assert.doesNotMatch(data(await learner.stored(), 'one'), /late/);
    await learner.close();
});

test('content that never terminates is recorded to its last word', async () => {
    const learner = await learnerIn('api.Initialize(""); api.SetValue("cmi.completion_status", "completed"); api.SetValue("cmi.location", "end");');
    await learner.press('continue');
    await learner.becomes('running', 'two');
    const one = (await learner.stored()).activities.find(({ id }) => id === 'one');
    assert.equal(one.completion, 'completed');
    await learner.close();
});

test('content that ends the course from a handler of unload: the learner\'s own step counts', async () => {
    const learner = await learnerIn(`api.Initialize(""); onunload = function () {
        api.SetValue("adl.nav.request", "exitAll"); api.SetValue("cmi.location", "last"); api.Terminate(""); location.href = "plain.html"; };`);
    await learner.press('continue');
    await learner.becomes('running', 'two');
    assert.match(data(await learner.stored(), 'one'), /last/);
    await learner.close();
});

test('content ends the course by itself', async () => {
    const learner = await learnerIn('api.Initialize(""); setTimeout(function () { api.SetValue("adl.nav.request", "exitAll"); api.Terminate(""); }, 200);');
    await waitForState(learner.page, 'ended');
    assert.equal(await learner.page.locator('#sco').count(), 0);
    assert.equal(await control(learner.page, 'continue').isVisible(), false);
    await learner.close();
});

test('content that fetches its pages with synchronous requests runs', async () => {
    const learner = await learnerIn(`var x = new XMLHttpRequest(); x.open("GET", "words.txt", false); x.send();
        api.Initialize(""); api.SetValue("cmi.location", x.responseText);`, { 'words.txt': 'fetched' });
    await learner.page.waitForFunction(() => window.API_1484_11.GetValue('cmi.location') === 'fetched');
    await learner.close();
});
