// Content as it is found: how it looks for the API, how it leaves, what it does after it has left, where its files are.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Learner, course12, course2004, item, modes, sequencing } from './conforming.mjs';
import { Site } from './playing.mjs';
import { openBrowser } from './support.mjs';

const CHOICE_FLOW = sequencing(modes('choice="true" flow="true"'));
const two = item('one') + item('two') + CHOICE_FLOW;

let site, browser;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

/** A test with a learner who has launched the package. */
function play(name, zip, work) {
    test(name, async () => {
        const course = await site.import(zip);
        const learner = await new Learner(site, browser).register();
        await learner.launch(course);
        await work(learner, course);
        learner.page.noErrors();
        await learner.close();
    });
}

/** Content whose script is `script`; `api` is the API of its parent. */
const content = (script) => ({
    'sco.html': `<!doctype html><html lang="en"><title>Content</title><body><script>window.api = parent.API_1484_11; ${script}</script>`,
});
const says = (script) => course2004(two, { files: content(script) });
const goneWith = (handler) => says(`api.Initialize('');
    ${handler} = () => { api.SetValue('cmi.location', 'last'); api.SetValue('cmi.exit', 'suspend'); api.Terminate(''); };`);

for (const handler of ['window.onunload', 'window.onbeforeunload', 'window.onpagehide']) {
    play(`what content says in ${handler} is heard when the learner goes on, and when the page is closed`, goneWith(handler),
        async (learner, course) => {
            await learner.press('continue');
            assert.equal(await learner.contents(), 'ORG one two*');
            await learner.choose('one');
            await learner.expect('GetValue cmi.entry -> resume', 'GetValue cmi.location -> last');
            await learner.page.goto('about:blank');
            await learner.launch(course);
            await learner.expect('GetValue cmi.entry -> resume', 'GetValue cmi.location -> last');
        });
}

play('content that never terminates loses nothing, nor does content that calls afterwards', course2004(two), async (learner) => {
    await learner.expect('Initialize -> true', 'SetValue cmi.location here -> true', 'SetValue cmi.completion_status completed -> true',
        'SetValue cmi.session_time PT10S -> true');
    await learner.press('continue');
    await learner.expect('Initialize -> true', 'Terminate -> true', 'SetValue cmi.location x -> false 133', 'GetValue cmi.location -> 123',
        'Commit -> false 143', 'GetLastError -> 143 143');
    const { activities } = await learner.stored();
    assert.equal(activities.find(({ id }) => id === 'one').completion, 'completed');
});

play('synchronous requests to its own files work while content runs, and do no harm when it goes', says(`
    api.Initialize('');
    const load = () => { const request = new XMLHttpRequest(); request.open('GET', 'sco.html', false); request.send(); return request.status; };
    window.loaded = load();
    onunload = () => { try { load(); } catch {} api.SetValue('cmi.location', 'late'); api.Terminate(''); };`), async (learner) => {
    assert.equal(await (await learner.frame()).evaluate(() => window.loaded), 200);
    await learner.expect('SetValue cmi.exit suspend -> true');
    await learner.press('continue');
    await learner.choose('one');
    await learner.expect('GetValue cmi.location -> late');
});

play('content that leads itself to another page of its own goes on in the same session', course2004(two, {
    files: { 'next.html': '<!doctype html><title>Next</title><script>window.api = parent.API_1484_11;</script>' },
}), async (learner) => {
    await learner.expect('Initialize -> true', 'SetValue cmi.location first -> true');
    const frame = await learner.frame();
    await frame.evaluate(() => { location.href = 'next.html'; });
    await frame.waitForURL(/next\.html/);
    await learner.expect('GetValue cmi.location -> first', 'Initialize -> false 103', 'Terminate -> true');
    assert.equal(await learner.contents(), 'ORG one* two');
});

play('content finds the API seven frames up', course2004(two, {
    files: {
        'sco.html': `<!doctype html><title>Frames</title><body><script>
            const depth = Number(new URLSearchParams(location.search).get('depth') ?? 0);
            let view = window;
            let steps = 0;
            while (!view.API_1484_11 && view.parent !== view && ++steps < 500) view = view.parent;
            if (depth < 7) document.write('<iframe src="?depth=' + (depth + 1) + '"></iframe>');
            else parent.parent.parent.parent.parent.parent.parent.api = view.API_1484_11;</script>`,
    },
}), async (learner) => {
    await learner.expect('Initialize -> true', 'Terminate -> true');
});

play('content in frames of its own speaks to the API above', course2004(two, {
    files: {
        'sco.html': '<!doctype html><title>Frames</title><iframe src="inner.html"></iframe>',
        'inner.html': `<!doctype html><title>Inner</title><script>
            let view = window;
            while (!view.API_1484_11 && view.parent !== view) view = view.parent;
            parent.api = view.API_1484_11;
            api = view.API_1484_11;
            api.Initialize('');
            onunload = () => { api.SetValue('cmi.location', 'inner'); api.SetValue('cmi.exit', 'suspend'); api.Terminate(''); };</script>`,
    },
}), async (learner) => {
    await learner.expect('GetValue cmi.entry -> ab-initio');
    await learner.press('continue');
    await learner.choose('one');
    await learner.expect('GetValue cmi.location -> inner');
});

