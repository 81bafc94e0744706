// A plugin that crashes, leaves, blocks or hangs, and an installation that is used twice or starved: the
// site starts, says who it was, and ends when it is told to. kernel/plugin/testing/rowdy.cpp misbehaves.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoData, freePort, program, root, temporaryFolder, tessera } from '../support/server.mjs';

const library = join(root, 'build/kernel/test_plugins/librowdy.so');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A data folder of its own, with the plugin "rowdy" installed. */
function folder(behaviour, from = join(temporaryFolder(), 'data')) {
    const place = join(from, 'plugins/rowdy');
    mkdirSync(place, { recursive: true });
    const stamped = JSON.parse(readFileSync(join(root, 'build/home/plugins/people/plugin.json'), 'utf8'));
    writeFileSync(join(place, 'plugin.json'), JSON.stringify({
        id: 'rowdy', version: '1.0.0', title: 'Rowdy', description: 'Misbehaves.', api: stamped.api, abi: stamped.abi,
        jobs: [{ id: 'rowdy.job' }],
    }));
    cpSync(library, join(place, 'librowdy.so'));
    writeFileSync(join(place, 'behaviour'), behaviour);
    return from;
}

const started = [];
test.after(() => { for (const server of started) server.process.kill('SIGKILL'); });

/** `tessera serve` on the folder; `wrap` goes before the command. */
async function serve(data, { args = [], wrap = [], env = {} } = {}) {
    const port = await freePort();
    const command = [...wrap, program, 'serve', '--data', data, '--listen', `127.0.0.1:${port}`, ...args];
    const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
    const server = { process: child, port, data, log: '', url: `http://127.0.0.1:${port}` };
    child.stderr.on('data', (chunk) => { server.log += chunk; });
    server.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    started.push(server);
    return server;
}

async function until(server, what, seconds = 30) {
    for (let i = 0; i < seconds * 20; ++i) {
        if (await what()) return;
        if (server.process.exitCode !== null || server.process.signalCode !== null) break;
        await sleep(50);
    }
    assert.fail(`it did not come to this: ${what}\n${server.log}`);
}
const serving = (server, seconds) => until(server, () => server.log.includes('"message":"Serving"'), seconds);
const page = (server, path, ms = 5000) => fetch(server.url + path, { signal: AbortSignal.timeout(ms) });

async function end(server) {
    server.process.kill('SIGTERM');
    return server.ended;
}

