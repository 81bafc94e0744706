// Threat: a launch's address is found on a shared computer, is passed on, or lives longer than the right it came from.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { api, asPage, asPageOf, change, contentHost, idNumber, launch, onContent, pageCookies, people, playable, send, signIn, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
const page = (token, options) => onContent(server, `/play/${token}`, options);

/** A launch by a session whose page was opened: {token, attempt, open(), commit()}, which answer with a status. */
async function opened(visitor, enrolment) {
    const { token, attempt } = await launch(visitor, enrolment ?? await playable(visitor), 'resume');
    const path = `/play/attempts/${attempt}`;
    const first = await asPage(server, token, `${path}/open`, {});
    assert.equal(first.status, 200, first.text);
    const { opening, number } = JSON.parse(first.text);
    let next = number;
    return {
        token, attempt, path,
        open: async () => (await asPage(server, token, `${path}/open`, {})).status,
        commit: async () => (await asPage(server, token, `${path}/commits`, { opening, number: ++next, operations: [['l', 1700000000000]] })).status,
        page: async () => (await onContent(server, path, { host: hostOf(attempt), headers: { cookie: pageCookies.get(token) } })).status,
    };
}
const hostOf = (attempt) => contentHost(server, sql(server,
    `SELECT v.sha256 FROM attempt a JOIN package_version v ON v.id = a.package_version WHERE a.id = ${idNumber(attempt)}`));

async function expectEnded(play, why) {
    assert.equal(await play.commit(), 410, `a commit after ${why}`);
    assert.equal(await play.open(), 410, `opening after ${why}`);
    assert.equal(await play.page(), 410, `the page after ${why}`);
    assert.equal((await page(play.token)).status, 410, `the address after ${why}`);
}

test('a session\'s launch is exchanged at its first use and works in that browser only', async () => {
    const amara = await signIn(server, 'amara');
    const { token, attempt } = await launch(amara, await playable(amara));
    const path = `/play/attempts/${attempt}`, host = hostOf(attempt);
    assert.equal((await page(token, { method: 'HEAD' })).status, 200);
    assert.equal((await asPageOf(server, token, `${path}/open`, {}, host)).status, 410, 'an address that was not used yet is no right to requests');
    const first = await page(token);
    assert.equal(first.status, 200, 'a look at the header was no use of it');
    const cookie = first.headers['set-cookie'].map((line) => line.split(';')[0]).join('; ');
    const block = JSON.parse(/id="attempt">(.*?)<\/script>/s.exec(first.text)[1]);
    assert.equal(block.urls.page, path, 'the page knows an address for the history');
    assert.ok(!path.includes(token));
    assert.equal((await page(token)).status, 410, 'the address is used up');
    assert.equal((await page(token, { headers: { cookie } })).status, 410, 'for this browser too');
    assert.equal((await asPageOf(server, token, `${path}/open`, {}, host)).status, 410, 'without the cookies');
    assert.equal((await asPageOf(server, token, `${path}/open`, {}, host, `tessera_browser=${'x'.repeat(43)}`)).status, 410, 'another browser');
    assert.equal((await asPageOf(server, token, `${path}/open`, {}, host, cookie)).status, 200);
    assert.equal((await onContent(server, path, { host, headers: { cookie } })).status, 200, 'a reload');
    assert.equal((await onContent(server, path, { host })).status, 410);
    assert.equal((await onContent(server, '/play/attempts/0000000000001', { host, headers: { cookie } })).status, 410);

    const second = await launch(amara, await playable(amara));
    const again = await page(second.token, { headers: { cookie } });
    assert.equal(again.headers['set-cookie'][0].split(';')[0], cookie.split('; ')[0], 'the browser stays the one it was');
    assert.equal((await asPageOf(server, token, `${path}/open`, {}, host, cookie)).status, 200, 'so its other page goes on');
    assert.ok(!sql(server, 'SELECT group_concat(browser) FROM launch').includes(cookie.split('; ')[0].split('=')[1]), 'of the cookie the digest is kept');
});

test('an address that nobody used in ten minutes opens nothing', async () => {
    const amara = await signIn(server, 'amara');
    const { token } = await launch(amara, await playable(amara));
    change(server, 'UPDATE launch SET started_at = started_at - 11 * 60000');
    assert.equal((await page(token)).status, 410);
});

