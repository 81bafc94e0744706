// Threats: what people type, and what packages and requests carry, becomes markup, headers, SQL, formulas or paths.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { temporaryFolder } from '../support/server.mjs';
import { Visitor, api, change, idText, onContent, send, signIn, sql, startServer } from './support.mjs';

const server = await startServer();
after(() => server.stop());
const [amara, priya, gethin, sam] = await Promise.all(['amara', 'priya', 'gethin', 'sam'].map((who) => signIn(server, who)));

const MARK = 'xssmark';
const BREAKOUT = `</script><img src=x onerror=${MARK}>"'><svg onload=${MARK}>`;   // fits the limit of names
/** The mark may only be seen as text: behind "<" or in a tag it would run. */
function assertInert(html, what) {
    assert.ok(html.includes(MARK), `${what} shows what was typed`);
    for (const tag of html.match(/<[^>]*>/g) ?? []) {
        const attributes = tag.replace(/"[^"]*"/g, '""').replace(/'[^']*'/g, "''");
        assert.ok(!attributes.includes(MARK), `${what}: ${tag}`);
    }
    assert.ok(!html.includes(`<img src=x onerror=${MARK}`) && !html.includes(`<svg onload=${MARK}`), what);
}

/** A zip of the files given, made by Debian's zip. @param {Record<string, string>} files */
function zip(files) {
    const folder = temporaryFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    execFileSync('zip', ['-q', '-r', 'package.zip', '.'], { cwd: folder });
    return readFileSync(join(folder, 'package.zip'));
}
const xml = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const manifest = (title, href = 'index.html') => `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="O"><organization identifier="O"><title>${xml(title)}</title><item identifier="I" identifierref="R"><title>${xml(title)}</title></item></organization></organizations>
<resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="${xml(href)}"><file href="${xml(href)}"/></resource></resources></manifest>`;

