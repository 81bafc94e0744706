// Threat: requests made by hand. Another site's name leads here, a proxy's header is forged, slow strangers take all
// there is, files run out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Server, demoData, program, temporaryFolder } from '../support/server.mjs';
import { zip } from '../packages/make.mjs';
import { api, contentHost, onContent, people, root, send, signIn, signInAnswer, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
const amara = await signIn(server, 'amara');
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A connection that says `bytes` and then nothing more. */
function silent(to, bytes) {
    const socket = connect(to.port, '127.0.0.1');
    socket.write(bytes);
    socket.text = '';
    socket.on('data', (chunk) => { socket.text += chunk; });
    socket.on('error', () => {});
    return socket;
}

test('a request under another site\'s name gets a sentence and nothing else', async () => {
    for (const host of ['evil.example', `evil.example:${server.port}`, `localhost:${server.port + 1}`, 'localhost', `localhost.evil.example:${server.port}`, `x.localhost:${server.port}`, '169.254.169.254']) {
        for (const path of ['/', '/sign-in', '/api/v1/openapi.json', '/static/x/theme/y', '/nothing']) {
            const answer = await send(server, path, { host, headers: amara.headers });
            assert.equal(answer.status, 421, `${path} as ${host}`);
            assert.doesNotMatch(answer.text, /<html|Amara|evil/);
            assert.equal(answer.headers.location, undefined);
        }
        assert.equal((await send(server, '/healthz', { host })).status, 200, 'monitoring asks by address');
        assert.equal((await send(server, '/readyz', { host })).status, 200);
    }
    assert.equal((await send(server, '/sign-in', { host: `127.0.0.1:${server.port}` })).status, 200, 'a site at localhost is also at its address');
    assert.match((await send(server, '/sign-in', { host: 'evil.example', headers: { 'accept-language': 'cy' } })).text, /gweinydd/);
    assert.equal(JSON.parse((await send(server, '/api/v1/openapi.json', { host: 'evil.example' })).text).code, 'http.host');
});

test('behind a trusted proxy the limits of sign-in count the client, whatever it writes before', async () => {
    const proxied = await new Server(demoData(), { proxies: ['127.0.0.1'] }).start();
    try {
        let turn = 0;
        const guess = (lines) => signInAnswer(proxied, `nobody${++turn}@severnmarches.example`, 'wrong', { 'x-forwarded-for': lines });
        const until429 = async (lines) => {
            for (let tries = 1; tries <= 200; ++tries) if ((await guess(lines(tries))).status === 429) return tries;
            return Infinity;
        };
        // Two lines, as a proxy adds its own to what the attacker sent: the last entry is the proxy's.
        const forged = await until429((n) => [`198.51.100.${n}`, '203.0.113.9']);
        assert.ok(forged < 200, 'an address made up for each try does not help');
        assert.equal((await guess('203.0.113.9')).status, 429, 'and it is the same client in one line');
        assert.equal((await guess('203.0.113.9:4711')).status, 429, 'with a port');
        assert.notEqual((await guess('203.0.113.10')).status, 429, 'others are not held up');
        const garbage = await until429((n) => `198.51.100.7, made-up-${n}`);
        assert.ok(garbage < 200, 'what is no address is nobody of its own');
    } finally {
        await proxied.stop();
    }
});

test('slow strangers keep nobody from pages and uploads', { timeout: 120_000 }, async () => {
    const strangers = [];
    const heads = [
        `POST /sign-in HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 15000\r\n\r\nlogin=`,
        `POST /sign-in HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nlogin=\r\n`,
        `POST /sign-in HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n`,
        `POST /api/v1/packages HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Type: application/zip\r\nContent-Length: 100000000\r\n\r\nPK`,
        `POST /play/attempts/0000000000001/commits HTTP/1.1\r\nHost: ${contentHost(server)}\r\nAuthorization: Launch x\r\nContent-Type: application/json\r\nContent-Length: 1900000\r\n\r\n{`,
        `POST /play/attempts/0000000000001/commits HTTP/1.1\r\nHost: ${contentHost(server)}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1fffff\r\n{`,
    ];
    for (let i = 0; i < 40; ++i) for (const head of heads) strangers.push(silent(server, head));
    await later(500);
    const key = server.apiKey('elearning.packages');
    const bytes = zip({
        'imsmanifest.xml': `<manifest identifier="slow" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
            <organizations default="O"><organization identifier="O"><title>Beside strangers</title><item identifier="I" identifierref="R"><title>I</title></item></organization></organizations>
            <resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="a.html"><file href="a.html"/></resource></resources></manifest>`,
        'a.html': '<script>parent.API.LMSInitialize("")</script>', 'film.mp4': { bytes: Buffer.alloc(2_000_000, 7), stored: true },
    });
    // Sent in pieces, so that the server has to wait for it.
    const upload = silent(server, `POST /api/v1/packages HTTP/1.1\r\nHost: localhost:${server.port}\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/zip\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`);
    let longest = 0;
    for (let at = 0; at < bytes.length; at += 100_000) {
        upload.write(bytes.subarray(at, at + 100_000));
        const from = performance.now();
        assert.equal((await amara.get('/account')).status, 200);
        longest = Math.max(longest, performance.now() - from);
    }
    for (let tries = 0; tries < 200 && !upload.text.includes('\r\n\r\n'); ++tries) await later(50);
    assert.match(upload.text, /^HTTP\/1\.1 201 /, upload.text.slice(0, 300));
    assert.ok(longest < 3000, `a page took ${longest.toFixed(0)} ms`);
    assert.equal((await signInAnswer(server, people.priya, 'wrong')).status, 422, 'signing in goes on, too');
    for (const stranger of strangers) stranger.destroy();
});

test('a stranger may send 16 KB to sign in, and not more', async () => {
    const tryWith = (size) => send(server, '/sign-in', { method: 'POST', body: 'x'.repeat(size), headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url } });
    assert.equal((await tryWith(16_384)).status, 422);
    assert.equal((await tryWith(16_385)).status, 413);
});

