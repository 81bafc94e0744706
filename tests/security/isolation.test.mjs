// Threat: what a course brings along reaches the learner's session, other courses' attempts or the site's pages.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { asPage, change, contentHost, filled, launch, onContent, playable, routes, send, signIn, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
const amara = await signIn(server, 'amara');
const isContent = ({ pattern }) => /^\/(play|c)\//.test(pattern);

test('no page of the site is on the content origin, whoever asks', async () => {
    const own = routes().filter((route) => !isContent(route));
    assert.ok(own.length > 60, `${own.length}`);
    for (const { method, pattern } of [...own, ...['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json'].map((path) => ({ method: 'GET', pattern: path }))]) {
        const answer = await onContent(server, filled(pattern), { method, headers: { ...amara.headers, 'x-csrf-token': amara.csrf }, body: method === 'GET' ? undefined : '' });
        assert.equal(answer.status, 404, `${method} ${pattern} answered ${answer.status}`);
    }
});

test('nothing of courses is on the site\'s own origin', async () => {
    const { token, attempt } = await launch(amara, await playable(amara));
    const sha256 = sql(server, 'SELECT sha256 FROM package_version LIMIT 1');
    for (const path of [`/play/${token}`, `/c/${sha256}/imsmanifest.xml`]) {
        assert.equal((await amara.get(path)).status, 404, path);
        assert.equal((await onContent(server, path)).status, 200, path);
    }
    assert.equal((await send(server, `/play/attempts/${attempt}/open`, { method: 'POST', body: '{}', headers: { authorization: `Launch ${token}` } })).status, 404);
});

test('content origins know no session, and set only the cookies of a launch', async () => {
    const { token } = await launch(amara, await playable(amara));
    for (const path of [`/play/${token}`, '/play/x', '/nothing', '/account', '/sign-in']) {
        const answer = await onContent(server, path, { headers: amara.headers });
        const cookies = answer.headers['set-cookie'] ?? [];
        assert.equal(cookies.length, path === `/play/${token}` ? 2 : 0, path);
        for (const cookie of cookies) assert.match(cookie, /^tessera_(browser|launch)=[\w-]+; Path=\/play\/[^;]*; Max-Age=86400; HttpOnly; SameSite=Lax$/);
        assert.ok(!answer.text.includes('/sign-out'), `${path} shows no account`);
    }
});

test('the player runs our scripts only, is framed by nobody, and tells no address', async () => {
    const { token } = await launch(amara, await playable(amara));
    const { headers } = await onContent(server, `/play/${token}`);
    const policy = headers['content-security-policy'];
    const scripts = /script-src ([^;]*)/.exec(policy)[1];
    assert.equal(scripts, `'self' 'wasm-unsafe-eval' http://${contentHost(server)}`);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /form-action 'none'/);
    assert.equal(headers['referrer-policy'], 'no-referrer', 'the address holds the launch token');
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(headers['permissions-policy'], /unload=\(self\)/);
});

test('files of packages are framed on their own origin only, and are never taken for another type', async () => {
    const sha256 = sql(server, 'SELECT sha256 FROM package_version LIMIT 1');
    const manifest = await onContent(server, `/c/${sha256}/imsmanifest.xml`);
    assert.equal(manifest.headers['x-content-type-options'], 'nosniff');
    const page = /href="([^"]+\.html)[^"]*"/.exec(manifest.text)[1];
    const { headers, status } = await onContent(server, `/c/${sha256}/${page}`);
    assert.equal(status, 200);
    assert.match(headers['content-security-policy'], /frame-ancestors 'self'/);
    assert.match(headers['content-security-policy'], /default-src 'self' https: http: .*connect-src 'self' https: http: /, 'content of an http site may load what browsers let it load');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['service-worker-allowed'], undefined, 'a package can watch over no other');
});

test('a launch token opens its attempt only, ends, and is stored as a digest', async () => {
    const { token, attempt } = await launch(amara, await playable(amara));
    assert.ok(token.length >= 43, 'as hard to guess as a key');
    assert.equal(sql(server, `SELECT COUNT(*) FROM launch WHERE digest = '${token}'`), '0');
    assert.equal((await asPage(server, token, `/play/attempts/${attempt}/open`, {})).status, 200);
    change(server, 'UPDATE launch SET expires_at = 1');
    assert.equal((await onContent(server, `/play/${token}`)).status, 410);
    assert.equal((await asPage(server, token, `/play/attempts/${attempt}/open`, {})).status, 410);
});

test('no log line has a launch token, a session, a key, a password or a query', async () => {
    const { token } = await launch(amara, await playable(amara));
    const key = server.apiKey('people.list');
    await onContent(server, `/play/${token}`);
    await send(server, '/api/v1/people?q=a-private-search', { headers: { authorization: `Bearer ${key}` } });
    await signIn(server, 'priya');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.match(server.log, /"path":"\/play\/\{token\}"/);
    for (const secret of [token, key, amara.session.value, 'tessera demo 2026', 'a-private-search', amara.csrf]) {
        assert.ok(!server.log.includes(secret), `the log has "${secret}"`);
    }
});

