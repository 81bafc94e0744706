// The main job in every engine people have: Chromium (Chrome, Edge), Gecko (Firefox), WebKit (Safari).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { zip } from '../packages/make.mjs';
import { Server, api, demoData, password, people } from '../support/server.mjs';
import { engines, openEngine } from './drivers.mjs';

const answers = JSON.parse(readFileSync(new URL('../browser/sample-answers.json', import.meta.url), 'utf8'));

// Content that does nothing by itself: the test speaks for it.
const course = zip({
    'imsmanifest.xml': `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="ORG"><organization identifier="ORG"><title>Engines</title>
<item identifier="one" identifierref="SCO"><title>One</title></item></organization></organizations>
<resources><resource identifier="SCO" type="webcontent" adlcp:scormType="sco" href="sco.html"><file href="sco.html"/></resource></resources>
</manifest>`,
    'sco.html': `<!doctype html><meta charset="utf-8"><title>One</title><p>One</p><script>
let found = window; while (!found.API_1484_11 && found !== found.parent) found = found.parent;
window.api = found.API_1484_11; api.Initialize('');</script>`,
});

for (const name of engines) describe(name, () => {
    let server, key, engine, ours, learners = 0;
    before(async () => {
        server = await new Server(demoData()).start();
        key = server.apiKey('elearning.packages', 'elearning.play', 'elearning.results', 'enrolment.manage', 'people.create');
        ours = (await call('POST', '/packages', course)).course;
        engine = await openEngine(name);
    });
    after(async () => {
        await engine?.close();
        await server?.stop();
    });

    async function call(method, path, body) {
        const answer = await api(server, key, method, path, body);
        assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer.body;
    }

    /** A learner nobody else is, enrolled and launched: {url, attempt}. */
    async function launch() {
        const learner = `${name}${++learners}`;
        const person = await call('POST', '/people', { given_name: 'Test', family_name: learner, email: `${learner}@example.org` });
        const enrolment = await call('POST', '/enrolments', { person: person.id, course: ours });
        return call('POST', `/enrolments/${enrolment.id}/launch`, { attempt: 'resume' });
    }

    const running = (page) => page.waitFor(() => document.body.dataset.playerState === 'running' && Boolean(document.querySelector('#sco')?.contentWindow?.api));
    const saved = (page) => page.waitFor(() => document.body.dataset.save === 'saved' && !Object.keys(localStorage).some((entry) => /^tessera:[^:]+:\d/.test(entry)));
    /** One call of the content: say(page, 'SetValue', 'cmi.location', 'here'). */
    const say = (page, method, ...values) => page.evaluate((what, given) => document.querySelector('#sco').contentWindow.api[what](...given), method, values);

    async function expectStored(launched, text) {
        let stored = '';
        for (const until = Date.now() + 15_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 100))) {
            stored = JSON.stringify(await call('GET', `/attempts/${launched.attempt}`));
            if (stored.includes(text)) return;
        }
        assert.fail(`${text} is not stored: ${stored}`);
    }

    test('a nurse signs in, plays what has expired, passes, and is in date', { timeout: 90_000 }, async () => {
        const page = await engine.newPage();
        await page.goto(`${server.url}/sign-in`);
        await page.evaluate((login, secret) => {
            document.querySelector('[name=login]').value = login;
            document.querySelector('[name=password]').value = secret;
        }, people.amara, password);
        await page.press('form[action="/sign-in"] .btn-primary');
        await page.waitFor(() => location.pathname === '/' && [...document.querySelectorAll('main .ts-row')].some((row) => /Data security awareness[^]*Expired/.test(row.innerText)));
        await page.evaluate(() => {
            const row = [...document.querySelectorAll('main .ts-row')].find((one) => one.innerText.includes('Data security awareness'));
            [...row.querySelectorAll('a, button')].find((one) => /^\s*Play/.test(one.textContent)).click();
        });
        await page.waitFor(() => document.body.dataset.playerState === 'running' && Boolean(document.querySelector('#sco')?.contentDocument?.body?.dataset.screen));
        assert.match(await page.url(), /^http:\/\/([^/]+\.)?content\.localhost:/);

        // Screen by screen to the test, and through it.
        await page.waitFor(() => {
            const next = document.querySelector('#sco').contentDocument.querySelector('[data-next]');
            const more = next && next.checkVisibility();
            if (more) next.click();
            return !more;
        });
        await page.evaluate((right) => {
            const content = document.querySelector('#sco').contentDocument;
            for (const [question, answer] of Object.entries(right)) {
                const field = content.querySelector(`fieldset[data-question="${question}"]`);
                const text = field.querySelector('input[type=text]');
                if (text) {
                    text.value = answer;
                    text.dispatchEvent(new Event('input', { bubbles: true }));
                } else {
                    for (const value of [answer].flat()) field.querySelector(`input[value="${value}"]`).click();
                }
            }
            content.querySelector('[data-submit]').click();
        }, answers['data-security-awareness'].ITEM_DATA_SECURITY.test);
        await page.waitFor(() => Boolean(document.querySelector('#sco')?.contentDocument?.querySelector('[data-result=passed]')));
        await saved(page);
        await page.goto(server.url);
        await page.waitFor(() => /Data security awareness: In date/.test(document.querySelector('main').innerText));
        await page.close();
    });

    test('who leaves in the middle comes back to the same place', { timeout: 60_000 }, async () => {
        const launched = await launch();
        const page = await engine.newPage();
        await page.goto(launched.url);
        await running(page);
        assert.equal(String(await say(page, 'SetValue', 'cmi.exit', 'suspend')), 'true');
        await say(page, 'SetValue', 'cmi.location', 'page-7');
        await say(page, 'SetValue', 'cmi.suspend_data', 'gwên ☺');
        await page.goto(`${server.url}/sign-in`);
        await expectStored(launched, 'page-7');
        await page.goto(launched.url);
        await running(page);
        assert.equal(await say(page, 'GetValue', 'cmi.entry'), 'resume');
        assert.equal(await say(page, 'GetValue', 'cmi.location'), 'page-7');
        assert.equal(await say(page, 'GetValue', 'cmi.suspend_data'), 'gwên ☺');
        await page.close();
    });

    test('the last words of a page that is closed are kept', { timeout: 60_000 }, async () => {
        const launched = await launch();
        const stays = await engine.newPage();   // the browser stays open
        const page = await engine.newPage(stays);
        await page.goto(launched.url);
        await running(page);
        await saved(page);
        await say(page, 'SetValue', 'cmi.exit', 'suspend');
        await say(page, 'SetValue', 'cmi.location', 'last-words');
        await page.close();
        await expectStored(launched, 'last-words');
        await stays.close();
    });

    test('without the network the course goes on, and all is delivered when it is back', { timeout: 90_000 }, async () => {
        const launched = await launch();
        const page = await engine.newPage();
        await page.goto(launched.url);
        await running(page);
        await saved(page);
        await server.kill();
        await say(page, 'SetValue', 'cmi.location', 'offline-1');
        assert.equal(String(await say(page, 'Commit', '')), 'true');
        await page.waitFor(() => document.body.dataset.save === 'offline');
        await say(page, 'SetValue', 'cmi.location', 'offline-2');
        assert.equal(String(await say(page, 'Commit', '')), 'true');
        await server.start();
        await saved(page);
        await expectStored(launched, 'offline-2');
        await page.close();
    });
});
