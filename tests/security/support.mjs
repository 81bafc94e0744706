// What the security tests share: a visitor that sends exactly what it is told, and every route there is.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { Server, demoData, password, people, root } from '../support/server.mjs';

export { api, password, people, root, tessera } from '../support/server.mjs';

/** A server on a copy of the demonstration. */
export const startServer = (options) => new Server(demoData(), options).start();

/** First column of the first row. */
export function sql(server, query) {
    return execFileSync('sqlite3', [join(server.data, 'tessera.db'), query], { encoding: 'utf8' }).split(/[|\n]/)[0];
}

/** Puts into the database what no page would. */
export function change(server, statement) {
    execFileSync('sqlite3', [join(server.data, 'tessera.db'), '.timeout 5000', statement]);
}

/**
 * One request, nothing added: the path goes out as it is written, dots and all.
 * @param {{method?: string, body?: string | Buffer, headers?: object, host?: string}} options
 */
export function send(server, path, { method = 'GET', body, headers = {}, host = new URL(server.publicUrl ?? server.url).host } = {}) {
    return new Promise((resolve, reject) => {
        // Node leaves the length of a DELETE's body out.
        const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
        const request = httpRequest({ host: '127.0.0.1', port: server.port, method, path, headers: { ...length, ...headers, host } }, async (response) => {
            const parts = [];
            for await (const part of response) parts.push(part);
            const text = Buffer.concat(parts).toString(), location = response.headers.location ?? '';
            const opened = /^\/play\/([\w-]+)$/.exec(path)?.[1], cookies = response.headers['set-cookie'];
            if (opened && cookies) pageCookies.set(opened, cookies.map((cookie) => cookie.split(';')[0]).join('; '));
            for (const [, host, token] of `${location} ${text}`.matchAll(/http:\/\/([\w.:-]+)\/play\/([\w-]+)/g)) pageHosts.set(token, host);
            resolve({ status: response.statusCode, headers: response.headers, location, text });
        });
        request.on('error', reject);
        request.end(body);
    });
}

/** The hosts of players' pages, by their launch tokens, as the addresses in answers had them. */
const pageHosts = new Map();
/** The cookies that a launch's address was exchanged for. */
export const pageCookies = new Map();
/** The host that players and packages share, or that of one package. */
export const contentHost = (server, sha256 = '') => `${sha256 && `${sha256.slice(0, 40)}.`}content.localhost:${server.port}`;
/** On the host that a launch token or a package's hash in the path belongs to, else on the shared one. */
export function onContent(server, path, { host, ...options } = {}) {
    const [, kind, name] = /^\/(play|c)\/([\w-]+)/.exec(path) ?? [];
    const own = kind === 'play' ? pageHosts.get(name) : kind === 'c' ? contentHost(server, name) : undefined;
    return send(server, path, { ...options, host: host ?? own ?? contentHost(server) });
}
/** A player's page: JSON with a launch token. */
export async function asPage(server, token, path, document, host = pageHosts.get(token)) {
    if (pageHosts.has(token) && !entered.has(token)) await onContent(server, `/play/${token}`);
    entered.add(token);
    return asPageOf(server, token, path, document, host, pageCookies.get(token));
}
/** The same with the cookies that are given. */
export const asPageOf = (server, token, path, document, host, cookie = '') => onContent(server, path, {
    host, method: 'POST', body: typeof document === 'string' ? document : JSON.stringify(document),
    headers: { authorization: `Launch ${token}`, 'content-type': 'application/json', ...(cookie && { cookie }) },
});
/** Launches whose page was opened. */
const entered = new Set();

const FORM = 'application/x-www-form-urlencoded';

/** A browser without a screen: a session cookie and the token of its forms. */
export class Visitor {
    constructor(server) {
        this.server = server;
        this.headers = {};
    }

