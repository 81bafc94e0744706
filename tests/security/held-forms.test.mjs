// A session that ends while a form is filled in: what was typed goes on after signing in, for the same person alone.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Visitor, people, password, send, sessionOf, signIn, signInAnswer, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());

const TYPED = { given_name: 'Bronwen', family_name: 'Kept & Kay', email: 'bronwen.kept@example.org', type: 'employee' };
const held = () => Number(sql(server, 'SELECT COUNT(*) FROM kernel_held_form'));
const persons = () => Number(sql(server, "SELECT COUNT(*) FROM person WHERE email = 'bronwen.kept@example.org'"));

/** A visitor whose session ended after the page with the form was made: cookie and token are still sent. */
async function left(who) {
    const visitor = await signIn(server, who);
    assert.equal((await visitor.post('/sign-out')).status, 303);
    return visitor;
}

/** Signs in on the page that was answered and returns where it leads: {visitor, location}. */
async function signInThere(location, who) {
    const next = new URL(location, server.url).searchParams.get('next');
    const answer = await signInAnswer(server, people[who], password, {}, next);
    assert.equal(answer.status, 303);
    const visitor = new Visitor(server);
    visitor.session = sessionOf(answer);
    visitor.headers.cookie = `${visitor.session.name}=${visitor.session.value}`;
    visitor.csrf = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/account')).text)?.[1];
    return { visitor, location: answer.location };
}

const decode = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
const hidden = (text) => [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [name, decode(value)]);

test('what was typed is kept, shown after signing in, and sent once when the person says so', async () => {
    const gethin = await left('gethin');
    const answer = await gethin.post('/people/new', TYPED);
    assert.equal(answer.status, 303);
    assert.match(answer.location, /^\/sign-in\?next=\/held\/[0-9A-Z]{13}$/);
    const page = await send(server, answer.location);
    assert.match(page.text, /What you typed is kept/);
    assert.match(page.text, /<main/);
    assert.equal(persons(), 0, 'nothing is done before');

    const { visitor, location } = await signInThere(answer.location, 'gethin');
    assert.match(location, /^\/held\//);
    const shown = await visitor.get(location);
    assert.equal(shown.status, 200);
    assert.match(shown.headers['cache-control'], /no-store/);
    assert.ok(shown.text.includes('Kept &amp; Kay') && !shown.text.includes('Kept & Kay'), 'escaped');
    assert.equal(persons(), 0, 'nor by looking');
    const main = shown.text.slice(shown.text.indexOf('<main'));
    const form = main.slice(main.indexOf('<form'), main.indexOf('</form>'));
    assert.match(form, /action="\/people\/new"/);
    const fields = hidden(form);
    for (const [name, value] of Object.entries(TYPED)) assert.ok(fields.some(([n, v]) => n === name && v === value), name);
    const sent = await visitor.sendPost('/people/new', new URLSearchParams(fields).toString(), { 'content-type': 'application/x-www-form-urlencoded' });
    assert.equal(sent.status, 303, sent.text.slice(0, 300));
    assert.equal(persons(), 1);
});

test('somebody else who signs in on that page neither sees nor sends it', async () => {
    const gethin = await left('gethin');
    const answer = await gethin.post('/people/new', { ...TYPED, email: 'other.kept@example.org' });
    const { visitor, location } = await signInThere(answer.location, 'sam');
    const page = await visitor.get(location);
    assert.equal(page.status, 403);
    assert.ok(!page.text.includes('Bronwen') && !page.text.includes('other.kept'));
    assert.equal((await send(server, location)).status, 303, 'nor who has not signed in');
    assert.equal(sql(server, "SELECT COUNT(*) FROM person WHERE email = 'other.kept@example.org'"), '0');
});

test('nothing is kept for who was never signed in, for other sites, with a password, or without end', async () => {
    const before = held();
    const form = (fields) => new URLSearchParams(fields).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: server.url };
    const post = (fields, more = {}) => send(server, '/people/new', { method: 'POST', body: form(fields), headers: { ...headers, ...more } });
    assert.equal((await post(TYPED)).status, 401, 'no token');
    assert.equal((await post({ ...TYPED, _csrf: '0000000000001.0123456789abcdef0123456789abcdef.' + 'a'.repeat(64) })).status, 401, 'a forged one');
    const gethin = await left('gethin');
    const token = { _csrf: gethin.csrf };
    assert.equal((await post({ ...TYPED, _csrf: gethin.csrf.replace(/^./, gethin.csrf[0] === '0' ? '1' : '0') })).status, 401, 'another account');
    assert.equal((await post({ ...TYPED, ...token }, { origin: 'https://evil.example' })).status, 403, 'another site');
    assert.equal((await post({ ...TYPED, ...token }, { 'sec-fetch-site': 'cross-site' })).status, 403, 'another site');
    assert.equal((await post({ ...TYPED, ...token, new_password: 'secret words' })).status, 401, 'a password');
    assert.ok([401, 413].includes((await post({ ...TYPED, ...token, notes: 'x'.repeat(70_000) })).status), 'too large');
    assert.equal(held(), before);
    for (let i = 0; i < 8; ++i) assert.equal((await post({ ...TYPED, ...token })).status, 303);
    assert.ok(Number(sql(server, 'SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM kernel_held_form GROUP BY account)')) <= 5, 'an account has a few');
});

test('a file has to be chosen again, and the page says so', async () => {
    const gethin = await left('gethin');
    const answer = await gethin.upload('/admin/packages', 'course.zip', Buffer.from('not a zip'));
    assert.equal(answer.status, 303, answer.text.slice(0, 200));
    const { visitor, location } = await signInThere(answer.location, 'gethin');
    const page = await visitor.get(location);
    assert.match(page.text, /Choose the file again/);
    assert.match(page.text, /enctype="multipart\/form-data"/);
    assert.match(page.text, /<input[^>]*type="file"[^>]*name="file"/);
});
