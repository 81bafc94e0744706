// Threat: what is meant for operators, or for nobody, is told to visitors; what is done leaves no trace.
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { temporaryFolder } from '../support/server.mjs';
import { api, idText, send, signIn, sql, startServer, tessera } from './support.mjs';

const server = await startServer();
after(() => server.stop());
const [amara, gethin, sam] = await Promise.all(['amara', 'gethin', 'sam'].map((who) => signIn(server, who)));

test('metrics are for the site\'s own network, also when a proxy stands in front', async () => {
    assert.equal((await send(server, '/metrics')).status, 200);
    for (const headers of [{ 'x-forwarded-for': '203.0.113.9' }, { 'x-forwarded-for': '127.0.0.1' }, { forwarded: 'for=203.0.113.9' }]) {
        assert.equal((await send(server, '/metrics', { headers })).status, 403, JSON.stringify(headers));
    }
});

test('readiness tells visitors whether, and no more', async () => {
    const { status, text } = await send(server, '/readyz', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    assert.ok([200, 503].includes(status));
    assert.match(text, /^(not )?ready\n$/);
});

test('error pages tell nothing of the inside', async () => {
    const paths = ['/nothing', '/people/xyz', '/people/%00', '/people/0000000000001', '/admin/packages/!!!', '/api/v1/people/x', '/static/a/b/c', '/?%ff', '/%ff', '/people?page=-1', '/people?page=99999999999999999999', '/learn?page=x', '/admin/audit?from=x&to=y&page=-5'];
    for (const path of paths) {
        for (const accept of ['text/html', 'application/json']) {
            const answer = await sam.get(path, { accept });
            assert.ok(answer.status < 500, `${path} answered ${answer.status}`);
            assert.doesNotMatch(answer.text, /SELECT |sqlite|\.cpp|\/build\/|\/plugins\/\w+\/src|what\(\)|nlohmann|Poco|std::/, path);
        }
    }
    const { headers } = await send(server, '/');
    assert.equal(headers.server, undefined);
    assert.equal(headers['x-powered-by'], undefined);
});

test('the API description names no route but those of the API', async () => {
    const document = JSON.parse((await send(server, '/api/v1/openapi.json')).text);
    for (const path of Object.keys(document.paths)) assert.ok(!/admin|play|account/.test(path), path);
});

test('records of a person are kept by no cache', async () => {
    for (const path of ['/', '/learning', '/account', '/api/v1/people', '/team.csv', '/sign-in']) {
        assert.match((await sam.get(path)).headers['cache-control'], /no-store/, path);
    }
});

test('what is on disk is for its owner only, also in a folder that is open to all', () => {
    const data = temporaryFolder();
    chmodSync(data, 0o755);
    tessera('init', '--data', data);
    for (const name of readdirSync(data)) assert.equal(statSync(join(data, name)).mode & 0o077, 0, name);
});

test('audit: every change by a person or key leaves who, what and about whom', async () => {
    const trail = (action) => Number(sql(server, `SELECT COUNT(*) FROM kernel_audit WHERE action = '${action}'`));
    const key = server.apiKey('enrolment.manage', 'people.create');
    const person = JSON.parse((await gethin.json('/people', { given_name: 'Audited', family_name: 'Person' })).text).id;
    const course = idText(sql(server, 'SELECT id FROM course WHERE active = 1 LIMIT 1'));
    const changes = [
        ['people.create', () => gethin.json('/people', { given_name: 'Another', family_name: 'Person' })],
        ['enrolment.enrol', () => api(server, key, 'POST', '/enrolments', { person, course })],
        ['identity.temporary-password', () => gethin.post(`/people/${person}/account/password`)],
        ['identity.block', () => gethin.post(`/people/${person}/account/block`)],
        ['identity.grant', () => sam.post(`/people/${person}/account/roles`, { role: 'manager', reach: 'self' })],
        ['identity.create-api-key', () => sam.post('/admin/api-keys', { name: 'Audited', scope: 'people.list' })],
        ['competencies.award', () => gethin.json(`/people/${person}/awards`, { competency: sql(server, 'SELECT code FROM competency WHERE levels = 0 LIMIT 1'), evidence: 'seen' })],
        ['identity.sign-in', () => signIn(server, 'amara')],
    ];
    for (const [action, change] of changes) {
        const before = trail(action);
        const answer = await change();
        assert.ok(!(answer.status >= 400), `${action}: ${answer.status} ${(answer.text ?? '').slice(0, 200)}`);
        assert.ok(trail(action) > before, `${action} left no trace`);
    }
    assert.equal(sql(server, "SELECT COUNT(*) FROM kernel_audit WHERE actor_name = '' OR subject = '' OR action = ''"), '0');
});

test('the audit trail holds no password, key or number of the state', async () => {
    const answer = await gethin.json('/people', { given_name: 'Secret', family_name: 'Number', national_insurance: 'QQ 12 34 56 C' });
    const created = await sam.post('/admin/api-keys', { name: 'Shown once', scope: 'people.list' });
    const key = /tsk_[\w-]+/.exec((await sam.get(created.location)).text)?.[0];
    assert.ok(key);
    for (const secret of [key, 'QQ123456C', 'QQ 12 34 56 C', '$argon2id']) {
        assert.equal(sql(server, `SELECT COUNT(*) FROM kernel_audit WHERE before LIKE '%${secret}%' OR after LIKE '%${secret}%'`), '0', `${secret} ${answer.status}`);
    }
    for (const path of ['/admin/api-keys', created.location]) assert.ok(!(await sam.get(path)).text.includes(key), 'shown once');
    assert.equal(sql(server, `SELECT COUNT(*) FROM account_once WHERE sealed LIKE '%${Buffer.from(key).toString('hex')}%'`), '0');
});

test('a plugin that is disabled is gone, with all its addresses', async () => {
    const own = ['/team', '/team.csv', `/api/v1/people/${idText(sql(server, 'SELECT id FROM person LIMIT 1'))}/compliance`];
    assert.equal((await sam.post('/admin/plugins/compliance/disable', { confirmed: 'yes' })).status, 303);
    for (const path of own) assert.equal((await sam.get(path)).status, 404, path);
    assert.equal((await sam.post('/admin/plugins/compliance/enable')).status, 303);
    assert.equal((await sam.get(own[2])).status, 200);
    assert.equal((await amara.post('/admin/plugins/identity/disable')).status, 403);
});
