// Threat: packages that cost much, many of them at once, or that are left behind when nothing comes of them.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { zip } from '../packages/make.mjs';
import { api, onContent, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
const key = server.apiKey('elearning.packages');

const manifest = (title, before = '') => `<?xml version="1.0"?><manifest identifier="M" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
 <organizations default="O"><organization identifier="O"><title>${title}</title><item identifier="I" identifierref="R"><title>Part</title></item></organization></organizations>
 ${before}<resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="index.html"/></resources></manifest>`;
const page = '<title>x</title><script>parent.API.LMSInitialize(""); parent.API.LMSFinish("")</script>';
/** Takes seconds to read: it is mostly inflating. */
const slow = (title) => zip({ 'imsmanifest.xml': manifest(title), 'index.html': page, ...Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`${n}.bin`, slowBytes])) });
const slowBytes = Buffer.from(Array.from({ length: 1 << 20 }, (_, n) => `${(n * 2654435761) % 97} `).join('').repeat(8));

const begin = async (bytes, query = '?wait=0') => api(server, key, 'POST', `/packages${query}`, new Uint8Array(bytes));
const state = async (id) => (await api(server, key, 'GET', `/imports/${id}`)).body.state;
const stored = () => readdirSync(join(server.data, 'files'), { recursive: true }).filter((name) => /[0-9a-f]{64}$/.test(name)).length;
async function until(what, limit = 60_000) {
    for (const end = Date.now() + limit; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) if (await what()) return;
    assert.fail('it did not happen in time');
}

test('eighty thousand attributes are refused in no time, and nothing of them is kept', async () => {
    const before = stored();
    const many = Array.from({ length: 80_000 }, (_, n) => ` a${n}="x"`).join('');
    const from = performance.now();
    const { status, body } = await begin(zip({ 'imsmanifest.xml': manifest('Many', `<x${many}/>`), 'index.html': page }), '');
    assert.equal(status, 422);
    assert.ok(JSON.stringify(body).includes('manifest.too-many-attributes'));
    assert.ok(performance.now() - from < 5000);
    assert.equal(stored(), before);
});

test('two are read at a time, the others wait, and a cancelled one leaves nothing behind', async () => {
    const before = stored();
    const ids = [];
    for (let n = 0; n < 4; ++n) {
        const { status, body } = await begin(slow(`Slow ${n}`));
        assert.equal(status, 202, JSON.stringify(body));
        ids.push(body.id);
    }
    let most = 0;
    const cancelled = ids[3];
    assert.equal((await api(server, key, 'DELETE', `/imports/${cancelled}`)).status, 204);
    assert.equal((await api(server, key, 'DELETE', `/imports/${cancelled}`)).status, 409);
    await until(async () => {
        const states = await Promise.all(ids.map(state));
        most = Math.max(most, states.filter((one) => one === 'checking').length);
        return states.every((one) => !['waiting', 'checking'].includes(one));
    });
    assert.ok(most <= 2, `${most} at a time`);
    assert.deepEqual(await Promise.all(ids.map(state)), ['added', 'added', 'added', 'cancelled']);
    assert.equal(sql(server, "SELECT COUNT(*) FROM package_version WHERE title LIKE 'Slow%'"), '3');
    assert.equal(stored(), before + 3);
});

test('the server stops while it reads, and goes on with it after the next start', async () => {
    const { body } = await begin(slow('Stopped'));
    await until(async () => (await state(body.id)) === 'checking');
    const from = performance.now();
    await server.stop();
    assert.ok(performance.now() - from < 9000, 'a package holds nobody up');
    await server.start();
    await until(async () => (await state(body.id)) === 'added');
    assert.equal(sql(server, "SELECT COUNT(*) FROM package_version WHERE title = 'Stopped'"), '1');
});

test('ranges of a compressed film unpack it once, in the data folder', async () => {
    const film = Buffer.alloc(30_000_000, 'film '.repeat(1000) + 'x');
    const { body } = await begin(zip({ 'imsmanifest.xml': manifest('Film'), 'index.html': page, 'film.mp4': film }), '');
    const { body: described } = await api(server, key, 'GET', `/packages/${body.id}`);
    const path = `/c/${described.sha256}/film.mp4`;
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => onContent(server, path, { headers: { range: `bytes=${n * 1000}-${n * 1000}` } })));
    assert.ok(answers.every((answer) => answer.status === 206 || answer.status === 503) && answers.some((answer) => answer.status === 206), JSON.stringify(answers.map((answer) => answer.status)));
    const open = readdirSync(`/proc/${server.process.pid}/fd`).flatMap((fd) => {
        try {
            return [readlinkSync(`/proc/${server.process.pid}/fd/${fd}`)];
        } catch {
            return [];
        }
    }).filter((name) => name.includes('unpacked-'));
    assert.equal(open.length, 1, open.join(' '));
    assert.ok(open[0].startsWith(server.data), open[0]);
});
