// Content that does not arrive: the network or the server is gone for a moment, a page is missing, another site does not let
// itself be shown, nothing is to be seen, nothing is said.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { Learner, course12, course2004, item, modes, sequencing } from './conforming.mjs';
import { Site } from './playing.mjs';
import { expectAccessible, openBrowser, signIn } from './support.mjs';

const FLOW = sequencing(modes('choice="true" flow="true"'));

let site, browser, other;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
    other = http.createServer((request, response) => {
        if (request.url.startsWith('/options')) response.setHeader('X-Frame-Options', 'DENY');
        if (request.url.startsWith('/policy')) response.setHeader('Content-Security-Policy', "frame-ancestors 'none'");
        response.setHeader('Content-Type', 'text/html');
        const greeting = request.url.startsWith('/greets') ? "<script>parent.postMessage('here', '*')</script>" : '';
        response.end(`<!doctype html><html lang="en"><title>Elsewhere</title><body><h1>Elsewhere</h1>${greeting}`);
    });
    await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
    other?.close();
});

async function learnerIn(zip) {
    const learner = await new Learner(site, browser).register();
    learner.course = await site.import(zip);
    /** Opens the player, whatever becomes of the content. */
    learner.open = async () => {
        const { id } = await site.call('POST', '/enrolments', { person: learner.id, course: learner.course });
        learner.launched = await site.call('POST', `/enrolments/${id}/launch`, { attempt: 'resume' });
        await learner.page.goto(learner.launched.url);
    };
    return learner;
}

const notice = (page, text) => page.locator('.ts-player__notice', { hasText: text });
const elsewhere = (path) => `http://127.0.0.1:${other.address().port}/${path}`;
const part = (attempt, id) => attempt.activities.find((activity) => activity.id === id);
const finder = (name) => `var view = window; while (!view.${name} && view.parent !== view) view = view.parent; window.api = view.${name};`;

/** A course whose first part is a page of another site, in either edition. */
function linking(edition, path) {
    const resource = (type) => `<resource identifier="LINK" type="webcontent" adlcp:${type}="asset" href="${elsewhere(path)}"/>`;
    const body = item('link', '', 'identifierref="LINK"') + item('two');
    return edition === '1.2' ? course12(body, { resources: resource('scormtype') }) : course2004(body + FLOW, { resources: resource('scormType') });
}

for (const edition of ['1.2', '2004']) {
    for (const path of ['options', 'policy']) {
        test(`a page that refuses frames (${path}) is offered in a window, and is not completed by being refused (${edition})`, async () => {
            const learner = await learnerIn(linking(edition, path));
            const { page } = learner;
            await learner.launch(learner.course);
            await notice(page, 'comes from another site').waitFor();
            await expectAccessible(page, 'a refused page');
            assert.notEqual(part(await site.attempt(learner.launched), 'link')?.completion, 'completed');
            await learner.press('continue');
            await learner.becomes('running', 'two');
            assert.notEqual(part(await learner.stored(), 'link').completion, 'completed');
            await learner.choose('link');
            await learner.becomes('running', 'link');
            const opening = page.waitForEvent('popup');
            await notice(page, 'comes from another site').locator('button', { hasText: 'Open the window' }).click();
            await (await opening).locator('h1', { hasText: 'Elsewhere' }).waitFor();
            await learner.press('continue');
            await learner.becomes('running', 'two');
            assert.equal(part(await learner.stored(), 'link').completion, 'completed');
            await learner.close();
        });
    }
    test(`a page of another site that says it is there is not doubted (${edition})`, async () => {
        const learner = await learnerIn(linking(edition, 'greets'));
        await learner.launch(learner.course);
        await learner.page.waitForFunction(() => document.querySelector('[data-nav=continue]').className.includes('primary'));
        await learner.press('continue');
        await learner.becomes('running', 'two');
        assert.equal(await notice(learner.page, 'comes from another site').count(), 0);
        assert.equal(part(await learner.stored(), 'link').completion, 'completed');
        await learner.close();
    });
}

/** Lets all requests for the file fail until the function that comes back is called. */
async function losing(page, file) {
    let lost = true;
    await page.route(`**/c/*/${file}`, (route) => (lost ? route.abort() : route.continue()));
    return () => (lost = false);
}

for (const [what, file, files] of [
    ['the page of a part', 'sco.html', {}],
    ['a script of it', 'talk.js', { 'sco.html': '<!doctype html><title>Content</title><h1>Content</h1><script src="talk.js"></script>', 'talk.js': finder('API') }],
    ['a frame in it', 'inner.html', { 'sco.html': '<!doctype html><title>Content</title><iframe src="inner.html"></iframe>',
        'inner.html': `<!doctype html><title>Inner</title><script>${finder('API')} parent.api = api;</script>` }],
]) {
    test(`${what} that falls into a gap of the network is fetched again by itself`, async () => {
        const learner = await learnerIn(course12(item('one'), { files }));
        const { page } = learner;
        const found = await losing(page, file);
        await learner.open();
        await page.locator('[data-panel]', { hasText: 'This part did not load' }).waitFor();
        await expectAccessible(page, 'a part that did not load');
        found();
        await page.locator('[data-panel]').waitFor({ state: 'hidden', timeout: 20_000 });
        await learner.expect('Initialize -> true', 'SetValue cmi.core.lesson_status completed -> true', 'Commit -> true');
        assert.equal(await page.locator('[data-panel]').isVisible(), false);
        assert.equal((await learner.stored()).completion, 'completed');
        await learner.close();
    });
}

