// Runs flows: text files that a newcomer copies. Each line is one request and what must come back.
//
//     # name: a learner cannot import a package
//     as gethin: GET /admin/packages -> 200 "Packages"
//     as amara:  GET /admin/packages -> 403
//     as key(people.write): POST /api/v1/people json {"given_name":"Ada","family_name":"King"} -> 201 save ada=id
//     as sam: GET /people/{ada} -> 200 "Ada King" not "Delete"
//     as sam: POST /people/{ada}/edit given_name="Ada Mary" -> 303 location /people
//     as anonymous: GET / -> 303
//
// Who: anonymous, a person of the demo (amara priya gethin sam), key(scope scope …), or page(token): a
// player's page with that launch token, on the origin that its address had in an earlier answer (package files: on theirs). Packages of tests/packages are in
// build/test-packages. Forms get their
// CSRF token by themselves; `without-csrf` before the method leaves it out. Body: name=value (quoted when it
// holds spaces), `json {…}` or `file name=path`. Expectations: status, "text" in the body, not "text",
// `location PREFIX`, `follow` (what comes after it is about the page the location names), `save name=json.path`,
// `save name=/regular expression/` or `save name=location`, {name} inserts a saved value.
// `sql "SELECT …" -> value` compares the first column of the first row.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { basename, join } from 'node:path';
import { makePackages } from '../packages/make.mjs';
import { Server, demoData, password, people, root } from '../support/server.mjs';

const folder = join(root, 'tests/flows');
const wanted = process.argv.slice(2);
const decode = (text) => text.replace(/&quot;/g, '"').replace(/&#39;|&apos;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** What of an answer helps to see why a step failed. */
const excerpt = (text) => (/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? text).replace(/<svg[\s\S]*?<\/svg>/g, '').slice(0, 1500);

/** The hosts of players' pages, by their tokens. */
const pageHosts = new Map();
function noted(answer) {
    for (const [, host, token] of `${answer.location} ${answer.text}`.matchAll(/http:\/\/([\w.:-]+)\/play\/([\w-]+)/g)) pageHosts.set(token, host);
    return answer;
}

/** One signed-in browser without a screen: cookies and the CSRF token. */
class Visitor {
    constructor(server) {
        this.server = server;
        this.cookies = new Map();
    }

    async request(method, path, { body, headers = {}, csrf = true } = {}) {
        if (this.key) headers.authorization = `Bearer ${this.key}`;
        if (this.token !== undefined) return this.asPage(method, path, body, headers);
        this.addCookies(headers);
        if (method !== 'GET') headers.origin = this.server.url;
        if (method !== 'GET' && csrf && this.csrf) headers['x-csrf-token'] = this.csrf;
        const response = await fetch(this.server.url + path, { method, body, headers, redirect: 'manual' });
        const location = response.headers.get('location') ?? '';
        this.keepCookies(response.headers.getSetCookie?.() ?? []);
        return noted({ status: response.status, location, text: await response.text() });
    }

    addCookies(headers) {
        if (this.cookies.size) headers.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    }

    /** @param {string[]} lines */
    keepCookies(lines) {
        for (const cookie of lines) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
            if (value) this.cookies.set(name, value);
            else this.cookies.delete(name);
        }
    }

    /** A page was opened by its address once, which is exchanged for cookies then. */
    async asPage(method, path, body, headers) {
        const address = `/play/${this.token}`;
        if (!this.entered && path !== address) await this.onContentOrigin('GET', address, undefined, {});
        this.entered = true;
        return this.onContentOrigin(method, path, body, headers);
    }

    /** By its name below content.localhost, which not every resolver knows. */
    onContentOrigin(method, path, body, headers) {
        const file = /^\/c\/([0-9a-f]{40})/.exec(path);
        const own = file ? `${file[1]}.content.localhost:${this.server.port}` : pageHosts.get(this.token);
        headers.host = own ?? `content.localhost:${this.server.port}`;
        headers.authorization = `Launch ${this.token}`;
        this.addCookies(headers);
        return new Promise((resolve, reject) => {
            const request = httpRequest({ host: '127.0.0.1', port: this.server.port, method, path, headers }, async (response) => {
                let text = '';
                this.keepCookies(response.headers['set-cookie'] ?? []);
                for await (const chunk of response.setEncoding('utf8')) text += chunk;
                resolve(noted({ status: response.statusCode, location: response.headers.location ?? '', text }));
            });
            request.on('error', reject);
            request.end(body);
        });
    }

    async signIn(email) {
        const body = new URLSearchParams({ login: email, password });
        const answer = await this.request('POST', '/sign-in', { body });
        if (answer.status !== 303) throw new Error(`sign-in of ${email} answered ${answer.status}`);
        const account = await this.request('GET', '/account');
        this.csrf = /name="_csrf" value="([^"]*)"/.exec(account.text)?.[1];
        if (!this.csrf) throw new Error('no CSRF token on /account');
    }
}

async function visitor(who, server, known) {
    if (known.has(who)) return known.get(who);
    const made = new Visitor(server);
    const token = /^page\((.*)\)$/.exec(who);
    if (token) made.token = token[1];
    const scopes = /^key\((.*)\)$/.exec(who);
    if (scopes) made.key = server.apiKey(...scopes[1].split(/\s+/).filter(Boolean));
    else if (people[who]) await made.signIn(people[who]);
    else if (who !== 'anonymous' && !token) throw new Error(`nobody is called ${who}`);
    known.set(who, made);
    return made;
}

