// Threats: other people's records by changing an id in an address, more rights than were given, grading oneself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, filled, launch, onContent, asPage, playable, routes, send, signIn, sql, startServer, idNumber, idText } from './support.mjs';

const server = await startServer();
after(() => server.stop());
let amara, priya, gethin, sam, ids;
before(async () => {
    [amara, priya, gethin, sam] = await Promise.all(['amara', 'priya', 'gethin', 'sam'].map((who) => signIn(server, who)));
    const id = (query) => idText(sql(server, query));
    ids = {
        amara: id("SELECT id FROM person WHERE email LIKE 'amara.okafor@%'"),
        priya: id("SELECT id FROM person WHERE email LIKE 'priya.ramanathan@%'"),
        gethin: id("SELECT id FROM person WHERE email LIKE 'gethin.pugh@%'"),
        sam: id("SELECT id FROM person WHERE email LIKE 'sam.whitlock@%'"),
        competency: id('SELECT id FROM competency LIMIT 1'),
        code: sql(server, 'SELECT code FROM competency WHERE levels = 0 LIMIT 1'),
        course: id('SELECT id FROM course LIMIT 1'),
        package: id('SELECT id FROM package LIMIT 1'),
    };
    // Somebody who neither reports to the ward manager nor is a colleague of Amara's.
    ids.stranger = id(`SELECT e.person FROM employment e WHERE e.manager IS NOT NULL AND e.manager <> (SELECT id FROM person WHERE email LIKE 'priya.ramanathan@%')
        AND e.unit NOT IN (SELECT unit FROM employment WHERE person = (SELECT id FROM person WHERE email LIKE 'priya.ramanathan@%')) LIMIT 1`);
    ids.employment = id('SELECT id FROM employment LIMIT 1');
    ids.award = id("SELECT id FROM competency_award WHERE withdrawn_at IS NULL LIMIT 1");
});

const awards = () => sql(server, 'SELECT COUNT(*) FROM competency_award');
const refused = (answer, what) => assert.ok([403, 404].includes(answer.status), `${what} answered ${answer.status}`);

test('IDOR: a learner sees nobody else through any address that takes an id', async () => {
    for (const path of [`/people/${ids.priya}`, `/people/${ids.priya}/edit`, `/people/${ids.priya}/account`,
        `/people/${ids.priya}/employments/new`, `/api/v1/people/${ids.priya}`, `/api/v1/people/${ids.priya}/awards`,
        `/api/v1/people/${ids.priya}/compliance`, `/admin/packages/${ids.package}`, `/api/v1/packages/${ids.package}`]) {
        refused(await amara.get(path), path);
    }
    assert.equal((await amara.get(`/people/${ids.amara}`)).status, 200, 'her own record opens');
});

test('IDOR: a manager sees who reports to her and no stranger', async () => {
    assert.equal((await priya.get(`/people/${ids.amara}`)).status, 200);
    for (const path of [`/people/${ids.stranger}`, `/api/v1/people/${ids.stranger}`, `/api/v1/people/${ids.stranger}/awards`,
        `/api/v1/people/${ids.stranger}/compliance`, `/people/${ids.stranger}/account`, `/people/${ids.stranger}/edit`]) {
        refused(await priya.get(path), path);
    }
    const everybody = JSON.parse((await priya.get('/api/v1/people?limit=200')).text).people.map(({ id }) => id);
    assert.ok(!everybody.includes(ids.stranger));
});

test('IDOR: nobody plays, reads or commits to an attempt of somebody else', async () => {
    const [hers, his] = [await playable(amara), await playable(priya)];
    refused(await amara.json(`/enrolments/${his}/launch`, {}), 'launch');
    refused(await amara.get(`/enrolments/${his}/play`), 'play');
    refused(await amara.post(`/enrolments/${his}/play`, { attempt: 'new' }), 'play anew');
    refused(await amara.get(`/api/v1/enrolments/${his}`), 'the enrolment');
    const [own, other] = [await launch(amara, hers), await launch(priya, his)];
    refused(await amara.get(`/api/v1/attempts/${other.attempt}`), 'the attempt');
    const cross = await asPage(server, own.token, `/play/attempts/${other.attempt}/open`, { journal_number: 0 });
    assert.equal(cross.status, 403);
    assert.equal((await asPage(server, own.token, `/play/attempts/${other.attempt}/commits`, { opening: 1, number: 1, operations: [['l', 1700000000000]] })).status, 403);
    for (const token of ['', 'x', `${own.token}x`, own.token.slice(1), own.token.toUpperCase()]) {
        assert.equal((await asPage(server, token, `/play/attempts/${own.attempt}/open`, {})).status, 410, token);
    }
    assert.equal((await onContent(server, `/play/attempts/${own.attempt}/open`, { method: 'POST', body: '{}', headers: amara.headers })).status, 410, 'a session is no launch');
});

