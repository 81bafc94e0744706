// Threats: guessing passwords, locking others out by guessing, learning who has an account, a flood of sign-ins.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { change, people, password, send, signIn, signInAnswer, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
let amara, sam;
before(async () => { [amara, sam] = await Promise.all(['amara', 'sam'].map((who) => signIn(server, who))); });

const deviceOf = (answer) => (answer.headers['set-cookie'] ?? []).find((line) => line.startsWith('tessera_device='))?.split(';')[0];
const passport = (who) => sql(server, `SELECT passport_number FROM person WHERE email = '${people[who]}'`);

/** A passport number with the right check digit that nobody has: that of a person who is given another. */
function freedNumber() {
    const number = sql(server, "SELECT p.passport_number FROM person p JOIN account a ON a.person = p.id WHERE a.password_hash = '' ORDER BY p.id DESC LIMIT 1");
    change(server, `UPDATE person SET passport_number = 'TP 0000 0000 0X' WHERE passport_number = '${number}'`);
    return number;
}

test('the strangers who lock an account do not lock out the devices it was used on', async () => {
    const first = await signInAnswer(server, people.priya, password);
    const device = deviceOf(first);
    assert.match(device, /^tessera_device=[\w-]{20,}\.[0-9a-f]{64}$/);
    for (let i = 0; i < 6; ++i) await signInAnswer(server, people.priya, `guess ${i}`);
    assert.equal((await signInAnswer(server, people.priya, password)).status, 429, 'strangers are paused');
    assert.equal((await signInAnswer(server, people.priya, password, { cookie: device })).status, 303, 'her own device is not');
    const forged = device.replace(/\.(.)/, (_, c) => `.${c === '0' ? '1' : '0'}`);
    assert.equal((await signInAnswer(server, people.priya, password, { cookie: forged })).status, 429, 'a device is not made up');
    const elsewhere = deviceOf(await signInAnswer(server, people.amara, password));
    assert.equal((await signInAnswer(server, people.priya, password, { cookie: elsewhere })).status, 429, 'nor borrowed from another account');
});

test('a device that was used before has a limit of its own', async () => {
    const device = deviceOf(await signInAnswer(server, people.gethin, password));
    const answers = [];
    for (let i = 0; i < 6; ++i) answers.push((await signInAnswer(server, people.gethin, `guess ${i}`, { cookie: device })).status);
    assert.deepEqual(answers, [422, 422, 422, 422, 429, 429]);
});

test('tries count by what was meant, not by how it was spelt, whether or not anybody has it', async () => {
    const spellings = (number) => [number, number.toLowerCase(), number.replace(/ /g, ''), number.replace(/ /g, '-'), number.replace(/ /g, '').toLowerCase(), number];
    const answers = async (number) => {
        const found = [];
        for (const login of spellings(number)) {
            const { status, text } = await signInAnswer(server, login, 'wrong');
            found.push(`${status} ${/You have \d|Try again in \d+/.exec(text)?.[0]}`);
        }
        return found;
    };
    const known = await answers(passport('sam'));
    assert.equal(known[0], '422 You have 4');
    assert.match(known[4], /^429/);
    const mail = async (login) => (await signInAnswer(server, login, 'wrong')).text.match(/You have \d/)?.[0];
    assert.equal(await mail('Nobody@Example.org'), 'You have 4');
    assert.equal(await mail('nobody@example.ORG '), 'You have 3');
    assert.deepEqual(await answers(freedNumber()), known, 'nobody has this one');
});

test('a flood of sign-ins is turned away and leaves everybody else their pages', async () => {
    const page = async () => {
        const began = performance.now();
        assert.equal((await amara.get('/learning')).status, 200);
        return performance.now() - began;
    };
    const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
    const timed = async (times) => {
        const took = [];
        for (let i = 0; i < times; ++i) took.push(await page());
        return median(took);
    };
    await timed(5);
    const quiet = await timed(25);
    // So that it is not the limit of an address that turns them away.
    assert.equal((await sam.post('/admin/settings', { 'identity.tries-per-address': '10000' })).status, 303);
    let flooding = true;
    const answers = new Map();
    let waits = '';
    const flood = Array.from({ length: 120 }, async (_, one) => {
        for (let i = 0; flooding; ++i) {
            const answer = await signInAnswer(server, `flood-${one}-${i}@example.org`, 'wrong', { 'x-flood': '1' });
            answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
            if (answer.status === 503) {
                waits = answer.headers['retry-after'];
                await new Promise((resolve) => setTimeout(resolve, 20));
            }
        }
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const busy = await timed(25);
    flooding = false;
    await Promise.all(flood);
    assert.ok(answers.get(503) > 100, `turned away: ${[...answers]}`);
    assert.match(waits, /^\d+$/);
    // This process makes the flood and times the pages on the same processors, so some of it is its own.
    assert.ok(busy < Math.max(20 * quiet, 400), `a page took ${quiet.toFixed(1)} ms, in the flood ${busy.toFixed(1)} ms`);
    assert.equal((await send(server, '/healthz')).status, 200);
});