// A word is a regular expression to save by, or text without spaces but inside quotes.
const words = (text) => [...text.matchAll(/\w+=\/(?:[^/\\]|\\.)+\/|(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g)].map((match) => match[0]);
const unquote = (text) => text.replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner) => inner.replace(/\\(.)/g, '$1'));

function bodyOf(text) {
    if (!text) return {};
    if (text.startsWith('json ')) return { body: text.slice(5), headers: { 'content-type': 'application/json' } };
    if (text.startsWith('file ')) {
        const [name, path] = text.slice(5).split('=');
        const form = new FormData();
        form.append(name, new Blob([readFileSync(join(root, path))]), basename(path));
        return { body: form };
    }
    const form = new URLSearchParams();
    for (const word of words(text)) {
        const at = word.indexOf('=');
        form.append(word.slice(0, at), unquote(word.slice(at + 1)));
    }
    return { body: form };
}

function check(answer, expectation, saved) {
    const parts = words(expectation);
    if (answer.status !== Number(parts[0])) throw new Error(`status ${answer.status}, expected ${parts[0]}\n${excerpt(answer.text)}`);
    const body = decode(answer.text);
    for (let i = 1; i < parts.length; ++i) {
        if (parts[i] === 'not') {
            const text = unquote(parts[++i]);
            if (body.includes(text)) throw new Error(`the body has "${text}"`);
        } else if (parts[i] === 'location') {
            if (!answer.location.startsWith(parts[++i])) throw new Error(`location is ${answer.location}`);
        } else if (parts[i] === 'save') {
            const at = parts[++i].indexOf('=');
            const [name, path] = [parts[i].slice(0, at), parts[i].slice(at + 1)];
            const value = path === 'location' ? answer.location : path.startsWith('/')
                ? new RegExp(path.slice(1, -1)).exec(body)?.[1]
                : path.split('.').reduce((value, key) => value?.[key], JSON.parse(answer.text));
            if (value === undefined) throw new Error(`nothing to save as ${name}\n${excerpt(answer.text)}`);
            saved[name] = value;
        } else {
            const text = unquote(parts[i]);
            if (!body.includes(text)) throw new Error(`the body has no "${text}"\n${excerpt(answer.text)}`);
        }
    }
}

/** The expectation of the answer, and what is expected of the page its location leads to. */
async function checkFollowing(person, answer, expectation, saved) {
    const [first, ...rest] = expectation.split(' follow ');
    check(answer, first, saved);
    for (const next of rest) check(await person.request('GET', answer.location), `200 ${next}`, saved);
}

const trailOf = (server) => execFileSync('sqlite3', [join(server.data, 'tessera.db'), 'SELECT MAX(id) FROM kernel_audit'], { encoding: 'utf8' });

async function runLine(line, server, known, saved) {
    const filled = line.replace(/\{(\w+)\}/g, (all, name) => saved[name] ?? all);
    const sql = /^sql "(.*)"\s+->\s+(.*)$/.exec(filled);
    if (sql) {
        const found = execFileSync('sqlite3', [join(server.data, 'tessera.db'), sql[1]], { encoding: 'utf8' }).split(/[|\n]/)[0];
        if (found !== sql[2].trim()) throw new Error(`the database says ${found}`);
        return;
    }
    const parsed = /^as (\w+(?:\([^)]*\))?):\s+(without-csrf\s+)?(GET|POST|PUT|PATCH|DELETE)\s+(\S+)\s*(.*?)\s*->\s+(.*)$/.exec(filled);
    if (!parsed) throw new Error('this line is no step');
    const [, who, withoutCsrf, method, path, body, expectation] = parsed;
    const person = await visitor(who, server, known);
    // A form that changes something ends in a redirect: a reload must not do it again. What a page answers only shows.
    const form = method === 'POST' && !path.startsWith('/api/') && !path.startsWith('/play/');
    const trail = form && trailOf(server);
    const answer = await person.request(method, path, { ...bodyOf(body), csrf: !withoutCsrf });
    if (form && answer.status === 200 && trailOf(server) !== trail) throw new Error('a form changed something and was answered with a page');
    await checkFollowing(person, answer, expectation, saved);
}

/** A file holds one or more flows, each begun by "# name:". */
function flowsOf(file) {
    const flows = [];
    readFileSync(join(folder, file), 'utf8').split('\n').forEach((line, index) => {
        const name = /^#\s*name:\s*(.*)$/.exec(line);
        if (name) flows.push({ name: name[1], steps: [] });
        else if (line.trim() && !line.startsWith('#')) flows.at(-1).steps.push({ line: line.trim(), number: index + 1 });
    });
    return flows;
}

const files = readdirSync(folder).filter((file) => file.endsWith('.flow') && (!wanted.length || wanted.some((name) => file.includes(name)))).sort();
makePackages(join(root, 'build/test-packages'));
const server = await new Server(demoData()).start();
let passed = 0, failed = 0;
for (const file of files) {
    for (const flow of flowsOf(file)) {
        const known = new Map(), saved = {};
        let current;
        try {
            for (current of flow.steps) await runLine(current.line, server, known, saved);
            ++passed;
        } catch (error) {
            ++failed;
            console.log(`FAILED ${file}:${current?.number} ${flow.name}\n    ${current?.line}\n    ${error.message}`);
        }
    }
}
await server.stop();
console.log(`flows: ${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;
