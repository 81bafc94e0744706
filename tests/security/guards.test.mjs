// Threats to guards (policies): what is hidden shows in another list, an empty page says that something is
// hidden, a guard that does not run leaves its door open. plugins/catalogue/testing/warden.cpp guards.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { api, change, idNumber, idText, root, signIn, sql, tessera } from './support.mjs';
import { Server, demoData } from '../support/server.mjs';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const server = new Server(demoData());
const place = join(server.data, 'plugins/warden');
const library = join(root, 'build/kernel/test_plugins/libwarden.so');

function install(behaviour) {
    mkdirSync(join(place, 'migrations'), { recursive: true });
    const { api: version, abi } = JSON.parse(readFileSync(join(root, 'build/home/plugins/people/plugin.json'), 'utf8'));
    writeFileSync(join(place, 'plugin.json'), JSON.stringify({
        id: 'warden', version: '1.0.0', title: 'Warden', description: 'Hides courses.', api: version, abi,
        requires: ['catalogue'], guards: ['catalogue.may-see-course/1'],
    }));
    writeFileSync(join(place, 'migrations/0001_warden.sql'), 'CREATE TABLE warden_hidden (course BIGINT NOT NULL PRIMARY KEY);');
    writeFileSync(join(place, 'behaviour'), behaviour);
    cpSync(library, join(place, 'libwarden.so'));
}

install('narrow');
await server.start();
after(() => server.stop());
const [amara, gethin, sam] = await Promise.all(['amara', 'gethin', 'sam'].map((who) => signIn(server, who)));
const key = server.apiKey('catalogue.browse');

const enable = () => sam.post('/admin/plugins/warden/enable');
const disable = () => sam.post('/admin/plugins/warden/disable', { sure: 'yes' });
const titles = (text) => [...text.matchAll(/href="\/courses\/([0-9A-Z]{13})"/g)].map((match) => match[1]);
const listed = async (visitor, query = '') => [...new Set(titles((await visitor.get(`/learn?${query}`)).text))];

/** 60 courses called "Roster N", every second hidden. */
change(server, `INSERT INTO course_category (id, name) VALUES (77, 'Rosters');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
    INSERT INTO course (id, category, title, summary, keywords, search_text, minutes, active, created_at)
        SELECT 1000 + i, 77, 'Roster ' || printf('%02d', i), '', '', 'roster ' || printf('%02d', i), 0, 1, 0 FROM n;
    INSERT INTO warden_hidden SELECT id FROM course WHERE id BETWEEN 1001 AND 1060 AND id % 2 = 1;`);

for (const behaviour of ['narrow', 'decide']) {
    test(`what is hidden takes no place in pages, counts, search and the REST list (${behaviour})`, async () => {
        await disable();
        install(behaviour);
        assert.equal((await enable()).status, 303);
        const first = await listed(amara, 'q=roster');
        const second = await listed(amara, 'q=roster&page=2');
        assert.deepEqual([first.length, second.length], [25, 5], 'full pages first');
        assert(![...first, ...second].includes(idText(1001)));
        assert.match((await amara.get('/learn')).text, /Rosters <b>30<\/b>/);
        assert.match((await gethin.get('/learn')).text, /Rosters <b>60<\/b>/, 'who edits courses sees them all');
        const rest = await api(server, key, 'GET', '/courses?q=roster');
        assert.equal(rest.body.courses.length, 30);
        assert.equal((await api(server, key, 'GET', `/courses/${idText(1001)}`)).status, 404);
        assert.equal((await amara.get(`/courses/${idText(1001)}`)).status, 404);
        assert.equal((await amara.get(`/courses/${idText(1002)}`)).status, 200);
        assert.equal((await amara.post(`/courses/${idText(1001)}/enrol`)).status, 404);
    });

    test(`home offers no hidden course for what is out of date (${behaviour})`, async () => {
        // What one is enrolled on stays on one's own record.
        const enrolled = (course) => sql(server, `SELECT COUNT(*) FROM enrolment e JOIN person p ON p.id = e.person
            WHERE p.given_name = 'Amara' AND e.course = ${idNumber(course)}`) !== '0';
        const offered = titles((await amara.get('/')).text).find((course) => !enrolled(course));
        assert(offered, 'home offers a course');
        change(server, `INSERT INTO warden_hidden VALUES (${idNumber(offered)})`);
        assert(!titles((await amara.get('/')).text).includes(offered));
        change(server, 'DELETE FROM warden_hidden WHERE course NOT BETWEEN 1001 AND 1060');
    });
}

