// Threat: somebody with few rights or none fills memory, disk or time. Others must not notice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePackages } from '../packages/make.mjs';
import { api, asPage, launch, playable, root, send, signIn, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
const [amara, priya, gethin] = await Promise.all(['amara', 'priya', 'gethin'].map((who) => signIn(server, who)));
const packages = join(root, 'build/test-packages');
before(() => makePackages(packages));

const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))[1]) / 1024;

/** An attempt that is running: {commit(operations)}, which numbers what it sends. */
async function running(visitor, first) {
    const { attempt, token } = await launch(visitor, await playable(visitor), 'new');
    const opened = JSON.parse((await asPage(server, token, `/play/attempts/${attempt}/open`, {})).text);
    let number = opened.number;
    const commit = async (operations) => {
        const answer = await asPage(server, token, `/play/attempts/${attempt}/commits`, { opening: opened.opening, number: number + 1, operations });
        if (answer.status === 200) ++number;
        return answer;
    };
    const is2004 = !opened.course.includes('"1.2"');
    const begin = await commit([['l', 1700000000000], ['i', 1700000000001], ...first ?? []]);
    assert.equal(begin.status, 200, begin.text);
    return { commit, attempt, token, opened, is2004, location: is2004 ? 'cmi.location' : 'cmi.core.lesson_location' };
}

/** Others are served while `work` goes on: the longest of their waits, in ms. */
async function meanwhile(work) {
    let over = false, longest = 0;
    const done = work().finally(() => { over = true; });
    while (!over) {
        const from = performance.now();
        assert.equal((await priya.get('/account')).status, 200);
        longest = Math.max(longest, performance.now() - from);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await done;
    return longest;
}

test('a commit of more than 2 MB is refused before it is read, and nothing of it is kept', async () => {
    const player = await running(amara);
    const answer = await player.commit([['s', 1700000000002, 'cmi.suspend_data', 'x'.repeat(10 << 20)]]);
    assert.equal(answer.status, 413, answer.text.slice(0, 200));
    assert.match(answer.text, /"code":/);
    assert.equal((await player.commit([['s', 1700000000002, player.location, 'page-2']])).status, 200);
});

test('suspend data longer than the standard allows by far is refused and named', async () => {
    const player = await running(amara);
    const answer = await player.commit([['s', 1700000000002, 'cmi.suspend_data', 'x'.repeat(1_900_000)]]);
    assert.equal(answer.status, 422, answer.text.slice(0, 200));
    assert.match(answer.text, /cmi\.suspend_data/);
});

test('tens of thousands of calls in one commit hold nobody else up', async () => {
    const player = await running(amara);
    const before = memory();
    const longest = await meanwhile(async () => {
        for (let round = 0; round < 3; ++round) {
            const operations = Array.from({ length: 40_000 }, (_, i) => ['s', 1700000000002, player.location, `p${i}`]);
            const answer = await player.commit(operations);
            assert.equal(answer.status, 200, answer.text.slice(0, 200));
        }
    });
    assert.ok(longest < 5000, `others waited ${longest.toFixed(0)} ms`);
    assert.ok(memory() - before < 300, `memory grew by ${(memory() - before).toFixed(0)} MB`);
});

test('an attempt that is flooded with interactions is full at last, and says so', async () => {
    const player = await running(amara);
    let answer, next = 0, rounds = 0;
    const long = 'x'.repeat(3000);
    const response = player.is2004 ? 'learner_response' : 'student_response';
    const longest = await meanwhile(async () => {
        do {
            const operations = [];
            for (let bytes = 0; bytes < 1_500_000; bytes += 4200, ++next) {
                const at = `cmi.interactions.${next}`;
                operations.push(['s', 1700000000002, `${at}.id`, `q${next}-${long}`]);
                operations.push(['s', 1700000000002, `${at}.type`, player.is2004 ? 'long-fill-in' : 'fill-in']);
                operations.push(['s', 1700000000002, `${at}.${response}`, player.is2004 ? long.slice(0, 1000) : 'x'.repeat(200)]);
            }
            answer = await player.commit(operations);
        } while (answer.status === 200 && ++rounds < 12);
    });
    assert.equal(answer.status, 422, `after ${rounds} rounds: ${answer.text.slice(0, 300)}`);
    assert.match(answer.text, /cmi\.interactions\.\d+/, 'named');
    assert.ok(rounds > 0, 'there was room for a good deal');
    assert.ok(longest < 5000, `others waited ${longest.toFixed(0)} ms`);
    assert.equal((await amara.get('/learning')).status, 200);
    assert.equal((await asPage(server, player.token, `/play/attempts/${player.attempt}/open`, {})).status, 200, 'what was kept still opens');
});

test('attempt after attempt filled by one learner stays on disk, not in memory', async () => {
    let before = 0;
    for (let attempt = 0; attempt < 60; ++attempt) {
        if (attempt === 20) before = memory();   // what one of them takes for a moment is there by now
        const player = await running(amara);
        const operations = [];
        for (let i = 0; i < 400; ++i) {
            operations.push(['s', 1700000000002, `cmi.interactions.${i}.id`, `q${i}-${'x'.repeat(player.is2004 ? 3000 : 200)}`]);
            for (let n = 0; n < (player.is2004 ? 0 : 10); ++n) operations.push(['s', 1700000000002, `cmi.interactions.${i}.correct_responses.${n}.pattern`, 'x'.repeat(250)]);
        }
        const answer = await player.commit(operations);
        assert.equal(answer.status, 200, answer.text.slice(0, 200));
    }
    const grown = memory() - before;
    assert.ok(grown < 60, `memory grew by ${grown.toFixed(0)} MB`);
});

test('commits that are no commits are the sender\'s mistake', async () => {
    const player = await running(amara);
    const bad = ['', '{', '[]', 'null', '{"opening":1}', '{"opening":1,"number":1,"operations":{}}', '{"opening":-1,"number":2,"operations":[]}',
        '{"opening":99999999999999999999,"number":2,"operations":[]}', '{"opening":1,"number":9223372036854775807,"operations":[["c",1]]}',
        `{"opening":${player.opened.opening},"number":${player.opened.number + 2},"operations":${'['.repeat(500_000)}${']'.repeat(500_000)}}`];
    const wrong = [['x', 1], ['x', 1, 8, '', ''], ['g', 1, 2], ['m', 1], ['y', 1], ['s'], ['s', 'a', 'b', 'c'], ['s', -1e308, 'cmi.location', 'x'], ['n', 1, 'choice', 1e9], ['n', 1, '__proto__', -5], [], [[]], [null], ['s', 1, null, null], ['s', 9e15, 'cmi.interactions.99999999999.id', 'x'], ['s', 1, '\u0000', '\ud800']];
    for (const operation of wrong) bad.push(JSON.stringify({ opening: player.opened.opening, number: player.opened.number + 2, operations: [operation] }));
    for (const body of bad) {
        const answer = await asPage(server, player.token, `/play/attempts/${player.attempt}/commits`, body);
        assert.ok(answer.status >= 400 && answer.status < 500, `${body.slice(0, 80)} answered ${answer.status}`);
    }
    assert.equal((await player.commit([['s', 1700000000002, player.location, 'page-2']])).status, 200, 'the attempt goes on');
});

test('forms and JSON of any size and depth are refused in time', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: server.url };
    const post = (path, body, headers = form) => send(server, path, { method: 'POST', body, headers: { ...amara.headers, 'x-csrf-token': amara.csrf, ...headers } });
    assert.equal((await post('/account/language', 'a=1&'.repeat(200_000))).status, 400, 'too many fields');
    assert.equal((await post('/account/language', `next=${'x'.repeat(2 << 20)}`)).status, 413);
    assert.equal((await send(server, '/sign-in', { method: 'POST', body: `login=${'x'.repeat(2 << 20)}`, headers: form })).status, 413, 'whoever sends it');
    assert.equal((await gethin.json('/people', '['.repeat(200_000))).status, 400);
    assert.equal((await gethin.json('/people', JSON.stringify({ given_name: 'x'.repeat(2 << 20) }))).status, 413);
    assert.equal((await amara.get(`/${'x'.repeat(20_000)}`)).status, 431);
    assert.ok([400, 431].includes((await amara.get('/learn', Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`x-${i}`, 'y'])))).status));
    const query = await amara.get(`/learn?${'a=1&'.repeat(3500)}`);
    assert.ok([200, 400, 414].includes(query.status), `${query.status}`);
});

