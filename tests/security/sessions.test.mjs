// Threats to signing in: fixation, stolen and forged sessions, guessing, redirects to other sites.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { execFileSync } from 'node:child_process';
import { Visitor, api, people, password, send, sessionOf, signIn, signInAnswer, sql, startServer } from './support.mjs';
import { Server, demoData } from '../support/server.mjs';

const server = await startServer();
after(() => server.stop());

test('session fixation: a session that was there before signing in is not taken over', async () => {
    const planted = 'attackers-choice-of-a-session-token-0123456789';
    const answer = await signInAnswer(server, people.amara, password, { cookie: `tessera_session=${planted}` });
    assert.equal(answer.status, 303);
    assert.notEqual(sessionOf(answer).value, planted);
    const visit = await send(server, '/account', { headers: { cookie: `tessera_session=${planted}` } });
    assert.equal(visit.status, 303, 'the planted session stays worth nothing');
});

test('each sign-in gives a new session, and signing out ends it', async () => {
    const [first, second] = [await signIn(server, 'amara'), await signIn(server, 'amara')];
    assert.notEqual(first.session.value, second.session.value);
    assert.ok(first.session.value.length >= 32);
    assert.equal((await first.post('/sign-out')).status, 303);
    assert.equal((await first.get('/account')).status, 303);
    assert.equal((await second.get('/account')).status, 200);
});

test('the session cookie can be read by no script and goes to no other site', async () => {
    const { attributes } = sessionOf(await signInAnswer(server, people.amara, password));
    for (const wanted of ['httponly', 'samesite=lax', 'path=/']) assert.ok(attributes.includes(wanted), `${wanted} in ${attributes}`);
    assert.ok(!attributes.some((item) => item.startsWith('domain')), 'no Domain: no neighbour gets it');
});

test('behind https the session cookie is Secure and no neighbouring host can plant one', async () => {
    // What the content origin's pages set for the whole domain would otherwise be sent to the site.
    const secure = new Server(demoData(), { publicUrl: 'https://learn.example.org', contentUrl: 'https://content.example.org' });
    await secure.start();
    try {
        const answer = await signInAnswer(secure, people.amara, password, { origin: 'https://learn.example.org', host: 'learn.example.org', 'sec-fetch-site': 'same-origin' });
        assert.equal(answer.status, 303);
        const session = sessionOf(answer);
        assert.ok(session.name.startsWith('__Host-'), session.name);
        assert.ok(session.attributes.includes('secure'));
        const planted = { cookie: `tessera_session=${session.value}` };
        assert.equal((await send(secure, '/account', { headers: planted })).status, 303, 'the unprotected name means nothing');
        const own = { cookie: `${session.name}=${session.value}` };
        assert.equal((await send(secure, '/account', { headers: own })).status, 200);
        assert.match((await send(secure, '/sign-in')).headers['strict-transport-security'] ?? '', /max-age=\d{7,}/);
    } finally {
        await secure.stop();
    }
});

test('stolen database: sessions, API keys and launch tokens are stored as digests only', async () => {
    const visitor = await signIn(server, 'amara');
    const key = server.apiKey('people.list');
    const dump = execFileSync('sqlite3', [`${server.data}/tessera.db`, '.dump'], { encoding: 'utf8', maxBuffer: 256 << 20 });
    for (const secret of [visitor.session.value, key, key.slice(4), password]) assert.ok(!dump.includes(secret));
    assert.match(sql(server, 'SELECT password_hash FROM account WHERE password_hash <> \'\''), /^\$argon2id\$/);
    assert.equal((await api(server, key, 'GET', '/people?limit=1')).status, 200);
    assert.equal((await api(server, `${key}x`, 'GET', '/people?limit=1')).status, 401);
    assert.equal((await send(server, '/account', { headers: { cookie: `tessera_session=${key}` } })).status, 303, 'a key is no session');
});

test('an API key is no cookie session and a session is no API key', async () => {
    const visitor = await signIn(server, 'gethin');
    assert.equal((await api(server, visitor.session.value, 'GET', '/people')).status, 401);
});

test('open redirect: next= leads nowhere but to this site', async () => {
    const evil = ['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', '\\\\evil.example', '///evil.example',
        'javascript:alert(1)', '/%5Cevil.example', '/..//evil.example', ' //evil.example', '/\r\nSet-Cookie: a=b', '/\u0000/evil.example', '/sign-in?next=//evil.example'];
    for (const next of evil) {
        const answer = await signInAnswer(server, people.priya, password, {}, next);
        const language = await new Visitor(server).post('/account/language', { locale: 'en', next });
        assert.ok([303, 400].includes(language.status));
        for (const location of [answer.location, language.location]) {
            const target = new URL(location, server.url);
            assert.equal(target.origin, server.url, `next=${JSON.stringify(next)} leads to ${location}`);
            assert.ok(!/^\/[/\\]/.test(location), location);
        }
    }
});