test('a guard that fails is a no, everywhere', async () => {
    await disable();
    install('fail');
    assert.equal((await enable()).status, 303);
    assert.deepEqual(await listed(amara, 'q=roster'), []);
    assert.equal((await amara.get(`/courses/${idText(1002)}`)).status, 404);
    assert.equal((await amara.post(`/courses/${idText(1002)}/enrol`)).status, 404);
    assert.equal((await api(server, key, 'GET', '/courses?q=roster')).body.courses.length, 0);
    assert.equal((await listed(gethin, 'q=roster')).length, 25);
});

for (const [name, damage] of [
    ['its library is missing', () => rmSync(join(place, 'libwarden.so'))],
    ['its manifest is broken', () => writeFileSync(join(place, 'plugin.json'), '{')],
    ['its folder is missing', () => rmSync(place, { recursive: true })],
]) {
    test(`a guard is a no while ${name}, and the page says so; stopped on purpose it is open`, async () => {
        install('narrow');
        await enable();
        await server.kill();
        damage();
        const again = server.start().catch(() => {});
        while (!server.log.includes('"message":"Serving"')) await sleep(50);
        assert.deepEqual(await listed(amara, 'q=roster'), []);
        assert.equal((await amara.post(`/courses/${idText(1002)}/enrol`)).status, 404);
        const page = (await sam.get('/admin/plugins')).text;
        assert.match(page, /who may see which course/);
        assert.match((await fetch(`${server.url}/readyz`).then((answer) => answer.text())), /^warden: /m);
        const asked = await sam.post('/admin/plugins/warden/disable');
        assert.equal(asked.status, 200);
        assert.match(asked.text, /who may see which course/);
        assert.deepEqual(await listed(amara, 'q=roster'), [], 'nothing was changed yet');
        assert.equal((await disable()).status, 303);
        assert.equal((await listed(amara, 'q=roster')).length, 25);
        await again;
    });
}

test('a plugin that was removed can be forgotten, with a question, and that is in the trail', async () => {
    rmSync(place, { recursive: true, force: true });
    assert.equal((await gethin.get('/admin/plugins/warden/remove')).status, 403);
    assert.equal((await sam.get('/admin/plugins/warden/remove')).status, 200);
    assert.equal((await sam.post('/admin/plugins/warden/remove')).status, 200, 'it asks first');
    assert.equal((await sam.post('/admin/plugins/warden/remove', { sure: 'yes' })).status, 303);
    assert.equal(sql(server, "SELECT COUNT(*) FROM kernel_audit WHERE action = 'kernel.plugin-forgotten'"), '1');
    assert.equal((await sam.post('/admin/plugins/people/remove', { sure: 'yes' })).status, 409, 'that one is installed');
});

test('the command line opens no guard without being sure', () => {
    install('narrow');
    assert.throws(() => tessera('plugin', 'disable', 'warden', '--data', server.data));
    assert.equal(sql(server, "SELECT COUNT(*) FROM kernel_plugin WHERE id = 'warden' AND disabled = 1"), '0');
    tessera('plugin', 'disable', 'warden', '--yes', '--data', server.data);
});

test('what happens while a plugin is stopped is handled as soon as it is back, once and in order', async () => {
    const writes = server.apiKey('enrolment.manage', 'enrolment.own', 'people.create', 'catalogue.browse', 'competencies.own', 'competencies.view');
    const fire = (await api(server, writes, 'GET', '/courses?q=fire')).body.courses[0].id;
    for (const plugin of ['compliance', 'competencies']) assert.equal((await sam.post(`/admin/plugins/${plugin}/disable`)).status, 303);
    const person = (await api(server, writes, 'POST', '/people', { given_name: 'Edith', family_name: 'Clarke', email: 'edith.clarke@example.org' })).body.id;
    const enrolment = (await api(server, writes, 'POST', '/enrolments', { person, course: fire })).body.id;
    assert.equal((await api(server, writes, 'POST', `/enrolments/${enrolment}/status`, { status: 'completed' })).status, 200);
    assert.match((await sam.get('/admin/plugins')).text, /1 event waits for it/);
    assert.equal((await sam.post('/admin/plugins/competencies/enable')).status, 303);
    for (let i = 0; i < 40 && sql(server, `SELECT COUNT(*) FROM competency_award WHERE evidence = 'enrolment:${enrolment}'`) !== '1'; ++i) await sleep(50);
    assert.equal((await sam.post('/admin/plugins/compliance/enable')).status, 303);
    const awards = (await api(server, writes, 'GET', `/people/${person}/awards`)).body.awards;
    assert.deepEqual(awards.map((award) => award.evidence), [`enrolment:${enrolment}`]);
    assert.equal(sql(server, "SELECT COUNT(*) FROM kernel_outbox WHERE plugin = 'competencies'"), '0');
});
