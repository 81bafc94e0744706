// Origins of packages in a real browser: what one package, another tab or the next person at a computer can and can't do; and
// what it costs to get there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { course2004, item } from './conforming.mjs';
import { Site, content, open, waitForState, waitUntilSaved } from './playing.mjs';
import { newPage, openBrowser, signIn } from './support.mjs';
import { Server, api, demoData, password, people } from '../support/server.mjs';

let browser, site;
before(async () => {
    browser = await openBrowser();
    site = await new Site().start();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

/** A course of one page that initializes and leaves the rest to the test. */
const plain = (title, script = '') => course2004(item('ONE'), { files: {
    'sco.html': `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><script>
        var view = window; while (!view.API_1484_11 && view.parent !== view) view = view.parent;
        window.api = view.API_1484_11; api.Initialize(''); performance.mark('first call'); ${script}</script>`,
} });

const journalKeys = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => /^tessera:[^:]+:\d+:\d+$/.test(key)));

/** Plays without a network until something waits in the journal, and closes the page. */
async function leaveOffline(page, value) {
    await page.context().setOffline(true);
    await content(page).locator('h1').evaluate((_, place) => { window.api.SetValue('cmi.location', place); window.api.Commit(''); }, value);
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => /^tessera:[^:]+:\d+:\d+$/.test(key)));
    await page.close();
}

test('a package can neither reach the player of another one nor what it keeps', async () => {
    const victim = await site.launch(await site.import(plain('Victim')));
    const attacker = await site.launch(await site.import(plain('Attacker')));
    assert.notEqual(new URL(victim.url).host, new URL(attacker.url).host);
    const page = await newPage(browser);
    await open(page, victim);
    await page.evaluate(() => localStorage.setItem('mine', 'yes'));
    const other = await page.context().newPage();
    await other.goto(attacker.url);
    await waitForState(other, 'running');
    assert.equal(await other.evaluate(() => localStorage.getItem('mine')), null);
    const read = await other.evaluate((url) => fetch(url).then((answer) => answer.text(), () => 'refused'), victim.url);
    assert.equal(read, 'refused');
    await page.context().close();
});

test('on a shared origin, entries that another package or tab wrote into the journal are left out and told', async () => {
    const shared = await new Server(demoData(), { contentHost: 'content.localhost' }).start();
    const one = Object.assign(new Site(), { server: shared, learners: 0 });
    one.key = shared.apiKey('elearning.packages', 'elearning.play', 'elearning.results', 'enrolment.manage', 'people.create');
    try {
        const victim = await one.launch(await one.import(plain('Victim')));
        const attacker = await one.launch(await one.import(plain('Attacker')));
        const page = await newPage(browser);
        await open(page, victim);
        await content(page).locator('h1').evaluate(() => { window.api.SetValue('cmi.location', 'here'); window.api.Commit(''); });
        await waitUntilSaved(page);
        assert.equal(await page.evaluate(() => document.getElementById('attempt')), null, 'the block of data is gone before content comes');
        const name = await page.evaluate(() => /^tessera:([^:]+):open$/.exec(Object.keys(localStorage).find((key) => key.endsWith(':open')))[1]);
        assert.ok(!name.includes(victim.attempt), 'the device knows the attempt by another name');

        const other = await page.context().newPage();
        await other.goto(attacker.url);
        await waitForState(other, 'running');
        const forged = (prefix) => JSON.stringify([['s', 1700000000002, 'cmi.success_status', 'passed'], ['s', 1700000000002, 'cmi.completion_status', 'completed'], ['c', 1700000000003]]).replace(/^/, prefix);
        await other.evaluate(([device, plainEntry, codedEntry]) => {
            for (let n = 1; n < 7; ++n) localStorage.setItem(`tessera:${device}:1:${n}`, n % 2 ? plainEntry : codedEntry);
        }, [name, forged(''), forged('0'.repeat(64))]);
        const token = await other.evaluate((id) => fetch(`/play/attempts/${id}`).then((answer) => answer.text()), victim.attempt);
        assert.ok(!token.includes('"token"'), 'the page with the key can\'t be read as a text');

        await page.reload();
        await waitForState(page, 'running');
        assert.deepEqual(await journalKeys(page).then((keys) => keys.filter((key) => key.startsWith(`tessera:${name}:1:`))), []);
        const attempt = await one.attempt(victim);
        assert.notEqual(attempt.success, 'passed');
        assert.notEqual(attempt.completion, 'completed');
        assert.match((await (await fetch(`${shared.url}/metrics`)).text()), /elearning_journal_entries_dropped_total 6\n/);
        assert.match(shared.log, /journal entries that no player had signed/);
        await content(page).locator('h1').evaluate(() => { window.api.Commit(''); });
        await waitUntilSaved(page);
        const timeline = (await api(shared, one.key, 'GET', `/attempts/${victim.attempt}/timeline`)).body;
        assert.equal(timeline.left_out.length, 1);
        assert.equal(timeline.left_out[0].entries, 6);
        await page.context().close();
    } finally {
        await shared.stop();
    }
});

/** Signs in anew in the page's browser and starts the course from the learning page. */
async function startFromHome(page, who, title) {
    await page.goto(`${site.server.url}/learning`);
    if (new URL(page.url()).pathname === '/sign-in') await signIn(page, site.server, who);
    await page.goto(`${site.server.url}/learning`);
    await page.getByRole('button', { name: `Play: ${title}` }).click();
    await waitForState(page, 'running');
}

