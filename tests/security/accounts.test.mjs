// Threats: becoming somebody who may do more by their password, their address or a key; awarding oneself; keeping rights after leaving.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor, api, change, idNumber, idText, password, people, root, send, signIn, signInAnswer, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
let gethin, sam;
before(async () => { [gethin, sam] = await Promise.all(['gethin', 'sam'].map((who) => signIn(server, who))); });

const one = (query) => idText(sql(server, query));
const accountOf = (person) => sql(server, `SELECT id FROM account WHERE person = ${idNumber(person)}`);
let serial = 0;

/** A new person with an account and these grants, who signs in with the demonstration's password. */
async function newcomer(name, grants = [], { employed = false } = {}) {
    const email = `${name.toLowerCase()}${++serial}@severnmarches.example`;
    const made = await sam.json('/people', { given_name: name, family_name: 'Newcomer', email });
    assert.equal(made.status, 201, made.text);
    const person = JSON.parse(made.text).id;
    if (employed) {
        const answer = await sam.post(`/people/${person}/employments/new`, { unit: one("SELECT id FROM unit WHERE parent IS NOT NULL AND parent <> 0 LIMIT 1"), job_role: one('SELECT id FROM job_role LIMIT 1'), start: '2026-01-05' });
        assert.equal(answer.status, 303, answer.text.slice(0, 500));
    }
    assert.equal((await sam.post(`/people/${person}/account/password`)).status, 303);
    change(server, `UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE email LIKE 'amara.okafor@%'), must_change = 0, temporary_until = NULL, terms_version = 1 WHERE person = ${idNumber(person)}`);
    for (const [role, reach, unit = 0] of grants) {
        change(server, `INSERT INTO account_role (id, account, role, reach, unit) VALUES (${Date.now() * 1000 + ++serial}, ${accountOf(person)}, '${role}', '${reach}', ${unit})`);
    }
    return { person, email };
}

/** Everything one account can do to another. */
const deeds = (person) => [['password'], ['block'], ['unblock'], ['roles', { role: 'employee', reach: 'site' }]].map(([deed, fields]) => [`/people/${person}/account/${deed}`, fields]);

test('nobody acts on an account that holds what they do not hold: whatever its role reaches', async () => {
    const ward = sql(server, "SELECT id FROM unit WHERE parent IS NOT NULL AND parent <> 0 LIMIT 1");
    for (const role of ['site-administrator', 'manager']) {
        for (const reach of ['self', 'unit', 'site']) {
            const { person, email } = await newcomer('Target', [[role, reach, reach === 'unit' ? ward : 0]]);
            const before = sql(server, `SELECT password_hash || blocked FROM account WHERE id = ${accountOf(person)}`);
            for (const [path, fields] of deeds(person)) assert.equal((await gethin.post(path, fields)).status, 403, `${role} ${reach} ${path}`);
            assert.equal(sql(server, `SELECT password_hash || blocked FROM account WHERE id = ${accountOf(person)}`), before);
            const edit = await gethin.post(`/people/${person}/edit`, { given_name: 'Target', family_name: 'Newcomer', email: `taken${serial}@attacker.example`, type: 'employee' });
            assert.equal(edit.status, 422, `${role} ${reach}: another address`);
            assert.match(edit.text, /may do things that you may not/);
            assert.equal(sql(server, `SELECT email FROM account WHERE id = ${accountOf(person)}`), email);
            assert.equal((await gethin.post(`/people/${person}/edit`, { given_name: 'Renamed', family_name: 'Newcomer', email, type: 'employee' })).status, 303, 'a name is no way in');
        }
    }
});