test('a launch token in use by its page can not be used for another attempt, even while that one is live', async () => {
    const [hers, his] = [await launch(amara, await playable(amara)), await launch(priya, await playable(priya))];
    const opened = JSON.parse((await asPage(server, his.token, `/play/attempts/${his.attempt}/open`, {})).text);
    const commit = { opening: opened.opening, number: opened.number + 1, operations: [['l', 1700000000000]] };
    assert.equal((await asPage(server, hers.token, `/play/attempts/${his.attempt}/commits`, commit)).status, 403);
    assert.equal((await asPage(server, his.token, `/play/attempts/${his.attempt}/commits`, commit)).status, 200);
    assert.equal((await asPage(server, hers.token, `/play/attempts/${his.attempt}/commits`, { ...commit, number: commit.number + 1 })).status, 403);
});

test('privilege escalation: a learner can post no form of managers and administrators', async () => {
    const before = sql(server, 'SELECT COUNT(*) FROM kernel_audit');
    const own = /^\/(sign-|account|courses\/\{course\}\/enrol|enrolments\/\{enrolment\}\/play|play\/|enrolments\/\{enrolment\}\/withdraw|api\/v1\/enrolments\/\{enrolment\}\/launch)/;
    const others = routes().filter(({ method, pattern }) => method !== 'GET' && !own.test(pattern));
    assert.ok(others.length > 25);
    for (const { method, pattern } of others) {
        const answer = pattern.startsWith('/api/') ? await amara.json(filled(pattern).slice(7), {}, method) : await amara.post(filled(pattern));
        refused(answer, pattern);
    }
    assert.equal(sql(server, 'SELECT COUNT(*) FROM kernel_audit'), before);
});

test('privilege escalation: a learner reads no page of managers and administrators', async () => {
    for (const { pattern } of routes().filter(({ method, pattern }) => method === 'GET' && pattern.startsWith('/admin'))) {
        refused(await amara.get(filled(pattern)), pattern);
    }
    for (const path of ['/team', '/team.csv', '/people', '/organisation', '/api/v1/people', '/api/v1/packages']) refused(await amara.get(path), path);
});

test('privilege escalation: a manager awards nothing, to nobody', async () => {
    const before = awards();
    for (const person of [ids.amara, ids.priya]) {
        refused(await priya.json(`/people/${person}/awards`, { competency: ids.code }), 'award by API');
        refused(await priya.post(`/people/${person}/awards`, { competency: ids.competency, achieved: '2026-01-01' }), 'award by form');
        refused(await priya.post(`/people/${person}/awards/${ids.award}/withdraw`, { reason: 'x' }), 'withdrawal');
    }
    assert.equal(awards(), before);
});

test('self grading: nobody with the right to manage enrolments completes one of their own', async () => {
    const before = awards();
    const mine = JSON.parse((await gethin.json('/enrolments', { person: ids.gethin, course: ids.course })).text).id;
    for (const [visitor, enrolment] of [[priya, await playable(priya)], [gethin, mine]]) {
        const answer = await visitor.json(`/enrolments/${enrolment}/status`, { status: 'completed', reason: 'I am sure I did it' });
        assert.equal(answer.status, 403, `${answer.status} ${answer.text}`);
    }
    assert.equal(awards(), before);
});

test('self grading: nobody with the right to award gives themselves anything', async () => {
    const before = awards();
    refused(await gethin.json(`/people/${ids.gethin}/awards`, { competency: ids.code }), 'award by API');
    refused(await gethin.post(`/people/${ids.gethin}/awards`, { competency: ids.competency, achieved: '2026-01-01' }), 'award by form');
    assert.equal(awards(), before);
    assert.equal((await gethin.json(`/people/${ids.amara}/awards`, { competency: ids.code, evidence: 'seen' })).status, 201, 'to others it works');
});

test('IDOR: what belongs to one person is not reached through the address of another', async () => {
    const their = (query) => idText(sql(server, query));
    const employment = their("SELECT id FROM employment WHERE person = (SELECT id FROM person WHERE email LIKE 'sam.whitlock@%')");
    const role = their("SELECT r.id FROM account_role r JOIN account a ON a.id = r.account WHERE a.email LIKE 'sam.whitlock@%'");
    const award = their("SELECT id FROM competency_award WHERE withdrawn_at IS NULL AND person <> (SELECT id FROM person WHERE email LIKE 'amara.okafor@%') LIMIT 1");
    const before = sql(server, 'SELECT COUNT(*) FROM kernel_audit');
    for (const [visitor, path] of [[gethin, `employments/${employment}/end`], [gethin, `employments/${employment}/move`], [gethin, `awards/${award}/withdraw`], [sam, `account/roles/${role}/remove`]]) {
        assert.equal((await visitor.post(`/people/${ids.amara}/${path}`, { reason: 'x', last: '2026-01-01' })).status, 404, path);
    }
    assert.equal((await gethin.get(`/people/${ids.amara}/employments/${employment}`)).status, 404);
    assert.equal(sql(server, 'SELECT COUNT(*) FROM kernel_audit'), before);
});