async function enrolled(who, title) {
    const course = await site.import(plain(title));
    const found = (await api(site.server, site.server.apiKey('people.list'), 'GET', `/people?q=${encodeURIComponent(people[who])}`)).body;
    const person = (found.people ?? found.items ?? found)[0].id;
    const enrolment = await site.call('POST', '/enrolments', { person, course });
    const { title: name } = { title: (await site.call('GET', '/packages')).packages.find((one) => one.course === course).title };
    return { course, enrolment: enrolment.id, title: name };
}

test('the history of a shared computer opens nothing after signing out, and work that could not be sent arrives the next time', async () => {
    const { title, enrolment } = await enrolled('priya', 'History');
    const page = await newPage(browser);
    await signIn(page, site.server, 'priya');
    await startFromHome(page, 'priya', title);
    const address = page.url();
    assert.match(address, /\/play\/attempts\/[0-9A-Z]{13}$/, 'no secret is in the address');
    await page.reload();
    await waitForState(page, 'running');

    await leaveOffline(page, 'kept');
    const next = await page.context().newPage();
    await page.context().setOffline(false);
    await next.goto(`${site.server.url}/`);
    await next.evaluate(() => document.querySelector('form[action="/sign-out"]').submit());
    await next.waitForURL(/sign-in/);
    const answer = await next.goto(address);
    assert.equal(answer.status(), 410);

    await startFromHome(next, 'priya', title);
    assert.equal(await content(next).locator('h1').evaluate(() => window.api.GetValue('cmi.location')), 'kept');
    assert.deepEqual(await journalKeys(next).then((keys) => keys.length < 3), true);
    await next.context().close();
    assert.ok(enrolment);
});

test('the next person at a computer finds nothing of the one before', async () => {
    const course = await site.import(plain('Shared'));
    const [first, second] = [await site.launch(course), await site.launch(course)];
    const page = await newPage(browser);
    await open(page, first);
    await page.evaluate(() => {
        localStorage.setItem('course-name', 'First Person');
        sessionStorage.setItem('course-name', 'First Person');
        document.cookie = 'course=First; Path=/';
        indexedDB.open('course');
    });
    await leaveOffline(page, 'theirs');
    const next = await page.context().newPage();
    await page.context().setOffline(false);
    await next.goto(second.url);
    await waitForState(next, 'running');
    const left = await next.evaluate(async () => ({
        keys: Object.keys(localStorage).join(' '), cookie: document.cookie, databases: (await indexedDB.databases()).map(({ name }) => name).join(' '),
    }));
    assert.ok(!left.keys.includes('course-name') && !left.keys.includes(first.attempt), left.keys);
    assert.equal(left.cookie, '');
    assert.equal(left.databases, 'tessera');
    assert.equal(await content(next).locator('h1').evaluate(() => window.api.GetValue('cmi.location')), '');
    await next.goto(first.url);
    await waitForState(next, 'running');
    assert.equal(await content(next).locator('h1').evaluate(() => window.api.GetValue('cmi.location')), 'theirs', 'and the first one\'s work is not lost');
    await next.context().close();
});

/** Counts what the browser's network does: requests that left it, and the bytes that came for them. */
async function counted(page) {
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    const requests = new Map();
    client.on('Network.requestWillBeSent', ({ requestId, request }) => {
        if (/^https?:/.test(request.url)) requests.set(`${requestId} ${request.url}`, { url: request.url, bytes: 0, cached: false, id: requestId });
    });
    const last = (id) => [...requests.values()].filter((one) => one.id === id).at(-1);
    client.on('Network.requestServedFromCache', ({ requestId }) => { const one = last(requestId); if (one) one.cached = true; });
    client.on('Network.responseReceived', ({ requestId, response }) => { const one = last(requestId); if (one && (response.fromDiskCache || response.fromPrefetchCache)) one.cached = true; });
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { const one = last(requestId); if (one) one.bytes = encodedDataLength; });
    return () => {
        const sent = [...requests.values()].filter((one) => !one.cached);
        requests.clear();
        return { requests: sent.length, bytes: sent.reduce((sum, one) => sum + one.bytes, 0), list: sent.map((one) => `${one.bytes} ${one.url}`).join('\n') };
    };
}

test('a first launch takes few requests and bytes, one from home very few', async () => {
    const { title } = await enrolled('amara', 'Counted');
    const launched = await site.launch(await site.import(plain('Counted alone')));
    const fresh = await newPage(browser);
    const first = await counted(fresh);
    await fresh.goto(launched.url);
    await waitForState(fresh, 'running');
    const cold = first();
    console.log(`from an empty cache: ${cold.requests} requests, ${cold.bytes} bytes`);
    assert.ok(cold.requests <= 15, `${cold.requests}\n${cold.list}`);
    assert.ok(cold.bytes <= 110 * 1024, `${cold.bytes}\n${cold.list}`);
    await fresh.context().close();

    // From home: a browser that has played before.
    const page = await newPage(browser);
    await signIn(page, site.server, 'amara');
    await startFromHome(page, 'amara', title);
    await page.goto(`${site.server.url}/learning`);
    await page.waitForLoadState('networkidle');
    const warm = await counted(page);
    await page.getByRole('button', { name: `Play: ${title}` }).click();
    await waitForState(page, 'running');
    const again = warm();
    console.log(`from home: ${again.requests} requests, ${again.bytes} bytes`);
    assert.ok(again.requests <= 5, `${again.requests}\n${again.list}`);
    assert.ok(again.bytes <= 15 * 1024, `${again.bytes}\n${again.list}`);
    await page.context().close();
    assert.ok(password);
});
