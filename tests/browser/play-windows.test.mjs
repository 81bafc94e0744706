// Content that opens windows, wants one of its own, or takes itself for the whole page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Learner, course12, course2004, item, modes, sequencing } from './conforming.mjs';
import { Site, content, control } from './playing.mjs';
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

const html = (script, body = '') => `<!doctype html><html lang="en"><title>Content</title><body><h1>Content</h1>${body}
<script>${script}</script>`;

/** Looks for the API as most content does: up, then in the opener and up from there. */
const finder = `function find(name) {
    for (var view = window, i = 0; i < 500; i++) { if (view[name]) return view[name]; if (view.parent === view) break; view = view.parent; }
    for (view = window.opener, i = 0; view && i < 500; i++) { if (view[name]) return view[name]; if (view.parent === view) break; view = view.parent; }
}`;
/** A page that only opens the real one, which talks from there. */
const launcher = html('', '<button onclick="window.open(\'lesson.html\', \'lesson\', \'width=500,height=400\')">Start</button>');
const lesson = html(`${finder}
    var api = find('API');
    api.LMSInitialize('');
    onunload = function () { api.LMSSetValue('cmi.core.lesson_status', 'completed'); api.LMSFinish(''); };`);

/** A learner in a SCORM 1.2 course of two parts, the first with those files. */
async function learnerIn(files) {
    const resources = '<resource identifier="PLAIN" type="webcontent" adlcp:scormtype="sco" href="plain.html"><file href="plain.html"/></resource>';
    const plain = html(`${finder}; window.api = find('API');`);
    const course = await site.import(course12(item('one') + item('two', '', 'identifierref="PLAIN"'),
        { resources, files: { 'plain.html': plain, ...files } }));
    const learner = await new Learner(site, browser).register();
    await learner.launch(course);
    return learner;
}

async function startLesson({ page }) {
    const opening = page.waitForEvent('popup');
    await content(page).locator('button').click();
    const popup = await opening;
    await popup.waitForFunction(() => window.api);
    return popup;
}

const part = (attempt, id) => attempt.activities.find((activity) => activity.id === id);

test('a lesson in a window that the content opened finds the API, and its last words count when the learner closes it', async () => {
    const learner = await learnerIn({ 'sco.html': launcher, 'lesson.html': lesson });
    const popup = await startLesson(learner);
    assert.equal(await popup.evaluate(() => api.LMSSetValue('cmi.core.lesson_location', 'page 3')), 'true');
    await popup.close({ runBeforeUnload: true });
    await learner.page.locator('[data-activity-id=one]', { hasText: 'Completed' }).waitFor();
    assert.equal(part(await learner.stored(), 'one').completion, 'completed');
    assert.equal(await learner.press('continue'), 'running');
    await learner.close();
});

test('with the part goes the window it opened, after its last words', async () => {
    const learner = await learnerIn({ 'sco.html': launcher, 'lesson.html': lesson });
    const popup = await startLesson(learner);
    const closed = popup.waitForEvent('close');
    await learner.press('continue');
    await closed;
    await learner.becomes('running', 'two');
    const attempt = await learner.stored();
    assert.equal(part(attempt, 'one').completion, 'completed');
    assert.notEqual(part(attempt, 'two').completion, 'completed');
    await learner.close();
});

test('a window that stays open has no say in the part that comes next', async () => {
    const learner = await learnerIn({ 'sco.html': html(`${finder}; window.api = find('API');`) });
    await learner.say('Initialize');
    const old = await learner.page.evaluateHandle(() => window.API);
    await learner.press('continue');
    await learner.say('Initialize', 'SetValue cmi.core.lesson_location here');
    const said = await learner.page.evaluate((api) => [api.LMSSetValue('cmi.core.lesson_location', 'stray'),
        api.LMSGetValue('cmi.core.lesson_location'), api.LMSCommit(''), api.LMSFinish(''), api.LMSGetLastError()], old);
    assert.deepEqual(said, ['false', '', 'false', 'false', '101']);
    await learner.expect('GetValue cmi.core.lesson_location -> here');
    await learner.close();
});

const bursts = {
    'puts itself in the place of the page': 'if (top !== self) top.location = self.location;',
    'replaces the page': 'top.location.replace(location.href);',
    'empties the page': "top.location.href = 'about:blank';",
    'loads the page anew': 'top.location.reload();',
    'opens itself over the page': "window.open(location.href, '_top');",
    'closes the page': 'top.close();',
    'does so again and again': 'setInterval(function () { top.location = self.location; }, 10);',
    'does so when it goes': 'onunload = onpagehide = onbeforeunload = function () { top.location = self.location; };',
};
for (const [what, script] of Object.entries(bursts)) {
    test(`the player stays where content ${what}`, async () => {
        const files = { 'sco.html': html(`${script} ${finder}; window.api = find('API');`) };
        const learner = await learnerIn(files);
        await learner.page.evaluate(() => { window.stillThere = true; });
        await learner.page.waitForTimeout(300);
        assert.equal(await learner.press('continue'), 'running');
        await learner.becomes('running', 'two');
        await learner.page.waitForTimeout(300);
        await learner.expect('Initialize -> true', 'SetValue cmi.core.lesson_status completed -> true', 'Finish -> true');
        assert.ok(await learner.page.evaluate(() => window.stillThere));
        assert.equal(part(await learner.stored(), 'two').completion, 'completed');
        await learner.close();
    });
}

test('content that was made to fill the window goes from page to page in its frame', async () => {
    const learner = await learnerIn({
        'sco.html': html('', '<button onclick="top.location = \'second.html\'">On</button><a target="_top" href="second.html">On</a>'),
        'second.html': html(`${finder}; window.api = find('API');`),
    });
    // The address is that of the page that asks, not of the player.
    await content(learner.page).locator('button').click();
    await learner.expect('Initialize -> true', 'GetValue cmi.core.lesson_status -> not attempted');
    assert.match((await learner.frame()).url(), /second\.html$/);
    await learner.close();
});

test('a link of content to another site that would fill the window opens beside the player', async () => {
    const learner = await learnerIn({ 'sco.html': html('', `<a target="_top" href="${site.server.url}/sign-in">A policy</a>`) });
    const opening = learner.page.waitForEvent('popup');
    await content(learner.page).locator('a').click();
    await (await opening).waitForURL(/sign-in/);
    assert.equal(await control(learner.page, 'suspendAll').isVisible(), true);
    await learner.close();
});

test('the API is found from frames far below the part', async () => {
    const nested = html(`var depth = Number(location.search.slice(1) || 0);
        ${finder}
        if (depth < 30) { var f = document.createElement('iframe'); f.src = 'sco.html?' + (depth + 1); document.body.append(f); }
        else { var api = find('API_1484_11'); api.Initialize(''); api.SetValue('cmi.location', 'depth ' + depth); api.Commit(''); }`);
    const course = await site.import(course2004(item('one') + sequencing(modes('flow="true"')), { files: { 'sco.html': nested } }));
    const learner = await new Learner(site, browser).register();
    await learner.launch(course);
    await learner.page.waitForFunction(() => window.API_1484_11.GetValue('cmi.location') === 'depth 30');
    await learner.close();
});

test('content that names its domain keeps the API', async () => {
    const learner = await learnerIn({ 'sco.html': html(`document.domain = document.domain; ${finder}; window.api = find('API');`) });
    await learner.expect('Initialize -> true');
    // Browsers in which setting it still has an effect are told not to let it have one.
    const kept = await (await learner.frame()).evaluate(async () => (await fetch(location.href)).headers.get('origin-agent-cluster'));
    assert.equal(kept, '?1');
    await learner.close();
});
