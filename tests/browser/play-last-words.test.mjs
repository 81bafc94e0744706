// What content says last when the learner leaves is stored, however slow the answers are: on a loaded server the last words
// used to overtake the commit before them, and were refused.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { demoData, freePort } from '../support/server.mjs';
import { course12, item } from './conforming.mjs';
import { Site, content } from './playing.mjs';
import { openBrowser } from './support.mjs';

const AT_ONCE = 6;
const LEAVINGS = 42; // of each kind

let site, proxy, browser;
before(async () => {
    const port = await freePort();
    site = await new Site().start(demoData(), { contentUrl: `http://*.content.localhost:${port}` });
    proxy = slowProxy(site.server.port).listen(port, '127.0.0.1');
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    proxy?.close();
    await site?.server.stop();
});

/** Passes everything on; a commit waits before it arrives, the first one of a page longest. */
function slowProxy(port) {
    const begun = new Set();
    return http.createServer((request, response) => {
        const slow = request.method === 'POST' && request.url.endsWith('/commits');
        const first = slow && !begun.has(request.url);
        if (slow) begun.add(request.url);
        const chunks = [];
        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', () => setTimeout(() => {
            const onward = http.request({ port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
                response.writeHead(answer.statusCode, answer.headers);
                answer.pipe(response);
            });
            onward.on('error', () => response.destroy());
            onward.end(Buffer.concat(chunks));
        }, !slow ? 0 : first ? 400 : Math.random() * 40));
    });
}

const leave = `api.LMSSetValue('cmi.core.score.raw', '90'); api.LMSCommit('');
    api.LMSSetValue('cmi.core.lesson_status', 'passed'); api.LMSSetValue('cmi.core.session_time', '00:30:00');
    api.LMSSetValue('cmi.core.exit', 'suspend'); api.LMSCommit(''); api.LMSFinish('');`;
const html = (script) => `<!doctype html><html lang="en"><title>Content</title><body><h1>Content</h1><button>Done</button><script>
    var api = parent.API, button = document.querySelector('button'), left = false;
    function leave() { if (left) return; left = true; ${leave} }
    api.LMSInitialize(''); api.LMSSetValue('cmi.core.lesson_status', 'incomplete'); api.LMSCommit('');
    ${script} document.body.dataset.ready = 'yes';</script>`;

/** How the content leaves, and what the learner does. */
const kinds = {
    'when its page goes': { script: "addEventListener('beforeunload', leave); addEventListener('unload', leave);" },
    'by its own button, and the learner goes at once': { script: 'button.onclick = leave;', press: true },
    'in part by its button, the rest when its page goes': {
        script: "button.onclick = function () { api.LMSSetValue('cmi.core.score.raw', '40'); api.LMSCommit(''); }; addEventListener('unload', leave);",
        press: true,
    },
    'with more to say than one request may hold at a time': {
        script: `addEventListener('unload', function () {
            for (var i = 0; i < 8; i++) { api.LMSSetValue('cmi.comments', 'x'.repeat(4000)); api.LMSCommit(''); } leave(); });`,
    },
};

/** Opens, works and leaves; returns whether what was said last is stored. */
async function leaving(context, course, press) {
    const launched = await site.launch(course);
    const page = await context.newPage();
    await page.goto(launched.url);
    await content(page).locator('body[data-ready]').waitFor();
    if (press) await content(page).locator('button').click();
    if (Math.random() < 0.5) await page.close({ runBeforeUnload: true });
    else await page.goto(`${site.server.url}/sign-in`);
    for (let tries = 0; tries < 60; tries++) {
        const attempt = await site.attempt(launched);
        if (attempt.success === 'passed' && attempt.score === 0.9) return true;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
}

for (const [kind, { script, press = false }] of Object.entries(kinds)) {
    test(`no pass is lost where content says it ${kind}`, async () => {
        const course = await site.import(course12(item('one'), { files: { 'sco.html': html(script) } }));
        let lost = 0, left = LEAVINGS;
        await Promise.all(Array.from({ length: AT_ONCE }, async () => {
            const context = await browser.newContext();
            while (left-- > 0) if (!await leaving(context, course, press)) lost++;
            await context.close();
        }));
        assert.equal(lost, 0, `${lost} of ${LEAVINGS} passes are lost`);
    });
}
