// Threat: a page of another site, or the content of a course, makes a signed-in browser change something.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { contentHost, filled, routes, send, signIn, sources, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
const sam = await signIn(server, 'sam');

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
// These carry a launch token of their own and are on the content origin.
const unsafe = routes().filter(({ method, pattern }) => method !== 'GET' && !pattern.startsWith('/play/'));
const trail = () => sql(server, 'SELECT COUNT(*) FROM kernel_audit');

test('the list of routes these tests work on is whole', () => {
    const registered = sources().join('\n').match(/\br(egistrar)?\s*\.(post|put|patch|del)\(/g).length;
    assert.equal(unsafe.length + routes().filter(({ pattern, method }) => method !== 'GET' && pattern.startsWith('/play/')).length, registered);
    assert.ok(registered > 35, `${registered}`);
});

test('every route that changes something refuses a session without the token of its forms', async () => {
    const before = trail();
    // Signing in has no session yet that a token could belong to.
    for (const { method, pattern } of unsafe.filter(({ pattern }) => pattern !== '/sign-in')) {
        const headers = { ...sam.headers, ...FORM, accept: 'application/json' };
        for (const body of ['', '_csrf=', '_csrf=guess', `_csrf=${sam.csrf.slice(0, -1)}`]) {
            const answer = await send(server, filled(pattern), { method, headers, body });
            assert.equal(answer.status, 403, `${method} ${pattern} with "${body}" answered ${answer.status}`);
            assert.match(answer.text, /http\.csrf/, pattern);
        }
    }
    assert.equal(trail(), before);
});

test('every route that changes something refuses pages of other sites, the content origin too, even with the token', async () => {
    const before = trail();
    const elsewhere = [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: `http://${contentHost(server)}` },
        { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }];
    for (const { method, pattern } of unsafe) {
        for (const from of elsewhere) {
            const headers = { ...sam.headers, ...FORM, ...from, 'x-csrf-token': sam.csrf, accept: 'application/json' };
            const answer = await send(server, filled(pattern), { method, headers, body: '' });
            assert.equal(answer.status, 403, `${method} ${pattern} from ${JSON.stringify(from)} answered ${answer.status}`);
        }
    }
    assert.equal(trail(), before);
});

test('a header of another kind of credential takes no check away', async () => {
    const before = trail();
    const body = '{"given_name":"Forged","family_name":"Person"}';
    for (const authorization of ['Bearer junk', 'Bearer ', 'Basic c2FtOng=', 'Launch x', 'bearer']) {
        const answer = await send(server, '/api/v1/people', { method: 'POST', body, headers: { ...sam.headers, authorization, 'content-type': 'application/json' } });
        assert.ok([401, 403].includes(answer.status), `${authorization} answered ${answer.status}`);
    }
    for (const type of ['text/plain', 'application/json', 'multipart/form-data; boundary=x']) {
        const answer = await send(server, '/api/v1/people', { method: 'POST', body, headers: { ...sam.headers, 'content-type': type } });
        assert.ok([400, 403].includes(answer.status), `${type} answered ${answer.status}`);
    }
    assert.equal(trail(), before);
});

test('the token of one session is worth nothing in another', async () => {
    const amara = await signIn(server, 'amara');
    const answer = await send(server, '/account/sign-out-elsewhere', { method: 'POST', body: '', headers: { ...amara.headers, ...FORM, 'x-csrf-token': sam.csrf } });
    assert.equal(answer.status, 403);
});

test('no address changes anything when it is only read', async () => {
    const before = trail();
    for (const { pattern } of routes().filter(({ method, pattern }) => method === 'GET' && !/^\/(play|c)\//.test(pattern) && !pattern.endsWith('/play'))) {
        const answer = await sam.get(filled(pattern));
        assert.ok(answer.status < 500, `${pattern} answered ${answer.status}`);
    }
    assert.equal(trail(), before);
});

test('signing in can not be forged: a page of another site signs nobody in', async () => {
    const answer = await send(server, '/sign-in', { method: 'POST', body: 'login=a&password=b', headers: { ...FORM, origin: 'https://evil.example' } });
    assert.equal(answer.status, 403);
});

test('every page forbids being framed and running scripts that are not ours', async () => {
    for (const path of ['/', '/sign-in', '/account', '/admin/packages', '/nothing-here', '/api/v1/people']) {
        const { headers } = await sam.get(path);
        const policy = headers['content-security-policy'] ?? '';
        assert.match(policy, /default-src 'self'/, path);
        assert.match(policy, /frame-ancestors 'none'/, path);
        assert.match(policy, /object-src 'none'/, path);
        assert.match(policy, /base-uri 'none'/, path);
        assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|script-src[^;]*\*/, path);
        assert.equal(headers['x-content-type-options'], 'nosniff', path);
        assert.ok(headers['referrer-policy'], path);
    }
});
