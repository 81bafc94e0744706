// Threat: one learner's script fills the disk for all.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { asPage, change, launch, playable, send, signIn, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
const sam = await signIn(server, 'sam');

async function set(values) {
    const answer = await sam.post('/admin/settings', values);
    assert.equal(answer.status, 303, answer.text.slice(0, 2000));
}

/** An attempt with something in it, so that "new" begins another. */
async function begin(visitor, enrolment) {
    const { token, attempt } = await launch(visitor, enrolment, 'new');
    const opened = JSON.parse((await asPage(server, token, `/play/attempts/${attempt}/open`, {})).text);
    let number = opened.number;
    const commit = (operations) => asPage(server, token, `/play/attempts/${attempt}/commits`, { opening: opened.opening, number: ++number, operations });
    assert.equal((await commit([['l', 1700000000000], ['i', 1700000000001]])).status, 200);
    return commit;
}

test('a learner begins so many attempts in a day, and goes on tomorrow', async () => {
    const amara = await signIn(server, 'amara');
    const enrolment = await playable(amara);
    const begun = Number(sql(server, `SELECT COALESCE(MAX(attempts), 0) FROM learner_day`));
    await set({ 'elearning.attempts-a-day': String(begun + 2) });
    await begin(amara, enrolment);
    await begin(amara, enrolment);
    const attempts = sql(server, 'SELECT COUNT(*) FROM attempt');
    const refused = await amara.json(`/enrolments/${enrolment}/launch`, { attempt: 'new' });
    assert.equal(refused.status, 429);
    assert.match(refused.text, /elearning\.attempts-today/);
    assert.equal(sql(server, 'SELECT COUNT(*) FROM attempt'), attempts);
    assert.equal((await amara.json(`/enrolments/${enrolment}/launch`, { attempt: 'resume' })).status, 200, 'what was begun goes on');
    change(server, 'UPDATE learner_day SET since = since - 25 * 3600000');
    await begin(amara, enrolment);
});

test('a learner sends so many megabytes in a day; what is over is not kept, and said', async () => {
    await set({ 'elearning.attempts-a-day': '1000', 'elearning.megabytes-a-day': '3' });
    const priya = await signIn(server, 'priya');
    const commit = await begin(priya, await playable(priya));
    let sent = 0, answer;
    do {
        const operations = Array.from({ length: 100 }, () => ['s', 1700000000002, 'cmi.suspend_data', 'x'.repeat(4000)]);
        answer = await commit(operations);
        sent += answer.status === 200 ? 1 : 0;
    } while (answer.status === 200 && sent < 40);
    assert.equal(answer.status, 429, answer.text.slice(0, 300));
    assert.match(answer.text, /elearning\.bytes-today/);
    assert.ok(sent > 2 && sent < 10, `${sent} commits of 400 KB`);
    const gethin = await signIn(server, 'gethin');
    assert.equal((await gethin.get('/learning')).status, 200, 'others notice nothing');
    change(server, 'UPDATE learner_day SET since = since - 25 * 3600000');
    assert.equal((await commit([['c', 1700000000003]])).status, 409, 'the page sends what was not taken again, from its first on');
});

test('a disk that is nearly full is told before it is full', async () => {
    assert.match((await send(server, '/metrics')).text, /tessera_disk_low 0\n/);
    await set({ 'kernel.disk-alarm-megabytes': '1000000000' });
    assert.match((await send(server, '/readyz')).text, /^ready\nnote: The disk of the data folder has \d+ MB left/);
    const metrics = (await send(server, '/metrics')).text;
    assert.match(metrics, /tessera_disk_low 1\n/);
    assert.match(metrics, /tessera_disk_free_bytes \d+\n/);
    assert.match((await sam.get('/admin/plugins')).text, /disk is nearly full/);
    await set({ 'kernel.disk-alarm-megabytes': '1' });
    assert.equal((await send(server, '/readyz')).text, 'ready\n');
});