test('nor does a key that was made for less, nor one learning administrator with another', async () => {
    const { person } = await newcomer('Admin', [['learning-administrator', 'site']]);
    assert.equal((await gethin.post(`/people/${person}/account/password`)).status, 403, 'passwords of privileged accounts need identity.roles');
    const post = (key, path, fields) => send(server, path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' } });
    const plain = await newcomer('Plain');
    for (const scopes of [['identity.accounts'], ['identity.accounts', 'people.edit'], ['identity.accounts', 'identity.roles']]) {
        const key = server.apiKey(...scopes);
        for (const target of ['sam', 'gethin', 'priya']) {
            const id = one(`SELECT person FROM account WHERE email = '${people[target]}'`);
            for (const [path, fields] of deeds(id)) assert.equal((await post(key, path, fields)).status, 403, `${scopes} ${path} of ${target}`);
        }
        assert.equal((await post(key, `/people/${plain.person}/account/roles`, { role: 'site-administrator', reach: 'site' })).status, 403, `${scopes}: a role beyond the key`);
    }
    const keys = server.apiKey('identity.api-keys');
    assert.equal((await post(keys, '/admin/api-keys', { name: 'wider', scope: 'people.list' })).status, 422);
    const other = one("SELECT id FROM account_api_key WHERE name = 'Test 1'");
    assert.equal((await post(keys, `/admin/api-keys/${other}/revoke`, {})).status, 403, 'a key that may do more');
    assert.equal(sql(server, `SELECT COUNT(*) FROM account_role WHERE account = ${accountOf(plain.person)} AND role <> 'employee'`), '0');
});

test('a site administrator gives a privileged account a password; its sessions end and its owner is told', async () => {
    const { person, email } = await newcomer('Told', [['manager', 'self']]);
    const theirs = await new Visitor(server).signIn(email);
    const made = await sam.post(`/people/${person}/account/password`);
    assert.equal(made.status, 303);
    assert.equal((await theirs.get('/account')).status, 303, 'signed out');
    const secret = /id="temporary-password">([a-z-]+)</.exec((await sam.get(made.location)).text)[1];
    assert.doesNotMatch((await sam.get(made.location)).text, /id="temporary-password"/, 'a reload shows nothing');
    const answer = await signInAnswer(server, email, secret);
    assert.match(answer.location, /^\/account\/notices/);
});

test('who gets another sign-in address is told the one before', async () => {
    const { person, email } = await newcomer('Moved');
    assert.equal((await gethin.post(`/people/${person}/edit`, { given_name: 'Moved', family_name: 'Newcomer', email: 'moved.elsewhere@severnmarches.example', type: 'employee' })).status, 303);
    change(server, "UPDATE account_notice SET seen_at = 1 WHERE kind <> 'email'");
    const visitor = new Visitor(server);
    const answer = await signInAnswer(server, 'moved.elsewhere@severnmarches.example', password);
    assert.match(answer.location, /^\/account\/notices/);
    const cookie = answer.headers['set-cookie'].find((line) => line.startsWith('tessera_session')).split(';')[0];
    visitor.headers.cookie = cookie;
    assert.ok((await visitor.get('/account/notices')).text.includes(email));
    assert.match(sql(server, `SELECT before FROM kernel_audit WHERE action = 'people.edit' AND subject = 'person:${person}' ORDER BY id DESC`), new RegExp(email));
});

test('a temporary password ends', async () => {
    const { person, email } = await newcomer('Late');
    const made = await gethin.post(`/people/${person}/account/password`);
    const secret = /id="temporary-password">([a-z-]+)</.exec((await gethin.get(made.location)).text)[1];
    const until = Number(sql(server, `SELECT temporary_until FROM account WHERE id = ${accountOf(person)}`));
    assert.ok(Math.abs(until - Date.now() - 7 * 86_400_000) < 3_600_000);
    change(server, `UPDATE account SET temporary_until = 1 WHERE id = ${accountOf(person)}`);
    const answer = await signInAnswer(server, email, secret);
    assert.equal(answer.status, 422);
    assert.match(answer.text, /has ended/);
});

test('whoever leaves keeps no role but an employee\'s own, and no session', async () => {
    const { person, email } = await newcomer('Leaver', [['site-administrator', 'site']], { employed: true });
    const theirs = await new Visitor(server).signIn(email);
    assert.equal((await theirs.get('/admin/settings')).status, 200);
    const employment = one(`SELECT id FROM employment WHERE person = ${idNumber(person)}`);
    assert.equal((await sam.post(`/people/${person}/employments/${employment}/end`, { end: '2026-01-31' })).status, 303);
    assert.equal((await theirs.get('/admin/settings')).status, 303, 'the session has ended');
    const again = await new Visitor(server).signIn(email);
    assert.equal((await again.get('/admin/settings')).status, 403);
    assert.equal((await again.get('/learning')).status, 200, 'the passport stays theirs');
});

test('an award of who made the course, its package, its rule or its competency waits for somebody else', async () => {
    const id = (query) => one(query);
    const me = id(`SELECT person FROM account WHERE email = '${people.gethin}'`);
    const competency = id('SELECT id FROM competency WHERE levels = 0 ORDER BY id LIMIT 1');
    const awards = (person) => Number(sql(server, `SELECT COUNT(*) FROM competency_award WHERE person = ${idNumber(person)} AND competency = ${idNumber(competency)} AND source = 'course'`));
    const course = async (maker, title) => JSON.parse((await maker.json('/courses', { title })).text).id;
    const complete = async (person, on) => {
        const enrolment = JSON.parse((await sam.json('/enrolments', { person, course: on })).text).id;
        const answer = await sam.json(`/enrolments/${enrolment}/status`, { status: 'completed', reason: 'Seen' });
        assert.equal(answer.status, 200, answer.text);
        return enrolment;
    };
    const attach = (maker, on) => maker.post(`/admin/courses/${on}/competencies`, { competency, level: '0' });
    const zip = readFileSync(join(root, 'build/content/samples/data-security-awareness.zip'));
    const upload = async (maker, on) => {
        const answer = await maker.upload(`/api/v1/packages?course=${on}`, 'package.zip', zip);
        assert.ok(answer.status < 300, answer.text);
        // It may go on as a job.
        for (let i = 0; i < 200 && sql(server, `SELECT COUNT(*) FROM package WHERE course = ${idNumber(on)}`) === '0'; ++i) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    // In each of these Gethin has a hand in something else.
    const hands = {
        course: async () => { const on = await course(gethin, 'Of his own'); await attach(sam, on); return on; },
        attachment: async () => { const on = await course(sam, 'Attached'); assert.equal((await attach(gethin, on)).status, 303); return on; },
        package: async () => { const on = await course(sam, 'Packaged'); await attach(sam, on); await upload(gethin, on); return on; },
    };
    for (const [what, make] of Object.entries(hands)) {
        const on = await make();
        const before = awards(me);
        const enrolment = await complete(me, on);
        assert.equal(awards(me), before, `${what}: nothing is awarded`);
        const waiting = sql(server, `SELECT id FROM competency_waiting WHERE evidence = 'enrolment:${enrolment}'`);
        assert.ok(waiting, `${what}: it waits`);
        const path = `/waiting-awards/${idText(waiting)}`;
        assert.equal((await gethin.json(`${path}/confirm`, {})).status, 403, `${what}: not by himself`);
        assert.equal((await gethin.post(`/admin${path}/confirm`)).status, 403);
        assert.ok(!(await gethin.get('/api/v1/waiting-awards')).text.includes(idText(waiting)));
        assert.ok((await sam.get('/api/v1/waiting-awards')).text.includes(idText(waiting)));
        assert.match((await sam.get('/admin/waiting-awards')).text, /Gethin Pugh/);
        assert.equal((await sam.json(`${path}/confirm`, {})).status, 200);
        assert.equal(awards(me), before + 1, `${what}: confirmed`);
        assert.equal((await sam.json(`${path}/confirm`, {})).status, 409);
        const trail = sql(server, `SELECT actor_name || after FROM kernel_audit WHERE action = 'competencies.award' ORDER BY id DESC LIMIT 1`);
        assert.match(trail, /Sam Whitlock/);
        if (what !== 'course') assert.match(trail, /Gethin Pugh/, 'the trail names who stands behind it');
        // Others are awarded at once.
        const amara = id(`SELECT person FROM account WHERE email = '${people.amara}'`);
        const hers = awards(amara);
        await complete(amara, on);
        assert.equal(awards(amara), hers + 1, `${what}: somebody else`);
    }
    const refused = await complete(me, await (async () => { const on = await course(gethin, 'Another of his own'); await attach(sam, on); return on; })());
    const last = idText(sql(server, `SELECT id FROM competency_waiting WHERE evidence = 'enrolment:${refused}'`));
    const before = awards(me);
    assert.equal((await sam.post(`/admin/waiting-awards/${last}/refuse`)).status, 303);
    assert.equal(awards(me), before);
    assert.equal(sql(server, "SELECT COUNT(*) FROM kernel_audit WHERE action = 'competencies.refuse'"), '1');
});

test('a race past the password that must be changed first', async () => {
    const { person, email } = await newcomer('Racer');
    change(server, `UPDATE account SET must_change = 1 WHERE id = ${accountOf(person)}`);
    const answer = await signInAnswer(server, email, password);
    const cookie = answer.headers['set-cookie'].find((line) => line.startsWith('tessera_session')).split(';')[0];
    let passed = 0, tried = 0;
    // Others sign in and out, which empties what is kept of principals, while this one asks for pages.
    const noise = Array.from({ length: 6 }, async () => {
        for (let i = 0; i < 25; ++i) await sam.post('/account/language', { locale: 'en', next: '/account' });
    });
    const asking = Array.from({ length: 16 }, async () => {
        for (let i = 0; i < 150; ++i, ++tried) {
            const page = await send(server, '/learning', { headers: { cookie } });
            if (page.status !== 303 || page.location !== '/account/password') ++passed;
        }
    });
    await Promise.all([...noise, ...asking]);
    assert.equal(passed, 0, `${passed} of ${tried} went past`);
});

test('every form that succeeds ends in a redirect: a reload repeats nothing', async () => {
    const { person } = await newcomer('Reload');
    const code = sql(server, 'SELECT id FROM competency WHERE levels = 0 LIMIT 1');
    const forms = [
        ['/people/new', { given_name: 'Once', family_name: 'Only', email: '' }], [`/people/${person}/account/password`], [`/people/${person}/account/block`],
        [`/people/${person}/account/unblock`], [`/people/${person}/account/roles`, { role: 'manager', reach: 'self' }], ['/admin/api-keys', { name: 'Once', scope: 'people.list' }],
        [`/people/${person}/awards`, { competency: idText(code), achieved: '2026-01-05', evidence: 'Seen', level: '0' }], ['/admin/courses/new', { title: 'Once only', category: 'General', kind: 'elearning' }],
        ['/organisation/job-roles', { name: 'Once only' }], ['/admin/enrol', { course: one('SELECT id FROM course WHERE active = 1 LIMIT 1'), person }],
        ['/admin/settings', { 'identity.tries': '5' }], ['/account/language', { locale: 'en', next: '/account' }],
    ];
    for (const [path, fields] of forms) {
        const answer = await sam.post(path, fields);
        assert.equal(answer.status, 303, `${path} answered ${answer.status} ${answer.text.slice(0, 300)}`);
        const before = sql(server, 'SELECT MAX(id) FROM kernel_audit');
        assert.ok([200, 303].includes((await sam.get(answer.location)).status), path);
        assert.equal(sql(server, 'SELECT MAX(id) FROM kernel_audit'), before, `${path}: the page it leads to changes nothing`);
    }
});
