// Threat: an address that somebody is led to, by a link, a picture or a browser that fetches ahead, changes something.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { idText, launch, playable, routes, send, signIn, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());

/** What using the site at all writes down: when a session or key was last seen, and what jobs and events do by themselves. */
const bookkeeping = /^(account_session|account_api_key|kernel_job\w*|kernel_event\w*|kernel_outbox\w*|kernel_probe|kernel_schedule\w*|sqlite_\w+)$/;

/** A digest of each table. */
function tables() {
    const names = execFileSync('sqlite3', [join(server.data, 'tessera.db'), "SELECT name FROM sqlite_master WHERE type = 'table'"], { encoding: 'utf8' })
        .trim().split('\n').filter((name) => !bookkeeping.test(name));
    return Object.fromEntries(names.map((name) => [name,
        createHash('sha256').update(execFileSync('sqlite3', [join(server.data, 'tessera.db'), `.dump ${name}`], { maxBuffer: 256 << 20 })).digest('hex')]));
}

const first = (table, where = '1') => idText(sql(server, `SELECT id FROM ${table} WHERE ${where} ORDER BY id LIMIT 1`));

test('no GET or HEAD of any route changes anything', async () => {
    const [sam, amara] = [await signIn(server, 'sam'), await signIn(server, 'amara')];
    const enrolment = await playable(amara);
    const { attempt } = await launch(amara, enrolment);
    const ids = { enrolment, attempt, course: first('course'), person: first('person'), package: first('package'), unit: first('unit'),
        competency: first('competency'), version: first('package_version') };
    const paths = routes().filter(({ method, pattern }) => method === 'GET' && !/^\/(play|c)\//.test(pattern))
        .map(({ pattern }) => pattern.replace(/\{(\w+)(\.\.\.)?\}/g, (place, name) => ids[name] ?? '0000000000001'));
    assert.ok(paths.length > 50, `${paths.length}`);
    const before = tables();
    let ok = 0;
    for (const path of [...paths, '/healthz', '/readyz', '/metrics', '/api/v1/openapi.json']) {
        for (const visitor of [sam, amara]) {
            for (const site of ['same-origin', 'cross-site']) {
                const answer = await send(server, path, { headers: { ...visitor.headers, 'sec-fetch-site': site } });
                assert.ok(answer.status < 500, `${path} answered ${answer.status}`);
                ok += answer.status === 200 ? 1 : 0;
            }
            await send(server, path, { method: 'HEAD', headers: visitor.headers });
        }
    }
    assert.ok(ok > 100, `only ${ok} pages were there`);
    assert.deepEqual(tables(), before);
});

test('playing starts with a button, which a page of another site can not press', async () => {
    const amara = await signIn(server, 'amara');
    const path = `/enrolments/${await playable(amara)}/play`;
    const page = await amara.get(path, { 'sec-fetch-site': 'none' });
    assert.equal(page.status, 200);
    assert.match(page.text, new RegExp(`<form[^>]* method="post" action="${path}">`));
    assert.ok(!page.text.includes('data-at-once'), 'who comes from a mail presses it');
    assert.ok(!(await amara.get(path, { 'sec-fetch-site': 'cross-site' })).text.includes('data-at-once'));
    assert.match((await amara.get(path, { 'sec-fetch-site': 'same-origin' })).text, /data-at-once/, 'who comes from a button of the site has pressed one');
    assert.equal((await amara.post(path, {}, { 'sec-fetch-site': 'cross-site' })).status, 403);
    const started = await amara.post(path, {}, { 'sec-fetch-site': 'same-origin' });
    assert.equal(started.status, 303);
    assert.match(started.location, /^http:\/\/[0-9a-f]{40}\.content\.localhost:\d+\/play\/[\w-]{43}$/);
});