test('a launch ends with its session: sign-out, sign-out elsewhere, expiry', async () => {
    const [amara, other] = [await signIn(server, 'amara'), await signIn(server, 'amara')];
    const [mine, theirs] = [await opened(amara), await opened(other)];
    assert.equal((await amara.post('/account/sign-out-elsewhere')).status, 303);
    await expectEnded(theirs, 'signing out elsewhere');
    assert.equal(await mine.open(), 200);
    assert.equal((await amara.post('/sign-out')).status, 303);
    await expectEnded(mine, 'signing out');

    const priya = await signIn(server, 'priya');
    const play = await opened(priya);
    change(server, 'UPDATE account_session SET expires_at = 1');
    await expectEnded(play, 'the session\'s end, also when it came from elsewhere');
});

test('playing is a use of the session, which puts off its end', async () => {
    const priya = await signIn(server, 'priya');
    const play = await opened(priya);
    change(server, 'UPDATE account_session SET last_seen = last_seen - 11 * 3600000, expires_at = expires_at - 11 * 3600000');
    assert.equal(await play.commit(), 200);
    assert.ok(Number(sql(server, 'SELECT MAX(expires_at) FROM account_session')) > Date.now() + 11 * 3_600_000);
});

test('a launch ends when the account is blocked, and when its password is changed by somebody else', async () => {
    const sam = await signIn(server, 'sam');
    const account = (email) => sql(server, `SELECT id FROM account WHERE email = '${email}'`);
    const priya = await signIn(server, 'priya');
    const play = await opened(priya);
    change(server, `UPDATE account SET blocked = 1 WHERE id = ${account(people.priya)}`);
    await expectEnded(play, 'the block');
    change(server, `UPDATE account SET blocked = 0 WHERE id = ${account(people.priya)}`);
    assert.ok(sam);

    const amara = await signIn(server, 'amara');
    const next = await opened(amara);
    change(server, `DELETE FROM account_session WHERE account = ${account(people.amara)}`);
    await expectEnded(next, 'the end of all sessions, as with a new password');
});

test('a launch ends with its enrolment', async () => {
    const amara = await signIn(server, 'amara');
    const enrolment = await playable(amara);
    const play = await opened(amara, enrolment);
    assert.equal((await amara.post(`/enrolments/${enrolment}/withdraw`)).status, 303);
    await expectEnded(play, 'the withdrawal');
});

test('a launch ends after a day, however much it is used', async () => {
    const amara = await signIn(server, 'amara');
    const play = await opened(amara);
    const end = () => Number(sql(server, 'SELECT MAX(expires_at - started_at) FROM launch'));
    assert.equal(end(), 24 * 3_600_000);
    assert.equal(await play.commit(), 200);
    assert.equal(await play.open(), 200);
    assert.equal(end(), 24 * 3_600_000, 'use renews nothing');
    change(server, 'UPDATE launch SET expires_at = 1');
    await expectEnded(play, 'a day');
});

test('an API key\'s launch opens again and elsewhere, and ends with the key, the person\'s account and the enrolment', async () => {
    const key = server.apiKey('people.create', 'enrolment.manage', 'elearning.play');
    const course = (await api(server, server.apiKey('elearning.packages'), 'GET', '/packages')).body.packages[0].course;
    const person = (await api(server, key, 'POST', '/people', { given_name: 'Tool', family_name: 'User', email: 'tool@example.org' })).body.id;
    const enrolment = (await api(server, key, 'POST', '/enrolments', { person, course })).body.id;
    const { url, attempt } = (await api(server, key, 'POST', `/enrolments/${enrolment}/launch`, {})).body;
    const { host, pathname } = new URL(url), token = pathname.split('/').at(-1);
    const get = async () => (await send(server, pathname, { host })).status;
    const open = async () => (await asPageOf(server, token, `/play/attempts/${attempt}/open`, {}, host)).status;
    for (let i = 0; i < 2; ++i) assert.deepEqual([await get(), await open()], [200, 200]);
    assert.equal((await send(server, pathname, { host })).headers['set-cookie'], undefined);
    change(server, 'UPDATE account_api_key SET revoked_at = 1');
    assert.deepEqual([await get(), await open()], [410, 410], 'the key was revoked');
    change(server, 'UPDATE account_api_key SET revoked_at = NULL');
    assert.equal(await open(), 200);
    change(server, `UPDATE account SET blocked = 1 WHERE person = ${idNumber(person)}`);
    assert.equal(await open(), sql(server, `SELECT COUNT(*) FROM account WHERE person = ${idNumber(person)}`) === '0' ? 200 : 410);
    change(server, `UPDATE account SET blocked = 0 WHERE person = ${idNumber(person)}`);
    change(server, `UPDATE enrolment SET status = 'withdrawn' WHERE id = ${idNumber(enrolment)}`);
    assert.deepEqual([await get(), await open()], [410, 410], 'the enrolment was withdrawn');
});