test('XSS: names of people are text on every page that shows them', async () => {
    assert.equal((await gethin.json('/people', { given_name: `Ann ${BREAKOUT}`, family_name: 'B' })).status, 422, 'no name has brackets');
    const made = await gethin.json('/people', { given_name: 'Ann', family_name: 'Breakout' });
    const person = JSON.parse(made.text).id;
    // And if one had: pages trust no name.
    const name = BREAKOUT.replace(/'/g, "''");
    change(server, `UPDATE person SET given_name = 'Ann ${name}', search_text = '${MARK}' WHERE family_name = 'Breakout'`);
    for (const path of [`/people/${person}`, `/people/${person}/edit`, `/people/${person}/account`, `/people?q=${MARK}`, `/admin/enrol?q=${MARK}`]) {
        assertInert((await gethin.get(path)).text, path);
    }
});

test('XSS: search texts and wrong values are given back as text', async () => {
    const typed = encodeURIComponent(BREAKOUT);
    for (const path of [`/people?q=${typed}`, `/learn?q=${typed}`, `/admin/packages?q=${typed}`, `/admin/audit?subject=${typed}`, `/admin/enrol?q=${typed}`, `/admin/plugins?q=${typed}`]) {
        const answer = await sam.get(path);
        assert.equal(answer.status, 200, path);
        if (answer.text.includes(MARK)) assertInert(answer.text, path);
    }
    assertInert((await send(server, '/sign-in', { method: 'POST', body: new URLSearchParams({ login: BREAKOUT, password: 'x', next: `/${MARK}"><script>` }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } })).text, 'sign-in');
    const form = await gethin.post('/people/new', { given_name: BREAKOUT, family_name: '' });
    assert.equal(form.status, 422);
    assertInert(form.text, 'the form for people');
});

test('XSS: error pages repeat nothing of an address as markup', async () => {
    for (const path of [`/${encodeURIComponent(BREAKOUT)}`, `/people/${encodeURIComponent(BREAKOUT)}`, `/static/${encodeURIComponent(BREAKOUT)}/x/y`]) {
        for (const visitor of [sam, new Visitor(server)]) {
            const { text } = await visitor.get(path);
            assert.ok(!text.includes('<img src=x') && !text.includes('<svg onload'), path);
        }
    }
});

test('XSS: titles, file names and reports of packages are text', async () => {
    const bytes = zip({ 'imsmanifest.xml': manifest(`Title ${BREAKOUT}`), 'index.html': '<title>x</title>' });
    const added = await gethin.upload('/admin/packages', `<img src=x onerror=${MARK}>.zip`, bytes);
    assert.equal(added.status, 303, added.text.slice(0, 2000));
    const draft = new URL(added.location, server.url).pathname;
    assertInert((await gethin.get('/admin/packages?drafts=1')).text, 'the drafts');
    assert.equal((await gethin.post(`${draft}/publish`, { title: `Title ${BREAKOUT}` })).status, 303);
    for (const path of [added.location, '/admin/packages', '/learn?q=Title', '/admin/courses?q=Title']) assertInert((await gethin.get(path)).text, path);
    const bad = zip({ 'imsmanifest.xml': manifest(`Bad ${BREAKOUT}`, `<img src=x onerror=${MARK}>.html`), 'index.html': '' });
    const refused = await gethin.upload('/admin/packages', `<svg onload=${MARK}>.zip`, bad);
    assert.equal(refused.status, 422);
    assertInert(refused.text, 'the report of a refused package');
});

test('XSS: no name ends the script element of the player\'s data block', async () => {
    const key = server.apiKey('elearning.play', 'enrolment.manage');
    const course = idText(sql(server, `SELECT id FROM course WHERE title LIKE 'Title%'`));
    const person = idText(sql(server, `SELECT id FROM person WHERE given_name LIKE 'Ann%${MARK}%'`));
    const { body: enrolment } = await api(server, key, 'POST', '/enrolments', { person, course });
    const { body } = await api(server, key, 'POST', `/enrolments/${enrolment.id}/launch`, { attempt: 'resume' });
    const page = (await onContent(server, new URL(body.url).pathname, { host: new URL(body.url).host })).text;
    assertInert(page.replace(/(<script type="application\/json" id="attempt">)[\s\S]*?<\/script>/, '$1</script>'), 'the player');
    const block = /<script type="application\/json" id="attempt">([\s\S]*?)<\/script>/.exec(page)[1];
    assert.ok(!block.includes('<'), 'nothing in the block can be a tag');
    assert.ok(JSON.parse(block).learner_name.includes('</script>'), 'and yet it is the name');
});

test('header injection: what comes in never makes a header or a second answer', async () => {
    for (const path of ['/courses/%0d%0aX-Evil:1', '/people?q=%0d%0aX-Evil:%201', '/x%0d%0aX-Evil:%201']) {
        const answer = await sam.get(path);
        assert.ok(!('x-evil' in answer.headers), path);
        assert.ok(!(answer.headers['set-cookie'] ?? []).some((cookie) => cookie.startsWith('x=')), path);
    }
    const language = await sam.post('/account/language', { locale: 'en', next: '/a\r\nSet-Cookie: x=1' });
    assert.ok(!language.headers['set-cookie'].some((cookie) => cookie.startsWith('x=')));
    const answer = await gethin.upload('/admin/packages', 'a\\r\\nX-Evil: 1"; filename="b', Buffer.from('no zip'));
    assert.equal(answer.status, 422);
    assert.ok(!('x-evil' in answer.headers));
});

test('path traversal: neither static files nor packages lead out of their folder', async () => {
    const sha256 = sql(server, 'SELECT sha256 FROM package_version LIMIT 1');
    const styles = /\/static\/([^/]+)\/theme\//.exec((await send(server, '/sign-in')).text);
    assert.ok(styles);
    const ways = ['../../../../../../etc/passwd', '..%2f..%2f..%2f..%2fetc%2fpasswd', '%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd', '..%252f..%252fetc/passwd',
        '....//....//etc/passwd', '..\\..\\etc\\passwd', '%5c..%5c..%5cetc%5cpasswd', '/etc/passwd', '%2fetc%2fpasswd', 'css/../../../plugin.json', '..%00/etc/passwd',
        'css%2f..%2f..%2fplugin.json', '%c0%ae%c0%ae/etc/passwd', 'player.html%00.css', '../templates/layout/app.html', '.', '..', ''];
    for (const way of ways) {
        for (const base of [`/static/${styles[1]}/theme/`, `/static/${styles[1]}/elearning/`, '/static/../', '/static/x/..%2f..%2f/']) {
            for (const ask of [send, onContent]) {
                const answer = await ask(server, base + way);
                assert.ok([400, 404].includes(answer.status), `${base}${way} answered ${answer.status}`);
                assert.doesNotMatch(answer.text, /root:|"permissions"/);
            }
        }
        for (const base of [`/c/${sha256}/`, '/c/../', '/c/..%2f/', `/c/${'0'.repeat(64)}/`]) {
            const answer = await onContent(server, base + way);
            assert.ok([400, 404].includes(answer.status), `${base}${way} answered ${answer.status}`);
        }
    }
    assert.equal((await onContent(server, `/c/${sha256}/imsmanifest.xml`)).status, 200, 'what is in the package is served');
});

test('SQL injection: quotes and comments in searches are only text, and wildcards stand for themselves', async () => {
    const all = (path, visitor = sam) => visitor.get(path).then((answer) => JSON.parse(answer.text));
    const before = sql(server, 'SELECT COUNT(*) FROM person');
    for (const text of ["' OR '1'='1", "'; DROP TABLE person; --", "%' OR 1=1 --", "\\' UNION SELECT password_hash FROM account --", '%', '_', '\\', '%%%', '[a-z]', '\u0001']) {
        const q = encodeURIComponent(text);
        const found = await all(`/api/v1/people?q=${q}`);
        assert.equal(found.people.length, 0, `${text} found ${found.people.length} people`);
        assert.equal((await all(`/api/v1/courses?q=${q}`)).courses.length, 0, text);
        const packages = await all(`/api/v1/packages?q=${q}`);
        assert.equal(packages.packages.length, 0, text);
        for (const path of [`/people?q=${q}`, `/learn?q=${q}`, `/learn?category=${q}`, `/admin/audit?area=${q}`, `/admin/audit?subject=${q}`, `/admin/enrol?unit=${q}`, `/people?page=${q}&unit=${q}`]) {
            const answer = await sam.get(path);
            assert.ok([200, 404, 422].includes(answer.status), `${path} answered ${answer.status}`);
        }
    }
    assert.equal(sql(server, 'SELECT COUNT(*) FROM person'), before);
});

test('CSV: no cell of an export starts a formula', async () => {
    const report = sql(server, "SELECT id FROM person WHERE email LIKE 'amara.okafor@%'");
    for (const start of ['=', '+', '-', '@', '\t=', '\r=', ' =', '\n=']) {
        const changed = await gethin.post(`/people/${idText(report)}/edit`, { given_name: `${start}HYPERLINK("http://evil.example")`, family_name: 'King', type: 'employee' });
        if (changed.status === 422) continue;   // refused: fine too
        assert.equal(changed.status, 303);
        const { text } = await priya.get('/team.csv');
        assert.ok(text.includes('HYPERLINK'), 'the name is in the export');
        for (const cell of text.replace(/^\uFEFF/, '').match(/"(?:[^"]|"")*"/g)) assert.doesNotMatch(cell, /^"\s*[=+\-@]/, cell);
    }
});