test('an upload that is cut off leaves nothing, also when the server is killed in the middle', async () => {
    const own = await new Server(demoData()).start();
    const key = own.apiKey('elearning.packages');
    const left = () => readdirSync(join(own.data, 'tmp')).filter((name) => name !== 'plugins');
    const begin = () => silent(own, `POST /api/v1/packages HTTP/1.1\r\nHost: localhost:${own.port}\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/zip\r\nContent-Length: 5000000\r\n\r\n${'x'.repeat(300_000)}`);
    const until = async (holds) => { for (let tries = 0; tries < 100 && !holds(); ++tries) await later(50); };
    try {
        const first = begin();
        await until(() => left().length === 1);
        assert.equal(left().length, 1);
        first.destroy();
        await until(() => left().length === 0);
        assert.deepEqual(left(), []);
        begin();
        await until(() => left().length === 1);
        await own.kill();
        assert.equal(left().length, 1);
        await own.start();
        assert.deepEqual(left(), []);
    } finally {
        await own.stop();
    }
});

test('with few open files the site serves its visitors before it takes new ones', { timeout: 60_000 }, async () => {
    const small = new Server(demoData(), { wrap: ['sh', '-c', 'ulimit -n 256; exec "$0" "$@"'] });
    await small.start();
    const crowd = [];
    try {
        for (let i = 0; i < 400; ++i) crowd.push(silent(small, `GET /healthz HTTP/1.1\r\nHost: localhost:${small.port}\r\n\r\n`));
        await later(1000);
        const served = crowd.filter(({ text }) => text.startsWith('HTTP/1.1 200')).length, refused = crowd.filter(({ text }) => text.startsWith('HTTP/1.1 503')).length;
        assert.ok(served > 20 && refused > 100, `${served} served, ${refused} turned away`);
        // One of those who are in asks for a page that needs the database, templates and files.
        const inside = crowd.find(({ text, destroyed }) => text.startsWith('HTTP/1.1 200') && !destroyed);
        inside.text = '';
        inside.write(`GET /sign-in HTTP/1.1\r\nHost: localhost:${small.port}\r\n\r\n`);
        for (let tries = 0; tries < 100 && !inside.text; ++tries) await later(50);
        assert.match(inside.text, /^HTTP\/1\.1 200 /);
        for (const socket of crowd) socket.destroy();
        await later(300);
        assert.equal((await signIn(small, 'amara').then((visitor) => visitor.get('/'))).status, 200, 'and all is well afterwards');
        assert.match(small.log, /fewer connections/);
    } finally {
        for (const socket of crowd) socket.destroy();
        await small.stop();
    }
    const none = spawnSync('sh', ['-c', `ulimit -n 64; exec "$0" "$@"`, program, 'serve', '--data', join(temporaryFolder(), 'd'), '--listen', `127.0.0.1:${small.port}`], { encoding: 'utf8', timeout: 20_000 });
    assert.equal(none.status, 1);
    assert.match(none.stderr, /open files|file/);
});

