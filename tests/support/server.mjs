// Starts real Tessera servers for tests: a demo installation is made once, copied for each server, and
// served on a port of its own.
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const program = join(root, 'build/home/bin/tessera');
export const samples = join(root, 'build/content/samples');

/** Password of the demo's main people. */
export const password = 'tessera demo 2026';
export const people = {
    amara: 'amara.okafor@severnmarches.example',
    priya: 'priya.ramanathan@severnmarches.example',
    gethin: 'gethin.pugh@severnmarches.example',
    sam: 'sam.whitlock@severnmarches.example',
};

/** Runs `tessera ARGS…` and returns what it printed on standard output. */
export function tessera(...args) {
    return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'inherit'] });
}

// What must not be left behind when the process ends.
const folders = [], servers = [];
process.once('exit', () => {
    for (const server of servers) server.process?.kill('SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder under the system's temporary folder, removed when the process ends. */
export function temporaryFolder() {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-test-'));
    folders.push(folder);
    return folder;
}

const template = join(root, 'build/test-demo');
/** A fresh copy of the demo installation. The demo itself is made once per build of the program. */
export function demoData() {
    const stamp = `${template}/made-by-${execFileSync('stat', ['-c', '%Y', program], { encoding: 'utf8' }).trim()}`;
    if (!existsSync(stamp)) {
        rmSync(template, { recursive: true, force: true });
        tessera('demo', '--data', join(template, 'data'));
        execFileSync('touch', [stamp]);
    }
    const data = join(temporaryFolder(), 'data');
    cpSync(join(template, 'data'), data, { recursive: true });
    return data;
}

/** A free port of the loopback interface. */
export function freePort() {
    return new Promise((resolve, reject) => {
        const probe = createServer().listen(0, '127.0.0.1', () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
        probe.on('error', reject);
    });
}

export class Server {
    /**
     * Each package has an origin of its own, unless there is a `contentHost`: then all share that one. It is for callers
     * that can't look up names below localhost, as browsers do by themselves, and for tests of such sites.
     * `publicUrl` and `contentUrl` are told to a server that stands behind a proxy; `proxies` are those it trusts.
     * @param {string} data folder
     * @param {{port?: number, wrap?: string[], contentHost?: string, publicUrl?: string, contentUrl?: string,
     *     proxies?: string[], env?: Record<string, string>}} options
     */
    constructor(data, options = {}) {
        this.data = data;
        this.port = options.port;
        this.wrap = options.wrap ?? [];
        this.contentHost = options.contentHost ?? '*.content.localhost';
        this.publicUrl = options.publicUrl;
        this.contentUrl = options.contentUrl;
        this.proxies = options.proxies ?? [];
        this.env = { TESSERA_STRICT_TEMPLATES: '1', ...options.env };
        this.keys = 0;
        servers.push(this);
    }

    /** Starts it, or starts it again on the same port, and waits until it answers. */
    async start() {
        this.port ??= await freePort();
        this.url = `http://localhost:${this.port}`;
        this.log = '';
        const command = [...this.wrap, program, 'serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`,
            '--public-url', this.publicUrl ?? this.url,
            '--content-url', this.contentUrl ?? `http://${this.contentHost}:${this.port}`,
            ...this.proxies.flatMap((proxy) => ['--trust-proxy', proxy])];
        this.process = spawn(command[0], command.slice(1), {
            stdio: ['ignore', 'pipe', 'pipe'],
            env: { ...process.env, ...this.env },
        });
        const keep = (chunk) => {
            const lines = String(chunk).split('\n').filter((line) => !line.includes('"path":"/readyz"'));
            this.log = (this.log + lines.join('\n')).slice(-20_000);
        };
        this.process.stdout.on('data', keep);
        this.process.stderr.on('data', keep);
        this.exited = new Promise((resolve) => this.process.once('exit', resolve));
        for (let tries = 0; tries < 600; ++tries) {
            if (this.process.exitCode !== null) throw new Error(`the server ended at once:\n${this.log}`);
            try {
                if ((await fetch(`${this.url}/readyz`)).ok) return this;
            } catch { /* not listening yet */ }
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(`the server did not become ready:\n${this.log}`);
    }

    /** kill -9, as a power cut would. */
    async kill() {
        this.process.kill('SIGKILL');
        await this.exited;
    }

    async stop() {
        this.process.kill('SIGTERM');
        const late = setTimeout(() => this.process.kill('SIGKILL'), 15_000);
        await this.exited;
        clearTimeout(late);
    }

    /** An API key with the given scopes. */
    apiKey(...scopes) {
        return tessera('api-key', 'create', '--data', this.data, '--name', `Test ${++this.keys}`,
            ...scopes.flatMap((scope) => ['--scope', scope])).trim();
    }
}

/** Calls the REST API with a key: {status, body}. */
export async function api(server, key, method, path, body, headers = {}) {
    const raw = body instanceof Uint8Array;
    const response = await fetch(`${server.url}/api/v1${path}`, {
        method,
        headers: {
            authorization: `Bearer ${key}`,
            ...(body && { 'content-type': raw ? 'application/zip' : 'application/json' }),
            ...headers,
        },
        body: raw ? body : body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
}