play('content opened in a window of its own finds the API in its opener', says(`
    window.start = () => { window.child = open('sco.html?popup', 'child', 'width=400,height=300'); };`), async (learner) => {
    const frame = await learner.frame();
    const [popup] = await Promise.all([learner.page.waitForEvent('popup'), frame.evaluate(() => start())]);
    await popup.waitForLoadState();
    assert.equal(await popup.evaluate(() => opener.parent.API_1484_11.Initialize('')), 'true');
    await popup.close();
});

const where = (id, resource, parameters = '') => item(id, '', `identifierref="${resource}" parameters="${parameters}"`);
const here = '<!doctype html><title>Here</title><body>here';
play('base addresses, queries and fragments of item and resource come together', course2004(
    where('a', 'A', '?p=1&amp;q=%20x') + where('b', 'B', '#top') + where('c', 'C', 'p=2') + where('d', 'A', '#end') + CHOICE_FLOW, {
        resources: `<resource identifier="A" type="webcontent" adlcp:scormType="sco" xml:base="deep/er/" href="page.html"><file href="page.html"/></resource>
            <resource identifier="B" type="webcontent" adlcp:scormType="sco" href="other/page.html?x=y"><file href="other/page.html"/></resource>
            <resource identifier="C" type="webcontent" adlcp:scormType="asset" href="other/page.html?x=y#z"><file href="other/page.html"/></resource>`,
        files: { 'deep/er/page.html': here, 'other/page.html': here },
    }), async (learner) => {
    const address = async () => new URL((await learner.frame()).url());
    const paths = [];
    for (const id of ['a', 'b', 'c', 'd']) {
        await learner.choose(id);
        const { pathname, search, hash } = await address();
        assert.equal(await (await learner.frame()).evaluate(() => document.body.textContent), 'here');
        paths.push(pathname.replace(/^\/c\/[^/]+/, '') + search + hash);
    }
    assert.deepEqual(paths, ['/deep/er/page.html?p=1&q=%20x', '/other/page.html?x=y#top', '/other/page.html?x=y&p=2#z', '/deep/er/page.html#end']);
});

play('assets are done when the learner goes on', course2004(where('a', 'A') + where('b', 'A') + CHOICE_FLOW, {
    resources: '<resource identifier="A" type="webcontent" adlcp:scormType="asset" href="page.html"><file href="page.html"/></resource>',
    files: { 'page.html': here },
}), async (learner) => {
    await learner.press('continue');
    assert.equal(await learner.press('continue'), 'ended');
    const attempt = await learner.stored();
    assert.deepEqual([attempt.completion, attempt.parts_done], ['completed', 2]);
});

play('a course of one part without flow starts by itself and offers nothing to choose', course2004(item('one')
    + sequencing(modes('choice="true" flow="false"'))), async (learner) => {
    assert.equal(await learner.contents(), '-ORG -one*');
    assert.doesNotMatch(await learner.controls(), /continue|previous/);
});

play('a course that can neither start nor be chosen from says so', course2004(two.replace('choice="true" flow="true"', 'choice="false" flow="false"')),
    async (learner) => {
        assert.equal(await learner.state(), 'blocked');
    });

play('a course without flow lets the learner choose', course2004(two.replace('flow="true"', 'flow="false"')), async (learner) => {
    assert.equal(await learner.state(), 'choose');
    assert.equal(await learner.choose('two'), 'running');
});

play('a reload in the middle goes on where the learner was', course2004(two), async (learner) => {
    await learner.press('continue');
    await learner.expect('Initialize -> true', 'SetValue cmi.location middle -> true');
    await learner.page.reload();
    await learner.state();
    assert.equal(await learner.contents(), 'ORG one two*');
    await learner.expect('Initialize -> true', 'GetValue cmi.entry -> resume', 'GetValue cmi.location -> middle');
});

play('SCORM 1.2: what content leaves is there again, and logout ends the course', course12(item('one') + item('two')), async (learner, course) => {
    await learner.expect('Initialize -> true', 'GetValue cmi.core.entry -> ab-initio', 'SetValue cmi.core.lesson_location p3 -> true',
        'SetValue cmi.core.exit suspend -> true', 'Terminate -> true');
    await learner.press('continue');
    await learner.choose('one');
    await learner.expect('Initialize -> true', 'GetValue cmi.core.entry -> resume', 'GetValue cmi.core.lesson_location -> p3',
        'SetValue cmi.core.exit logout -> true', 'Terminate -> true');
    await learner.becomes('ended');
    await learner.stored();
    await learner.launch(course);
    // At the first part that is not completed.
    assert.equal(await learner.contents(), 'ORG one two*');
});
