// Threat: a role that was granted for one ward, or for oneself, is used on another ward or on the whole site.
// Every route of the running program × every role × every reach, on something within the reach and out of it. What is expected
// comes from the manifests; objects are in reach.data.mjs, and a route about people or units that is not there fails.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { objects } from './reach.data.mjs';
import { Visitor, api, change, idNumber, idText, root, signIn, sql, startServer, tessera } from './support.mjs';

const roles = ['employee', 'manager', 'instructor', 'learning-administrator', 'site-administrator'];
const reaches = ['self', 'unit', 'site'];
const least = { own: 'self', person: 'self', unit: 'unit', site: 'site' };
const counts = (about, reach) => reaches.indexOf(reach) >= reaches.indexOf(least[about]);

const permissions = new Map();
for (const plugin of readdirSync(join(root, 'plugins'), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    for (const one of JSON.parse(readFileSync(join(root, 'plugins', plugin.name, 'plugin.json'), 'utf8')).permissions ?? []) permissions.set(one.id, one);
}

const server = await startServer();
after(() => server.stop());
const routes = JSON.parse(tessera('routes', '--data', server.data, '--json')).routes;
let actors, all, serial = 0n;

/** The values of a query's column x. */
function rows(query) {
    const text = sql(server, `SELECT group_concat(x, ',') FROM (${query})`);
    return text ? text.split(',') : [];
}

/** A fresh id for what the test puts into the tables itself. */
const freshId = () => String(BigInt(Date.now()) * 4_000_000n + ++serial);

/** Somebody with an account and nothing but an employee's role, an enrolment and an attempt. */
async function target(person, sam, key) {
    const of = (query) => sql(server, query.replaceAll('?', person));
    const id = idText(person);
    change(server, `DELETE FROM account_role WHERE account = (SELECT id FROM account WHERE person = ${person}) AND NOT (role = 'employee' AND reach = 'self')`);
    change(server, `DELETE FROM enrolment_log WHERE enrolment IN (SELECT id FROM enrolment WHERE person = ${person})`);
    change(server, `DELETE FROM enrolment WHERE person = ${person}`);
    const enrolled = await sam.json('/enrolments', { person: id, course: all.playable });
    assert.equal(enrolled.status, 201, enrolled.text);
    const enrolment = JSON.parse(enrolled.text).id;
    const launched = await api(server, key, 'POST', `/enrolments/${enrolment}/launch`, {});
    assert.equal(launched.status, 200, JSON.stringify(launched.body));
    return {
        person: id, enrolment, attempt: launched.body.attempt,
        name: of('SELECT family_name FROM person WHERE id = ?'), email: of('SELECT email FROM person WHERE id = ?'),
        employment: idText(of('SELECT MIN(id) FROM employment WHERE person = ?')), unit: idText(of('SELECT unit FROM employment WHERE person = ? ORDER BY id LIMIT 1')),
    };
}

/** An award and a requirement of their own for each try: trying takes them away. */
function fresh(who) {
    const [award, requirement, waiting] = [freshId(), freshId(), freshId()];
    change(server, `INSERT INTO competency_award (id, person, competency, level, achieved, source, evidence, awarded_by, created_at)
        VALUES (${award}, ${idNumber(who.person)}, ${idNumber(all.competency)}, 0, '2026-01-05', 'external', 'Seen', 'Test', 0);
        INSERT INTO competency_waiting (id, person, competency, level, achieved, evidence, course, editors, created_at, decision, decided_by)
        VALUES (${waiting}, ${idNumber(who.person)}, ${idNumber(all.competency)}, 0, '2026-01-05', 'enrolment:${waiting}', ${idNumber(all.playable)}, '[]', 0, '', '');
        DELETE FROM competency_requirement WHERE competency = ${idNumber(all.spare)};
        INSERT INTO competency_requirement (id, competency, level, target_kind, target, since)
        VALUES (${requirement}, ${idNumber(all.spare)}, 0, 'unit', ${idNumber(who.unit)}, '2026-01-05')`);
    return { ...who, award: idText(award), requirement: idText(requirement), waiting: idText(waiting) };
}

before(async () => {
    const sam = await signIn(server, 'sam');
    const key = server.apiKey('elearning.play');
    const one = (query) => idText(sql(server, query));
    all = {
        jobRole: one('SELECT id FROM job_role LIMIT 1'),
        competency: one('SELECT id FROM competency WHERE levels = 0 ORDER BY id LIMIT 1'), code: sql(server, 'SELECT code FROM competency WHERE levels = 0 ORDER BY id LIMIT 1'),
        spare: one('SELECT id FROM competency WHERE levels = 0 ORDER BY id DESC LIMIT 1'),
        playable: one('SELECT course FROM package ORDER BY id LIMIT 1'),
        course: one('SELECT id FROM course WHERE active = 1 AND id NOT IN (SELECT course FROM package) LIMIT 1'),
    };
    // Two units side by side with nothing below them, and people who have no reports.
    const plain = `SELECT e.id FROM employment e WHERE e.end_date IS NULL AND NOT EXISTS (SELECT 1 FROM employment m WHERE m.manager = e.id)
        AND EXISTS (SELECT 1 FROM account a WHERE a.person = e.person AND a.email IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM employment o WHERE o.person = e.person AND o.id <> e.id)`;
    const units = rows(`SELECT u.id AS x FROM unit u WHERE NOT EXISTS (SELECT 1 FROM unit b WHERE b.parent = u.id)
        AND (SELECT COUNT(*) FROM employment e WHERE e.unit = u.id AND e.id IN (${plain})) >= 2 ORDER BY u.id LIMIT 2`);
    assert.equal(units.length, 2);
    const personIn = (unit) => rows(`SELECT person AS x FROM employment WHERE unit = ${unit} AND id IN (${plain}) ORDER BY id LIMIT 1`)[0];
    const inside = await target(personIn(units[0]), sam, key), outside = await target(personIn(units[1]), sam, key);
    const main = "'amara.okafor@severnmarches.example', 'priya.ramanathan@severnmarches.example', 'gethin.pugh@severnmarches.example', 'sam.whitlock@severnmarches.example'";
    const others = rows(`SELECT person AS x FROM employment WHERE unit NOT IN (${units}) AND id IN (${plain}) AND person NOT IN (SELECT id FROM person WHERE email IN (${main})) ORDER BY id LIMIT 20`);
    assert.equal(others.length, 20);
    actors = [];
    for (const role of roles) {
        let report;
        for (const reach of reaches) {
            const person = others.pop();
            const account = sql(server, `SELECT id FROM account WHERE person = ${person}`);
            if (reach === 'self') {
                report = await target(others.pop(), sam, key);
                change(server, `UPDATE employment SET manager = (SELECT MIN(id) FROM employment WHERE person = ${person}) WHERE person = ${idNumber(report.person)}`);
            }
            // Straight into the table: grants that the program refuses today may be there from before.
            change(server, `UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE email LIKE 'amara.okafor@%'), terms_version = 1, must_change = 0 WHERE id = ${account};
                DELETE FROM account_role WHERE account = ${account};
                INSERT INTO account_role (id, account, role, reach, unit) VALUES (${freshId()}, ${account}, '${role}', '${reach}', ${reach === 'unit' ? units[0] : 0})`);
            const visitor = await new Visitor(server).signIn(sql(server, `SELECT email FROM account WHERE id = ${account}`));
            actors.push({ role, reach, visitor, person: idText(person), inside: reach === 'self' ? report : inside, outside });
        }
    }
});

const key = ({ method, pattern }) => `${method} ${pattern}`;
const holds = (actor, id) => {
    const permission = permissions.get(id);
    // Looking after one's own account is everybody's.
    return id === 'identity.own-account' || (permission.roles.includes(actor.role) && counts(permission.about, actor.reach));
};

/** The answer of a route to an actor, about somebody. */
async function ask(actor, route, who, entry = {}) {
    const path = (entry.path ?? route.pattern).replace(/\{(\w+)(\.\.\.)?\}/g, (_, name) => who?.[name] ?? '0000000000001');
    if (route.method === 'GET') return actor.visitor.get(path);
    if (path.startsWith('/api/')) return actor.visitor.json(path.slice(7), entry.json?.(who, all) ?? {}, route.method);
    return actor.visitor.post(path, entry.body?.(who, all) ?? {});
}

const refusal = (answer) => (answer.status === 403 ? /"code":"([\w.-]+)"/.exec(answer.text)?.[1] ?? 'page' : '');

test('every permission says in its manifest what it is about', () => {
    for (const { id, about } of permissions.values()) assert.ok(about in least, id);
});

test('every route about people or units has an object to be tried with', () => {
    assert.ok(routes.length > 100);
    for (const route of routes.filter(({ permission, about }) => permission && ['person', 'unit'].includes(about))) {
        assert.ok(objects[key(route)], `${key(route)} (${route.permission}) is not in reach.data.mjs`);
    }
    const known = new Set(routes.map(key));
    for (const name of Object.keys(objects)) assert.ok(known.has(name), `${name} is no route`);
});

test('every route × role × reach: who does not hold the permission is refused', async () => {
    for (const actor of actors) {
        for (const route of routes.filter(({ permission, origin }) => permission && origin === 'public')) {
            if (holds(actor, route.permission)) continue;
            const answer = await ask(actor, route, actor.inside, objects[key(route)]);
            assert.equal(answer.status, 403, `${actor.role} (${actor.reach}): ${key(route)} answered ${answer.status}`);
        }
    }
});

test('every route × role × reach: who holds it is let in', async () => {
    for (const actor of actors) {
        for (const route of routes.filter(({ permission, about, origin }) => permission && origin === 'public' && !['person', 'unit'].includes(about))) {
            // Those that would end this session, or change what the other tests need.
            if (!holds(actor, route.permission) || objects[key(route)] || /sign-out|\/(dis|en)able$/.test(route.pattern)) continue;
            const answer = await ask(actor, route, null);
            assert.ok(answer.status !== 403 && answer.status !== 401 && answer.status < 500, `${actor.role} (${actor.reach}): ${key(route)} answered ${answer.status} ${refusal(answer)}`);
        }
    }
});

test('every route × role × reach: within the reach it works, out of it it does not', async () => {
    for (const actor of actors) {
        for (const route of routes.filter((one) => objects[key(one)] && one.origin === 'public')) {
            const entry = objects[key(route)];
            if (!holds(actor, route.permission) || entry.sealed) continue;
            const where = `${actor.role} (${actor.reach}): ${key(route)}`;
            const decides = entry.asks ?? route.permission;
            const reach = entry.asks && !holds(actor, decides) ? 'none' : actor.reach;
            const wide = entry.least ? reach === entry.least : reach !== 'none';
            const within = await ask(actor, route, fresh(actor.inside), entry);
            if (wide) assert.ok(within.status < 500 && ![401, 403, 404].includes(within.status) && within.status !== entry.refusal, `${where} within reach answered ${within.status} ${within.text.slice(0, 300)}`);
            else assert.ok([403, 404].includes(within.status), `${where} answered ${within.status}`);
            const beyond = await ask(actor, route, fresh(actor.outside), entry);
            if (entry.list) {
                assert.ok(within.text.includes(actor.reach === 'site' ? '' : actor.inside.name), where);
                if (reach !== 'site') assert.ok(!beyond.text.includes(actor.outside.person), `${where} lists somebody out of reach`);
            } else if (entry.shows) {
                if (reach !== 'site') assert.ok(!beyond.text.includes(actor.outside.name), `${where} tells a name out of reach`);
            } else if (/\{|^POST/.test(key(route))) {
                const refused = [403, 404].includes(beyond.status) || beyond.status === entry.refusal;
                assert.equal(refused, entry.least ? !wide : reach !== 'site', `${where} beyond reach answered ${beyond.status} ${beyond.text.slice(0, 300)}`);
            }
        }
    }
});