test('JSON values of another type are named, and change nothing', async () => {
    const key = server.apiKey('catalogue.edit', 'competencies.award', 'people.create', 'enrolment.manage', 'elearning.play', 'elearning.packages');
    const person = sql(server, "SELECT id FROM person LIMIT 1");
    const before = sql(server, 'SELECT (SELECT COUNT(*) FROM course) + (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM competency_award) + (SELECT COUNT(*) FROM enrolment)');
    const description = JSON.parse((await send(server, '/api/v1/openapi.json')).text);
    let asked = 0;
    for (const [path, methods] of Object.entries(description.paths)) {
        for (const [method, operation] of Object.entries(methods)) {
            const schema = operation.requestBody?.content?.['application/json']?.schema;
            for (const [field, { type, format }] of Object.entries(schema?.properties ?? {})) {
                for (const value of [1, 1.5, true, '', ['x'], { x: 1 }, 'x', -1, 1e300]) {
                    const fits = type === 'string' ? typeof value === 'string' : type === 'boolean' ? typeof value === 'boolean' : Number.isInteger(value);
                    if (fits || (format && typeof value === 'string')) continue;
                    const { status, body } = await api(server, key, method.toUpperCase(), path.replace('/api/v1', '').replace(/\{[^}]+\}/g, '0000000000001'), { [field]: value });
                    assert.ok(status >= 400 && status < 500, `${method} ${path} ${field}=${JSON.stringify(value)}: ${status}`);
                    if (status === 422) assert.ok(body.errors?.length > 0, `${path} names the field: ${JSON.stringify(body)}`);
                    ++asked;
                }
            }
        }
    }
    assert.ok(asked > 50, `${asked} asked`);
    for (const value of [5, true, [], {}]) {
        const award = await api(server, key, 'POST', `/people/${'0000000000001'}/awards`, { competency: value });
        assert.equal(award.status, 422, JSON.stringify(award.body));
        assert.equal(award.body.errors[0].field, 'competency');
    }
    assert.equal(sql(server, 'SELECT (SELECT COUNT(*) FROM course) + (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM competency_award) + (SELECT COUNT(*) FROM enrolment)'), before);
    assert.ok(person);
});

test('text files go out compressed as the browser takes them, and parts of them as they are', async () => {
    const page = (await send(server, '/sign-in')).text;
    const paths = [...page.matchAll(/(?:href|src)="(\/static\/[^"]+\.(?:css|js|svg))"/g)].map(([, path]) => path.replace('&#x2F;', '/'));
    assert.ok(paths.length > 2, page.slice(0, 2000));
    const raw = (path, headers) => new Promise((resolve) => {
        const socket = silent(server, `GET ${path} HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n${headers}\r\n`);
        const parts = [];
        socket.on('data', (chunk) => parts.push(chunk));
        socket.on('close', () => {
            const bytes = Buffer.concat(parts), end = bytes.indexOf('\r\n\r\n');
            const head = bytes.subarray(0, end).toString();
            resolve({ status: Number(head.slice(9, 12)), head, header: (name) => new RegExp(`^${name}: (.*?)\r?$`, 'mi').exec(head)?.[1], body: bytes.subarray(end + 4) });
        });
    });
    for (const path of paths) {
        const plain = await raw(path, '');
        assert.equal(plain.status, 200, path);
        const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
        for (const [accept, coding] of [['gzip, deflate, br, zstd', 'br'], ['gzip', 'gzip'], ['br;q=0, *', 'gzip'], ['identity', undefined], ['gzip;q=0', undefined]]) {
            const packed = await raw(path, `Accept-Encoding: ${accept}\r\n`);
            if (plain.header('vary') === undefined) continue;   // too small to be worth it
            assert.equal(packed.header('content-encoding'), coding, `${path} for ${accept}`);
            assert.equal(packed.header('vary'), 'Accept-Encoding');
            assert.equal(packed.header('cache-control'), 'public, max-age=31536000, immutable');
            if (!coding) continue;
            assert.ok(packed.body.length < plain.body.length * 0.9, `${path} ${coding}`);
            assert.deepEqual(unpack[coding](packed.body), plain.body, path);
            assert.notEqual(packed.header('etag'), plain.header('etag'));
            assert.equal((await raw(path, `Accept-Encoding: ${accept}\r\nIf-None-Match: ${packed.header('etag')}\r\n`)).status, 304);
            const part = await raw(path, `Accept-Encoding: ${accept}\r\nRange: bytes=1-5\r\n`);
            assert.equal(part.status, 206);
            assert.equal(part.header('content-encoding'), undefined);
            assert.deepEqual(part.body, plain.body.subarray(1, 6));
        }
    }
    // Every text of theme, plugins and player that is worth it.
    const home = join(root, 'build/home');
    for (const kind of ['themes', 'plugins']) {
        for (const name of readdirSync(join(home, kind), { recursive: true }).filter((file) => /^[^/]+\/static\/.*\.(css|js|wasm|svg)$/.test(file))) {
            const file = join(home, kind, name);
            if (readFileSync(file).length > 1500) assert.ok(existsSync(`${file}.br`) && existsSync(`${file}.gz`), name);
        }
    }
});

test('the icon that browsers ask for by themselves is there, on both origins', async () => {
    for (const answer of [await send(server, '/favicon.ico'), await onContent(server, '/favicon.ico')]) {
        assert.equal(answer.status, 200);
        assert.equal(answer.headers['content-type'], 'image/vnd.microsoft.icon');
    }
});