for (const behaviour of ['setup abort', 'setup segfault', 'start exit', 'start kill']) {
    test(`a plugin that takes the server down (${behaviour}) is left out by the next start, and named`, async () => {
        const data = folder(behaviour);
        const first = await serve(data);
        await first.ended;
        assert(!first.log.includes('"message":"Serving"'), first.log);
        for (let again = 0; again < 2; ++again) {
            const server = await serve(data);
            await serving(server);
            assert.match(server.log, /"A plugin is held","plugin":"rowdy","reason":"It ended or blocked the server/);
            assert.equal((await page(server, '/sign-in')).status, 200);
            assert.match(await (await page(server, '/readyz')).text(), /rowdy: It ended or blocked/);
            assert.deepEqual(await end(server), { code: 0, signal: null });
        }
        assert.match(tessera('plugin', 'list', '--data', data), /^rowdy\t1\.0\.0\theld\tIt ended or blocked/m);
        writeFileSync(join(data, 'plugins/rowdy/behaviour'), '');
        tessera('plugin', 'enable', 'rowdy', '--data', data);
        const mended = await serve(data);
        await serving(mended);
        assert.equal(await (await page(mended, '/rowdy')).text(), 'well');
        await end(mended);
    });
}

test('a plugin that never comes back while its library is opened is left out; the next start opens the others', async () => {
    const data = folder('');
    const first = await serve(data, { args: ['--plugin-time', '2'], env: { TESSERA_ROWDY_OPEN: 'block' } });
    await serving(first);
    await end(first);
    const server = await serve(data, { env: { TESSERA_ROWDY_OPEN: 'block' } });
    await serving(server);
    assert.equal((await page(server, '/sign-in')).status, 200);
    assert.equal((await page(server, '/rowdy')).status, 404);
    assert.deepEqual(await end(server), { code: 0, signal: null });
});

for (const behaviour of ['setup hang', 'start block', 'start spin']) {
    test(`a plugin that never comes back (${behaviour}) is held in its time, and the site runs and ends`, async () => {
        const server = await serve(folder(behaviour), { args: ['--plugin-time', '2'] });
        await serving(server);
        assert.match(server.log, /"plugin":"rowdy","reason":"It did not finish (setup|start)\(\) within 2 seconds/);
        assert.equal((await page(server, '/sign-in')).status, 200);
        assert.equal((await end(server)).code, 1);
        assert.match(server.log, /"step":"rowdy: (setup|start)\(\)"/);
    });
}

test('SIGTERM while a plugin hangs in its start ends the server, and the plugin is not to blame', async () => {
    const data = folder('start hang');
    const server = await serve(data);
    await until(server, () => existsSync(join(data, 'starting')) && readdirSync(join(data, 'starting')).some(
        (name) => readFileSync(join(data, 'starting', name), 'utf8') === 'rowdy\n'));
    server.process.kill('SIGTERM');
    assert.equal((await server.ended).code, 128 + 15);
    assert.doesNotMatch(tessera('plugin', 'list', '--data', data), /ended or blocked/);
});

for (const [behaviour, path, named] of [
    ['request hang', '/rowdy/request', /"request":"GET \/rowdy\/request","plugin":"rowdy"/],
    ['write hang', '/rowdy/write', /"request":"GET \/rowdy\/write","plugin":"rowdy"/],
    ['job hang', '/rowdy/enqueue', /"job":"rowdy\.job","plugin":"rowdy"/],
    ['stop hang', '/rowdy', /"step":"rowdy: stop\(\)"/],
]) {
    test(`after its time the server says who is stuck (${behaviour}) and ends`, async () => {
        const server = await serve(folder(behaviour));
        await serving(server);
        await page(server, path, 1000).catch(() => {});
        await sleep(1500);
        const before = Date.now();
        assert.equal((await end(server)).code, 1);
        assert(Date.now() - before < 25_000);
        assert.match(server.log, named);
    });
}

test('a second SIGTERM ends it at once, and the next start finds everything', async () => {
    const data = folder('request hang');
    const server = await serve(data);
    await serving(server);
    page(server, '/rowdy/request', 60_000).catch(() => {});
    await sleep(500);
    server.process.kill('SIGTERM');
    await until(server, () => server.log.includes('"message":"Stopping"'));
    const before = Date.now();
    assert.equal((await end(server)).code, 128 + 15);
    assert(Date.now() - before < 2000);
    const again = await serve(data);
    await serving(again);
    assert.deepEqual(await end(again), { code: 0, signal: null });
});

test('/healthz answers when every worker is stuck', async () => {
    const server = await serve(folder('request hang'));
    await serving(server);
    for (let i = 0; i < 80; ++i) page(server, '/rowdy/request', 60_000).catch(() => {});
    await sleep(1500);
    await assert.rejects(page(server, '/sign-in', 1500), 'no worker is left');
    for (let i = 0; i < 3; ++i) {
        const answer = await page(server, '/healthz', 3000);
        assert.equal(answer.status, 200);
        assert.equal(await answer.text(), 'ok\n');
    }
    server.process.kill('SIGKILL');
});

test('--safe starts what signing in and the plugins page need, and says so', async () => {
    const server = await serve(folder('setup abort', demoData()), { args: ['--safe'] });
    await serving(server);
    const kept = /"A safe start[^"]*","plugins":"([^"]*)"/.exec(server.log)[1].split(', ').sort();
    assert.deepEqual(kept, ['administration', 'identity', 'people']);
    assert.equal((await page(server, '/sign-in')).status, 200);
    assert.equal((await page(server, '/learn')).status, 404);
    assert.deepEqual(await end(server), { code: 0, signal: null });
});

test('no command about plugins runs a plugin', () => {
    const data = folder('setup abort');
    for (const command of [['list'], ['disable', 'rowdy'], ['enable', 'rowdy']]) tessera('plugin', ...command, '--data', data);
    assert.match(tessera('plugin', 'list', '--data', data), /^rowdy\t1\.0\.0\tcompatible$/m);
});

test('a second server on a data folder is refused with the process of the first; commands work beside it', async () => {
    const data = folder('');
    const server = await serve(data);
    await serving(server);
    const second = await serve(data);
    assert.equal((await second.ended).code, 1);
    assert.match(second.log, new RegExp(`Another server uses the data folder .*\\(process ${server.process.pid}\\)`));
    tessera('plugin', 'list', '--data', data);
    tessera('migrate', '--data', data);
    tessera('api-key', 'create', '--name', 'beside', '--scope', '*', '--data', data);
    tessera('backup', join(temporaryFolder(), 'copy'), '--data', data);
    server.process.kill('SIGKILL');
    await server.ended;
    const third = await serve(data);
    await serving(third);
    await end(third);
});

test('programs that start together after an upgrade migrate one after the other', async () => {
    const data = folder('');
    const place = join(data, 'plugins/rowdy/migrations');
    mkdirSync(place);
    for (let n = 1; n <= 20; ++n) {
        writeFileSync(join(place, `${String(n).padStart(4, '0')}_t.sql`), `CREATE TABLE rowdy_${n} (n BIGINT NOT NULL);`);
    }
    const run = () => new Promise((resolve) => {
        const child = spawn(program, ['migrate', '--data', data], { stdio: ['ignore', 'ignore', 'pipe'] });
        let said = '';
        child.stderr.on('data', (chunk) => { said += chunk; });
        child.once('exit', (code) => resolve({ code, said }));
    });
    for (const result of await Promise.all([run(), run(), run(), run()])) assert.deepEqual(result, { code: 0, said: '' });
});

test('too few open files are said at the start', async () => {
    const starved = await serve(folder(''), { wrap: ['bash', '-c', 'ulimit -n 100; exec "$@"', 'starved'] });
    assert.equal((await starved.ended).code, 1);
    assert.match(starved.log, /limit of open files is 100, and the server needs \d+/);
    const few = await serve(folder(''), { wrap: ['bash', '-c', 'ulimit -n 256; exec "$@"', 'few'] });
    await serving(few);
    assert.equal((await page(few, '/readyz')).status, 200);
    await end(few);
    // A soft limit is raised.
    const soft = await serve(folder(''), { wrap: ['bash', '-c', 'ulimit -S -n 256; exec "$@"', 'soft'] });
    await serving(soft);
    assert.match(readFileSync(`/proc/${soft.process.pid}/limits`, 'utf8'), /Max open files\s+([2-9]\d{3}|\d{5,})/);
    await end(soft);
});

test('/readyz says it when writes fail, and when they work again', async () => {
    const server = await serve(folder(''));
    await serving(server);
    assert.equal((await page(server, '/readyz')).status, 200);
    // A limit of file sizes is a disk that is full.
    const limit = (bytes) => execFileSync('prlimit', ['--pid', String(server.process.pid), `--fsize=${bytes}:`]);
    limit(1);
    await sleep(1200);
    const answer = await page(server, '/readyz');
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /^writing: /m);
    assert.equal((await page(server, '/healthz')).status, 200);
    limit('unlimited');
    await sleep(1200);
    assert.equal((await page(server, '/readyz')).status, 200);
    await end(server);
});

test('the metrics have one prefix, one type each, and names that Prometheus takes', async () => {
    const server = await serve(folder('', demoData()));
    await serving(server);
    const form = new URLSearchParams({ login: 'nobody@example.org', password: 'wrong' });
    await fetch(`${server.url}/sign-in`, { method: 'POST', body: form });
    const text = await (await page(server, '/metrics')).text();
    const types = [...text.matchAll(/^# TYPE (\S+) (counter|gauge|histogram)$/mg)].map((match) => match[1]);
    assert.equal(new Set(types).size, types.length, 'a metric has its type once');
    const samples = text.split('\n').filter((line) => line && !line.startsWith('#'));
    for (const line of samples) {
        assert.match(line, /^tessera_(?!tessera_)[a-z][a-z0-9_]*(\{[^}]*\})? [0-9.e+-]+$/, line);
        const name = line.match(/^[a-z0-9_]+/)[0];
        assert(types.includes(name.replace(/_(bucket|sum|count)$/, '')) || types.includes(name), name);
    }
    assert.match(text, /^tessera_sign_in_wrong_total 1$/m);
    await end(server);
});