test('user enumeration: a wrong password and an unknown account are answered alike', async () => {
    const shape = ({ status, text }) => ({ status, text: text.replace(/value="[^"]*"/g, '').replace(/[\w.]+@[\w.]+/g, '') });
    const known = shape(await signInAnswer(server, people.gethin, 'not the password'));
    const unknown = shape(await signInAnswer(server, 'nobody.there@severnmarches.example', 'not the password'));
    assert.deepEqual(unknown, known);
    assert.equal(known.status, 422);
});

test('user enumeration: an unknown account takes as long to refuse as a known one', async () => {
    const time = async (login) => {
        const times = [];
        for (let i = 0; i < 3; ++i) {
            const from = performance.now();
            await signInAnswer(server, login(i), 'not the password');
            times.push(performance.now() - from);
        }
        return Math.min(...times);
    };
    const known = await time(() => people.priya);
    const unknown = await time((i) => `unknown.${i}@severnmarches.example`);
    // An answer without hashing comes in well under a millisecond; hashing takes tens.
    assert.ok(unknown > known / 3, `known ${known.toFixed(1)} ms, unknown ${unknown.toFixed(1)} ms`);
    await signIn(server, 'priya');
});

test('guessing: after five wrong passwords even the right one is refused, for one account only', async () => {
    for (let i = 0; i < 5; ++i) await signInAnswer(server, people.sam, `guess ${i}`);
    const right = await signInAnswer(server, people.sam, password);
    assert.equal(right.status, 429);
    assert.equal(sessionOf(right).name, undefined);
    assert.equal((await signInAnswer(server, people.amara, password)).status, 303, 'others are not held up');
    for (let i = 0; i < 5; ++i) await signInAnswer(server, 'no.such@severnmarches.example', `guess ${i}`);
    assert.equal((await signInAnswer(server, 'no.such@severnmarches.example', 'guess')).status, 429, 'an unknown one is paused alike');
});

test('guessing: many guesses at once and other ways to write the login count together', async () => {
    const at = 'nadia.rahman.not.there@severnmarches.example';
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => signInAnswer(server, i % 2 ? ` ${at.toUpperCase()}` : at, `guess ${i}`)));
    assert.ok(answers.filter(({ status }) => status === 422).length <= 5);
    const known = await Promise.all(Array.from({ length: 20 }, (_, i) => signInAnswer(server, i % 2 ? people.priya.toUpperCase() : `${people.priya} `, `guess ${i}`)));
    assert.ok(known.filter(({ status }) => status === 422).length <= 5);
    assert.ok(known.some(({ status }) => status === 429));
});

test('guessing: a stolen session can not try passwords without end', async () => {
    const visitor = await signIn(server, 'gethin');
    const typed = { password: 'three word phrase', again: 'three word phrase' };
    const answers = [];
    for (let i = 0; i < 6; ++i) answers.push((await visitor.post('/account/password', { current: `guess ${i}`, ...typed })).status);
    assert.deepEqual(answers.slice(0, 4), [422, 422, 422, 422]);
    assert.equal(answers[5], 429);
    assert.equal((await visitor.post('/account/password', { current: password, ...typed })).status, 429);
});

test('a session of somebody else can not be ended', async () => {
    const amara = await signIn(server, 'amara');
    const mallory = await signIn(server, 'gethin');
    const page = (await amara.get('/account')).text;
    const id = /\/account\/sessions\/([0-9A-Z]{13})/.exec(page)?.[1];
    assert.ok(id, 'the page names sessions to end');
    await mallory.post(`/account/sessions/${id}/end`);
    assert.equal((await amara.get('/account')).text.includes(id), true);
});

test('an anonymous visitor has no principal whatever cookie or key is sent', async () => {
    const visitor = new Visitor(server);
    for (const cookie of ['tessera_session=', 'tessera_session=%00', `tessera_session=${'x'.repeat(5000)}`, "tessera_session=' OR 1=1 --"]) {
        assert.equal((await visitor.get('/account', { cookie })).status, 303, cookie.slice(0, 40));
    }
    for (const authorization of ['Bearer ', 'Bearer null', 'Basic c2FtOnNhbQ==', "Bearer ' OR 1=1 --"]) {
        assert.equal((await send(server, '/api/v1/people', { headers: { authorization } })).status, 401, authorization);
    }
});