test('IDOR: a manager enrols nobody of other teams, and the refusal does not tell their name', async () => {
    const before = sql(server, 'SELECT COUNT(*) FROM enrolment');
    assert.equal((await priya.json('/enrolments', { person: ids.stranger, course: ids.course })).status, 404);
    const form = await priya.post('/admin/enrol', { person: ids.stranger, course: ids.course });
    const name = sql(server, `SELECT family_name FROM person WHERE id = (SELECT e.person FROM employment e WHERE e.person = ${idNumber(ids.stranger)})`);
    assert.ok(name && !form.text.includes(name));
    assert.equal(sql(server, 'SELECT COUNT(*) FROM enrolment'), before);
});

test('grading others: a manager places and withdraws, but records no result; who may record results everywhere does', async () => {
    const before = awards();
    const hers = await playable(amara);
    const answer = await priya.json(`/enrolments/${hers}/status`, { status: 'completed' });
    assert.equal(answer.status, 403, `${answer.status} ${answer.text}`);
    assert.equal(awards(), before);
    assert.equal((await gethin.json(`/enrolments/${hers}/status`, { status: 'completed', reason: 'seen on paper' })).status, 200);
});

test('mass assignment: fields that are no part of a form or a document change nothing', async () => {
    const answer = await gethin.json('/people', { given_name: 'Mass', family_name: 'Assignment', id: ids.sam, passport_number: 'TP 0000 0000 00', role: 'site-administrator', roles: ['site-administrator'], is_admin: true });
    assert.equal(answer.status, 201);
    const made = JSON.parse(answer.text).id;
    assert.notEqual(made, ids.sam);
    const person = JSON.parse((await gethin.get(`/api/v1/people/${made}`)).text);
    assert.notEqual(person.passport_number, 'TP 0000 0000 00');
    assert.equal(sql(server, "SELECT COUNT(*) FROM account WHERE display_name = 'Mass Assignment'"), '0');
    const name = sql(server, "SELECT family_name FROM person WHERE email LIKE 'sam.whitlock@%'");
    await amara.post('/account/language', { locale: 'en', role: 'site-administrator', must_change: '0', person: ids.sam, family_name: 'Pwned' });
    assert.equal(sql(server, "SELECT family_name FROM person WHERE email LIKE 'sam.whitlock@%'"), name);
    assert.equal((await amara.get('/admin/plugins')).status, 403);
    const enrolled = await priya.json('/enrolments', { person: ids.amara, course: idText(sql(server, 'SELECT id FROM course WHERE id NOT IN (SELECT course FROM enrolment WHERE person = (SELECT id FROM person WHERE email LIKE \'amara.okafor@%\')) AND active = 1 LIMIT 1')), status: 'completed', created: '2000-01-01' });
    assert.equal(enrolled.status, 201, enrolled.text);
    assert.equal(JSON.parse((await priya.get(`/api/v1/enrolments/${JSON.parse(enrolled.text).id}`)).text).status, 'placed');
});

test('API keys can do what their scopes say and no more, and make no keys wider than their maker', async () => {
    const key = server.apiKey('people.list');
    assert.equal((await api(server, key, 'GET', '/people?limit=1')).status, 200);
    for (const [method, path, body] of [['POST', '/people', { given_name: 'A', family_name: 'B' }], ['POST', '/enrolments', { person: ids.amara, course: ids.course }],
        ['POST', `/people/${ids.amara}/awards`, { competency: ids.code }], ['GET', `/people/${ids.amara}/compliance`], ['GET', '/packages']]) {
        const { status, body: problem } = await api(server, key, method, path, body);
        assert.equal(status, 403, path);
        assert.match(problem.code, /\./);
    }
    assert.equal((await send(server, '/admin/api-keys', { headers: { authorization: `Bearer ${key}` } })).status, 403, 'nor on pages');
    refused(await gethin.post('/admin/api-keys', { name: 'mine', scope: 'identity.roles' }), 'a key by a learning administrator');
});

test('a learning administrator takes over nobody who may do more', async () => {
    for (const path of ['password', 'block', 'unblock', 'roles']) refused(await gethin.post(`/people/${ids.sam}/account/${path}`, { role: 'site-administrator', reach: 'site' }), path);
    assert.equal((await sam.get('/account')).status, 200);
});
