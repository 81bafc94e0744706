// Threat: playing without a record becomes a way to other people's attempts, or to a result that counts.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { asPage, change, idNumber, launch, onContent, playable, signIn, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
const [amara, priya, gethin] = [await signIn(server, 'amara'), await signIn(server, 'priya'), await signIn(server, 'gethin')];

/** Everything that results, enrolments and awards are made of, as SQL. */
function records() {
    const names = sql(server, "SELECT group_concat(name, ' ') FROM sqlite_master WHERE type = 'table' AND (name LIKE 'attempt%' OR name LIKE 'enrolment%' OR name LIKE 'learner_%' OR name = 'competency_award')");
    for (const table of ['attempt', 'enrolment', 'competency_award', 'learner_objective']) assert.ok(names.split(' ').includes(table), `${table} in ${names}`);
    return execFileSync('sqlite3', [join(server.data, 'tessera.db'), `.dump ${names}`], { encoding: 'utf8', maxBuffer: 64 << 20 });
}

/** A player's page of a launch that records nothing: its id and token. */
async function rehearsal(url) {
    const token = url.split('/').at(-1);
    const page = await onContent(server, `/play/${token}`);
    assert.equal(page.status, 200);
    const block = JSON.parse(/<script type="application\/json" id="attempt">(.*?)<\/script>/s.exec(page.text)[1]);
    assert.equal(block.recorded, false);
    return { token, id: block.attempt, open: block.urls.open, commits: block.urls.commits };
}

const start = async (visitor, path, body) => {
    const answer = await visitor.json(path, body);
    assert.equal(answer.status, 200, answer.text);
    return rehearsal(JSON.parse(answer.text).url);
};

const passed = [['l', 1700000000000], ['i', 1700000000001], ['s', 1700000000002, 'cmi.core.score.raw', '100'],
    ['s', 1700000000003, 'cmi.core.lesson_status', 'passed'], ['s', 1700000000004, 'cmi.interactions.0.id', 'q'], ['t', 1700000000005], ['n', 1700000000006, 'exitAll']];

/** Opens the page and does everything that would pass the course. */
async function pass({ token, open, commits }) {
    const opened = JSON.parse((await asPage(server, token, open, {})).text);
    const answer = await asPage(server, token, commits, { opening: opened.opening, number: opened.number + 1, operations: passed });
    assert.equal(answer.status, 200, answer.text);
}

/** A course of one part that awards a competency: its package and the version in use. */
const course = JSON.parse((await gethin.json('/packages?q=data+security', undefined, 'GET')).text).packages[0];
const version = JSON.parse((await gethin.json(`/packages/${course.id}/versions`, undefined, 'GET')).text).versions[0].id;

test('a trial run passes the course and nothing comes of it, not even for somebody who is enrolled', async () => {
    assert.equal((await gethin.post(`/courses/${course.course}/enrol`)).status, 303);
    const before = records();
    for (const mode of ['normal', 'browse']) await pass(await start(gethin, `/packages/${course.id}/versions/${version}/trial`, { mode }));
    assert.equal(records(), before);
});

test('looking again passes and fails the course and nothing comes of it', async () => {
    assert.equal((await priya.post(`/courses/${course.course}/enrol`)).status, 303);
    const enrolment = new RegExp(`/courses/${course.course}"[\\s\\S]*?/enrolments/([0-9A-Z]{13})/`).exec((await priya.get('/learning')).text)[1];
    const browsed = records();
    await pass(await start(priya, `/enrolments/${enrolment}/launch`, { mode: 'browse' }));
    assert.equal(records(), browsed);
    const real = await launch(priya, enrolment);
    await pass({ token: real.token, open: `/play/attempts/${real.attempt}/open`, commits: `/play/attempts/${real.attempt}/commits` });
    const before = records();
    assert.match(before, /completed/);
    const again = await start(priya, `/enrolments/${enrolment}/launch`, { mode: 'review' });
    const opened = JSON.parse((await asPage(server, again.token, again.open, {})).text);
    const worse = [['l', 1700000000010], ['i', 1700000000011], ['s', 1700000000012, 'cmi.core.lesson_status', 'failed'], ['t', 1700000000013], ['n', 1700000000014, 'exitAll']];
    assert.equal((await asPage(server, again.token, again.commits, { opening: opened.opening, number: 1, operations: worse })).status, 200);
    await pass(again);
    assert.equal(records(), before);

    // Nobody else looks at it, whatever they may do elsewhere.
    for (const visitor of [amara, gethin]) {
        for (const mode of ['review', 'browse']) {
            assert.equal((await visitor.json(`/enrolments/${enrolment}/launch`, { mode })).status, 404, mode);
            assert.equal((await visitor.post(`/enrolments/${enrolment}/play`, { mode })).status, 404, mode);
        }
        assert.equal((await visitor.get(`/enrolments/${enrolment}/new-attempt`)).status, 404);
    }
});

test('a token opens what it was made for only', async () => {
    const real = await launch(amara, await playable(amara));
    const own = await start(amara, `/enrolments/${await playable(amara)}/launch`, { mode: 'browse' });
    const trial = await start(gethin, `/packages/${course.id}/versions/${version}/trial`, {});
    const commit = { opening: 1, number: 1, operations: passed };
    for (const [token, path, status] of [
        [own.token, `/play/attempts/${real.attempt}`, 410], [real.token, `/play/rehearsals/${own.id}`, 410],
        [own.token, `/play/rehearsals/${trial.id}`, 403], [trial.token, `/play/rehearsals/${own.id}`, 403],
        ['x', `/play/rehearsals/${own.id}`, 410], [own.token, `/play/attempts/${own.id}`, 410],
    ]) {
        assert.equal((await asPage(server, token, `${path}/open`, {})).status, status, path);
        assert.equal((await asPage(server, token, `${path}/commits`, commit)).status, status, path);
    }
    assert.equal(sql(server, `SELECT COUNT(*) FROM launch WHERE digest = '${own.token}'`), '0', 'stored as a digest');
    change(server, `UPDATE rehearsal SET expires_at = 1 WHERE id = ${idNumber(own.id)}`);
    assert.equal((await onContent(server, `/play/${own.token}`)).status, 410);
    assert.equal((await asPage(server, own.token, own.open, {})).status, 410);
});

test('nobody fills the disk with copies of an attempt', async () => {
    const enrolment = await playable(amara);
    for (let i = 0; i < 12; ++i) await start(amara, `/enrolments/${enrolment}/launch`, { mode: 'browse' });
    assert.equal(sql(server, "SELECT COUNT(*) FROM rehearsal r JOIN account a ON a.person = r.owner WHERE a.email LIKE 'amara%'"), '5');
});