test('a mere page that did not load is not completed', async () => {
    const asset = '<resource identifier="PAGE" type="webcontent" adlcp:scormtype="asset" href="page.html"><file href="page.html"/></resource>';
    const learner = await learnerIn(course12(item('page', '', 'identifierref="PAGE"') + item('two'), {
        resources: asset, files: { 'page.html': '<!doctype html><title>Page</title><h1>Page</h1>' } }));
    const { page } = learner;
    await losing(page, 'page.html');
    await learner.open();
    await page.locator('[data-panel]', { hasText: 'This part did not load' }).waitFor();
    await page.click('[data-activity-id=two]');
    await learner.becomes('running', 'two');
    assert.notEqual(part(await learner.stored(), 'page').completion, 'completed');
    await learner.close();
});

test('a part that shows nothing, and one that never calls the API, are told to the learner and to those who look after it', async () => {
    const quiet = '<!doctype html><title>Content</title><h1>Nothing to say</h1>';
    const blank = '<!doctype html><title>Content</title><script>document.body;</script>';
    const told = async (html, words) => {
        const learner = await learnerIn(course12(item('one'), { files: { 'sco.html': html } }));
        await learner.launch(learner.course);
        await notice(learner.page, words).waitFor({ timeout: 40_000 });
        await expectAccessible(learner.page, words);
        return learner;
    };
    const [silent, empty] = await Promise.all([told(quiet, 'has not told us that it has begun'), told(blank, 'shows nothing')]);
    // Content that begins after all is believed.
    await silent.page.evaluate(() => window.API.LMSInitialize(''));
    await notice(silent.page, 'has not told us').waitFor({ state: 'detached' });
    for (const [learner, words] of [[silent, 'The part never called the API'], [empty, 'The part showed nothing']]) {
        const { page } = await new Learner(site, browser).register();
        await signIn(page, site.server, 'sam');
        await page.goto(`${site.server.url}/admin/attempts/${learner.launched.attempt}`);
        await page.locator('section', { hasText: 'What the player noticed' }).locator('li', { hasText: words }).waitFor();
        await page.context().close();
        await learner.close();
    }
});

test('a page that is missing from the package says so', async () => {
    const learner = await learnerIn(course12(item('one')));
    await learner.page.route('**/c/*/sco.html', (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: 'not there' }));
    await learner.open();
    await notice(learner.page, 'is missing from the course').waitFor();
    await learner.close();
});

test('while the server is killed again and again no learner gets stuck, and all that was done is stored', async () => {
    const parts = ['a', 'b', 'c', 'd', 'e', 'f'];
    const scripted = `<!doctype html><html lang="en"><title>Content</title><body><h1>Content</h1><script src="talk.js"></script>`;
    const files = { 'sco.html': scripted, 'talk.js': finder('API_1484_11') };
    const course = await site.import(course2004(parts.map((id) => item(id)).join('') + FLOW, { files }));
    const learners = await Promise.all(Array.from({ length: 4 }, () => new Learner(site, browser).register()));
    for (const learner of learners) await learner.launch(course);
    let playing = true;
    const killing = (async () => {
        while (playing) {
            await new Promise((resolve) => setTimeout(resolve, 2000));
            await site.server.kill();
            await new Promise((resolve) => setTimeout(resolve, 300));
            await site.server.start();
        }
    })();
    const work = async (learner, round) => {
        for (const id of parts) {
            await learner.page.waitForFunction((wanted) => document.querySelector(`#toc [data-activity-id="${wanted}"][aria-current=true]`)
                && document.querySelector('#sco')?.contentWindow?.api, id, { timeout: 45_000 });
            await learner.expect('Initialize -> true', `SetValue cmi.location ${round} -> true`,
                'SetValue cmi.completion_status completed -> true', 'SetValue cmi.success_status passed -> true', 'Terminate -> true');
            await learner.page.waitForTimeout(700);
            await learner.page.click('button[data-nav=continue]');
        }
        await learner.page.waitForSelector('body[data-player-state=ended]');
    };
    await Promise.all(learners.map((learner) => work(learner, 'here'))).finally(() => (playing = false));
    await killing;
    for (const learner of learners) {
        const attempt = await learner.stored();
        assert.deepEqual([attempt.completion, attempt.parts_done], ['completed', parts.length]);
        await learner.close();
    }
});