test('wrong types, huge numbers and broken text in JSON are answered as the sender\'s mistake', async () => {
    const enrolment = idText(sql(server, "SELECT id FROM enrolment WHERE status = 'placed' LIMIT 1"));
    const person = idText(sql(server, "SELECT id FROM person LIMIT 1"));
    const wrong = [null, true, 5, -1, 1e308, 9223372036854775807n, 4294967297, [], [[]], {}, 'é'.repeat(150), 'x'.repeat(100_000), '\u0000', '\ud800', '2026-99-99'];
    const fields = {
        [`/enrolments/${enrolment}/status`]: ['status', 'reason'], [`/enrolments/${enrolment}/launch`]: ['attempt'], '/enrolments': ['person', 'course'],
        '/people': ['given_name', 'family_name', 'email', 'date_of_birth', 'national_insurance', 'type'],
        '/courses': ['title', 'summary', 'keywords', 'category'], [`/people/${person}/awards`]: ['competency', 'level', 'achieved', 'expires', 'evidence'],
    };
    const code = sql(server, 'SELECT code FROM competency LIMIT 1');
    const whole = { given_name: 'A', family_name: 'B', competency: code };
    const write = (value) => JSON.stringify(value, (_, item) => typeof item === 'bigint' ? Number(item) : item);
    for (const [path, names] of Object.entries(fields)) {
        for (const body of ['', 'null', '[]', '5', '"x"', '{', '{"a":1}x', '\xff', '{"a":"\xff"}', `${'['.repeat(100_000)}`]) {
            const answer = await gethin.json(path, body);
            assert.ok(answer.status >= 200 && answer.status < 500, `${path} ${body.slice(0, 20)} answered ${answer.status}`);
        }
        for (const name of names) {
            for (const value of wrong) {
                const answer = await gethin.json(path, write({ ...whole, [name]: value }));
                assert.ok(answer.status < 500, `${path} ${name}=${String(write(value)).slice(0, 40)} answered ${answer.status} ${answer.text}`);
            }
        }
    }
});

test('texts that are cut or not UTF-8 break no page and no record', async () => {
    const long = encodeURIComponent(`${'x'.repeat(199)}é`);
    for (const path of [`/people?q=${long}`, `/learn?q=${long}`, `/admin/packages?q=${long}`, `/admin/audit?subject=${long}&area=${long}`, `/admin/enrol?q=${long}`, `/admin/plugins?q=${'x'.repeat(99)}%C3%A9`, `/api/v1/people?q=${long}`, `/api/v1/packages?q=${long}`, `/api/v1/courses?q=${long}`]) {
        const answer = await sam.get(path);
        assert.equal(answer.status, 200, `${path.slice(0, 30)} answered ${answer.status}`);
    }
    for (const path of ['/people?q=%ff%fe', '/learn?q=%c3', '/sign-in?next=%ff']) assert.equal((await sam.get(path)).status, 400, path);
    const key = server.apiKey('elearning.packages');
    const bytes = zip({ 'imsmanifest.xml': manifest('Named badly'), 'index.html': '<p>named</p>' });
    const { status } = await api(server, key, 'POST', `/packages?name=${long}`, new Uint8Array(bytes));
    assert.equal(status, 201);
    const named = zip({ 'imsmanifest.xml': manifest('Named badly again'), 'index.html': '<p>named again</p>' });
    const uploaded = await gethin.upload('/admin/packages', `${'é'.repeat(20_000)}.zip`, named);
    assert.ok(uploaded.status < 500, `${uploaded.status}`);
    assert.ok(sql(server, 'SELECT MAX(LENGTH(file_name)) FROM package_version') <= 255);
});