test('the price of hashing: passwords of any length are refused as fast as others', async () => {
    const from = performance.now();
    const answer = await send(server, '/sign-in', { method: 'POST', body: `login=a%40b.example&password=${'x'.repeat(15_000)}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    assert.equal(answer.status, 422);
    assert.ok(performance.now() - from < 3000);
});

test('zip bombs and hostile packages over HTTP: a report, nothing stored, and the server lives', async () => {
    const key = server.apiKey('elearning.packages');
    const before = sql(server, 'SELECT COUNT(*) FROM package_version');
    const memoryBefore = memory();
    for (const [file, code] of [['bomb.zip', 'zip.bomb'], ['climbs.zip', 'zip.path-climbs'], ['encrypted.zip', 'zip.encrypted'], ['doctype.zip', 'manifest.doctype'], ['broken.zip', 'zip.truncated']]) {
        const { status, body } = await api(server, key, 'POST', '/packages', new Uint8Array(readFileSync(join(packages, file))));
        assert.equal(status, 422, file);
        assert.ok(JSON.stringify(body).includes(code), `${file}: ${JSON.stringify(body).slice(0, 300)}`);
    }
    assert.equal(sql(server, 'SELECT COUNT(*) FROM package_version'), before);
    assert.ok(memory() - memoryBefore < 200, 'nothing is unpacked into memory');
    const huge = await send(server, '/api/v1/packages', { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/zip', 'content-length': String(100 * 2 ** 30), expect: '100-continue' } });
    assert.equal(huge.status, 413, 'a hundred gigabytes are refused by their announcement');
    assert.equal((await priya.get('/account')).status, 200);
});

test('uploads that nobody may make are refused before they are sent', async () => {
    for (const [path, headers, status] of [['/admin/packages', { ...amara.headers, 'x-csrf-token': amara.csrf, origin: server.url }, 403], ['/api/v1/packages', {}, 401]]) {
        const answer = await send(server, path, { method: 'POST', headers: { ...headers, 'content-type': 'application/zip', 'content-length': String(1 << 30), expect: '100-continue' } });
        assert.equal(answer.status, status, path);
    }
});
