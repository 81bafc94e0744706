// A file of a package, against the same file by nginx; and the memory that idle connections cost.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Server, api, demoData, freePort, root, temporaryFolder } from '../support/server.mjs';
import { count, median } from './table.mjs';
import { writeZip } from './zip.mjs';

const ROUNDS = 5;
const CONNECTIONS = 64;
const IDLE = 5000;

async function startNginx(folder) {
    const port = await freePort();
    chmodSync(folder, 0o755);   // the workers of nginx run as somebody else
    writeFileSync(join(folder, 'nginx.conf'),
        `worker_processes auto; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
         events { worker_connections 8000; }
         http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types { text/javascript js; image/jpeg jpg; }
                client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fcgi;
                uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi; gzip_static on;
                server { listen 127.0.0.1:${port}; location / { root ${folder}; } } }`);
    const nginx = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
    process.once('exit', () => nginx.kill());
    for (let tries = 0; tries < 100; ++tries) {
        if (await fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false)) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return { port, stop: () => nginx.kill() };
}

/** Requests per second. */
function wrk(url, headers = []) {
    const output = execFileSync('wrk', ['-t1', `-c${CONNECTIONS}`, '-d2s', ...headers.flatMap((one) => ['-H', one]), url], { encoding: 'utf8' });
    if (/Non-2xx|Socket errors/.test(output)) throw new Error(`errors from ${url}: ${output}`);
    return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)[1]);
}

async function compare(table, name, ours, theirs, headers) {
    const mine = [], nginx = [], ratios = [];
    for (let round = 0; round < ROUNDS; ++round) {
        nginx.push(wrk(theirs, headers));
        mine.push(wrk(ours, headers));
        ratios.push(mine[round] / nginx[round]);
    }
    table.figure(`${name}, a second (nginx)`, `${count(median(mine))} (${count(median(nginx))})`);
    table.aimed('  ratio to nginx', median(ratios).toFixed(2), median(ratios) >= 0.7, 'at least 0.70');
}

export async function measureFiles(table) {
    const folder = temporaryFolder();
    const nginx = await startNginx(folder);
    const server = await new Server(demoData(), { contentHost: '127.0.0.1' }).start();
    try {
        const script = readFileSync(join(root, 'scorm-runtime/wasm/scorm.js')), picture = Buffer.alloc(60_000, 7);
        const zip = join(folder, 'package.zip');
        writeZip(zip, [{ name: 'script.js', bytes: script, deflate: true }, { name: 'picture.jpg', bytes: picture }]);
        writeFileSync(join(folder, 'script.js'), script);
        writeFileSync(join(folder, 'picture.jpg'), picture);
        execFileSync('gzip', ['-kf', join(folder, 'script.js')]);
        const key = server.apiKey('elearning.packages');
        const { body } = await api(server, key, 'POST', '/packages', readFileSync(zip));
        const { sha256 } = (await api(server, key, 'GET', `/packages/${body.id}`)).body;
        const ours = `http://127.0.0.1:${server.port}/c/${sha256}`, theirs = `http://127.0.0.1:${nginx.port}`;
        await compare(table, 'package file stored in the zip, 60 KB', `${ours}/picture.jpg`, `${theirs}/picture.jpg`, []);
        await compare(table, `package file deflated in the zip, ${count(script.length / 1000)} KB`, `${ours}/script.js`, `${theirs}/script.js`,
            ['Accept-Encoding: gzip']);
    } finally {
        nginx.stop();
        await server.stop();
    }
}

/** Memory of a process in MB. */
const memoryOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

function askAndStay(port) {
    return new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(`GET /healthz HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`));
        socket.once('data', () => resolve(socket));
        socket.on('error', reject);
    });
}

export async function measureIdle(table) {
    const server = await new Server(demoData()).start();
    const sockets = [];
    try {
        const before = memoryOf(server.process.pid);
        while (sockets.length < IDLE) sockets.push(await askAndStay(server.port));
        const after = memoryOf(server.process.pid);
        table.figure('memory of the server with the demonstration', `${before.toFixed(1)} MB`);
        table.aimed(`  with ${count(IDLE)} idle connections`, `${after.toFixed(1)} MB`, after < 40, 'under 40 MB');
    } finally {
        for (const socket of sockets) socket.destroy();
        await server.stop();
    }
}