    async signIn(who, typed = password) {
        const answer = await signInAnswer(this.server, people[who] ?? who, typed);
        if (answer.status !== 303) throw new Error(`sign-in of ${who} answered ${answer.status}`);
        this.session = sessionOf(answer);
        this.headers.cookie = `${this.session.name}=${this.session.value}`;
        this.csrf = /name="_csrf" value="([^"]*)"/.exec((await this.get('/account')).text)?.[1];
        return this;
    }

    get(path, headers = {}) { return send(this.server, path, { headers: { ...this.headers, ...headers } }); }

    /** @param {string} path @param {Record<string, string> | [string, string][]} fields */
    post(path, fields = {}, headers = {}) {
        const body = new URLSearchParams(fields);
        if (this.csrf) body.append('_csrf', this.csrf);
        return this.sendPost(path, body.toString(), { 'content-type': FORM, ...headers });
    }

    json(path, document, method = 'POST') {
        return send(this.server, `/api/v1${path}`, {
            method, body: typeof document === 'string' ? document : JSON.stringify(document),
            headers: { ...this.headers, 'content-type': 'application/json', 'x-csrf-token': this.csrf, origin: this.server.url },
        });
    }

    sendPost(path, body, headers) {
        return send(this.server, path, { method: 'POST', body, headers: { ...this.headers, origin: this.server.url, ...headers } });
    }

    upload(path, fileName, bytes) {
        const boundary = 'tessera-security-boundary';
        const body = Buffer.concat([
            Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${this.csrf}\r\n`
                + `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: application/zip\r\n\r\n`),
            bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
        return this.sendPost(path, body, { 'content-type': `multipart/form-data; boundary=${boundary}`, 'x-csrf-token': this.csrf });
    }
}

export const signIn = (server, who) => new Visitor(server).signIn(who);

export function signInAnswer(server, login, typed, headers = {}, next = '/') {
    return send(server, '/sign-in', {
        method: 'POST', body: new URLSearchParams({ login, password: typed, next }).toString(),
        headers: { 'content-type': FORM, origin: server.url, ...headers },
    });
}

/** The session cookie of an answer: its name, its value and its attributes. */
export function sessionOf(answer) {
    const line = (answer.headers['set-cookie'] ?? []).find((cookie) => /session=/.test(cookie)) ?? '';
    const [, name, value, rest] = /^([^=]+)=([^;]*)(.*)$/.exec(line) ?? [];
    return { name, value, attributes: (rest ?? '').split(';').map((item) => item.trim().toLowerCase()).filter(Boolean) };
}

/** The player opened for an enrolment of the visitor's: {attempt, token}. */
export async function launch(visitor, enrolment, attempt = 'resume') {
    const answer = await visitor.json(`/enrolments/${enrolment}/launch`, { attempt });
    if (answer.status !== 200) throw new Error(`launch answered ${answer.status}: ${answer.text}`);
    const { url, attempt: id } = JSON.parse(answer.text);
    return { attempt: id, token: url.split('/').at(-1) };
}

/** An enrolment of the visitor's that can be played. */
export async function playable(visitor) {
    const page = await visitor.get('/learning');
    return /\/enrolments\/([0-9A-Z]{13})\/play/.exec(page.text)[1];
}

/** Ids that some numbers of tables have in addresses. */
export function idText(number) {
    const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    let text = '';
    for (let left = BigInt(number), place = 0; place < 13; ++place, left >>= 5n) text = digits[Number(left & 31n)] + text;
    return text;
}

/** And back. */
export const idNumber = (text) => [...text].reduce((number, digit) => number * 32n + BigInt('0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(digit)), 0n);

/** The plugins' sources. */
export function sources() {
    return readdirSync(join(root, 'plugins'), { recursive: true })
        .filter((name) => /^\w+\/src\/.*(?<!_test)\.cpp$/.test(name))
        .map((name) => readFileSync(join(root, 'plugins', name), 'utf8'));
}

/** Every route that the plugins register, read from their sources: {method, pattern}. */
export function routes() {
    const found = [];
    for (const source of sources()) {
        for (const [, method, argument] of source.matchAll(/\.(get|post|put|patch|del)\(\s*("[^"]*"|k\w+),/g)) {
            const pattern = argument.startsWith('"') ? argument.slice(1, -1)
                : new RegExp(`${argument} = "([^"]*)"`).exec(source)?.[1];
            if (pattern?.startsWith('/')) found.push({ method: method === 'del' ? 'DELETE' : method.toUpperCase(), pattern });
        }
    }
    return found;
}

/** The pattern with an id in each place. */
export const filled = (pattern) => pattern.replace(/\{[^}]+\}/g, '0000000000001');