test('other names for the content origin are not the content origin', async () => {
    const sha256 = sql(server, 'SELECT sha256 FROM package_version LIMIT 1');
    const own = contentHost(server, sha256), label = sha256.slice(0, 40);
    for (const host of [`content.localhost.:${server.port}`, `content.localhost:1`, 'content.localhost', `localhost:${server.port}`, 'evil.example', `${own}.evil.example`,
        contentHost(server), `${label}.content.localhost`, `${label}.content.localhost.:${server.port}`, `x.${own}`, `${label}.localhost:${server.port}`,
        `${sha256}.content.localhost:${server.port}`, `${label.slice(1)}.content.localhost:${server.port}`]) {
        const answer = await send(server, `/c/${sha256}/imsmanifest.xml`, { host });
        // A name of another site, or another port, is told so; one of ours has nothing there.
        const ours = new RegExp(`^([\\w.-]+\\.)?localhost:${server.port}$`).test(host);
        assert.ok(answer.status === 421 || (ours && answer.status === 404), `${host}: ${answer.status}`);
    }
    assert.equal((await send(server, `/c/${sha256}/imsmanifest.xml`, { host: own.toUpperCase() })).status, 200);
});

test('the host of a package has neither files nor attempts of another one', async () => {
    const gethin = await signIn(server, 'gethin');
    const [mine, other] = (await gethin.json('/packages', undefined, 'GET')).text.match(/"sha256":"[0-9a-f]{64}"/g)?.map((text) => text.slice(10, -1)) ?? [];
    assert.ok(mine && other && mine !== other);
    for (const sha256 of [mine, other]) assert.equal((await onContent(server, `/c/${sha256}/imsmanifest.xml`)).status, 200);
    assert.equal((await onContent(server, `/c/${other}/imsmanifest.xml`, { host: contentHost(server, mine) })).status, 404);

    const { token, attempt } = await launch(amara, await playable(amara));
    const page = await onContent(server, `/play/${token}`);
    assert.equal(page.status, 200);
    const sha256 = /\/c\/([0-9a-f]{64})\//.exec(page.text)[1];
    const elsewhere = contentHost(server, sha256 === mine ? other : mine);
    for (const host of [elsewhere, contentHost(server)]) {
        assert.equal((await onContent(server, `/play/${token}`, { host })).status, 404, host);
        for (const what of ['open', 'commits']) {
            const body = what === 'open' ? {} : { opening: 1, number: 1, operations: [['l', 1700000000000]] };
            assert.equal((await asPage(server, token, `/play/attempts/${attempt}/${what}`, body, host)).status, 404, `${what} on ${host}`);
        }
    }
    assert.equal((await asPage(server, token, `/play/attempts/${attempt}/open`, {})).status, 200);
});

test('hosts of packages have no page of the site, and its files only by a way to the shared host', async () => {
    const sha256 = sql(server, 'SELECT sha256 FROM package_version LIMIT 1');
    const host = contentHost(server, sha256);
    for (const path of ['/', '/sign-in', '/learning', '/healthz', '/readyz', '/metrics', '/api/v1/openapi.json', '/account'])
        assert.equal((await send(server, path, { host, headers: amara.headers })).status, 404, path);
    const file = /\/static\/[^"]*tokens\.css/.exec((await amara.get('/')).text)[0];
    const away = await send(server, file, { host });
    assert.equal(away.status, 307);
    assert.equal(away.location, `http://${contentHost(server)}${file}`);
    const shared = await send(server, file, { host: contentHost(server) });
    assert.equal(shared.status, 200);
    assert.equal(shared.headers['access-control-allow-origin'], '*');
    assert.match(shared.headers['cache-control'], /immutable/);
});

test('a site whose packages share one origin is told so, and plays', async () => {
    const shared = await startServer({ contentHost: 'content.localhost' });
    try {
        const learner = await signIn(shared, 'amara');
        const { token, attempt } = await launch(learner, await playable(learner));
        assert.equal((await onContent(shared, `/play/${token}`)).status, 200);
        assert.equal((await asPage(shared, token, `/play/attempts/${attempt}/open`, {})).status, 200);
        assert.match(shared.log, /All packages share the content origin/);
        assert.match((await send(shared, '/readyz')).text, /^ready\nnote: All packages share the content origin/);
        assert.equal((await send(shared, '/readyz', { headers: { 'x-forwarded-for': '198.51.100.7' } })).text, 'ready\n', 'outsiders are told nothing');
        const sam = await signIn(shared, 'sam');
        assert.match((await sam.get('/admin/plugins')).text, /All courses share one origin/);
    } finally {
        await shared.stop();
    }
    assert.equal((await send(server, '/readyz')).text, 'ready\n');
    assert.ok(!(await (await signIn(server, 'sam')).get('/admin/plugins')).text.includes('All courses share one origin'));
});
