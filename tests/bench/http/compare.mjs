// Requests a second of files and memory with 5,000 idle connections: the HTTP front against nginx.
//
//     node tests/bench/http/compare.mjs [ROUNDS]        after ./dev build bench_http
//
// The two take turns, two seconds each, and the median of the ratios is printed: on a machine that does
// other things besides, the numbers move but the ratio hardly.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-http-'));
chmodSync(folder, 0o755); // the workers of nginx run as somebody else
const nginxPort = 20000 + Math.floor(Math.random() * 5000);
const ourPort = nginxPort + 1;
const idleConnections = 5000;

writeFileSync(join(folder, 'page-10k'), randomBytes(10_000));
writeFileSync(join(folder, 'picture-60k'), randomBytes(60_000));
writeFileSync(
    join(folder, 'nginx.conf'),
    `worker_processes auto; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
   events { worker_connections 8000; }
   http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
          client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fcgi;
          uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
          server { listen 127.0.0.1:${nginxPort}; location /files/ { alias ${folder}/; } } }`,
);

const ours = new URL('../../../build/tests/bench/http/bench_http', import.meta.url).pathname;
const nginx = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'inherit' });
const tessera = spawn(ours, [String(ourPort), folder], { stdio: ['pipe', 'ignore', 'inherit'] });

/** @param {number} port */
async function listening(port) {
    for (let i = 0; i < 100; ++i) {
        const open = await new Promise((resolve) => {
            const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
            socket.on('error', () => resolve(false));
        });
        if (open) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`nothing listens on port ${port}`);
}

/** Requests per second. @param {number} port @param {number} connections @param {string} path */
function measure(port, connections, path) {
    const url = `http://127.0.0.1:${port}/files/${path}`;
    const { stdout } = spawnSync('wrk', ['-t1', `-c${connections}`, '-d2s', url], { encoding: 'utf8' });
    if (/Non-2xx/.test(stdout)) throw new Error(`errors from ${url}`);
    return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
}

/** @param {number[]} values */
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** One request on each of many connections that then stay open. Returns the server's memory in MB. */
async function idleMemory() {
    const sockets = [];
    for (let i = 0; i < idleConnections; ++i) {
        sockets.push(
            await new Promise((resolve, reject) => {
                const socket = connect(ourPort, '127.0.0.1', () =>
                    socket.write('GET /tiny HTTP/1.1\r\nHost: localhost\r\n\r\n'),
                );
                socket.once('data', () => resolve(socket));
                socket.on('error', reject);
            }),
        );
    }
    const status = readFileSync(`/proc/${tessera.pid}/status`, 'utf8');
    for (const socket of sockets) socket.destroy();
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

try {
    await listening(nginxPort);
    await listening(ourPort);
    console.log(`${idleConnections} idle connections: ${(await idleMemory()).toFixed(1)} MB`);
    for (const path of ['page-10k', 'picture-60k']) {
        for (const connections of [2, 64, 512]) {
            const theirs = [], mine = [], ratios = [];
            for (let round = 0; round < rounds; ++round) {
                theirs.push(measure(nginxPort, connections, path));
                mine.push(measure(ourPort, connections, path));
                ratios.push(mine[round] / theirs[round]);
            }
            console.log(
                `${path} ${String(connections).padStart(3)} connections: ${Math.round(median(mine))}/s, ` +
                    `nginx ${Math.round(median(theirs))}/s, ratio ${median(ratios).toFixed(2)}`,
            );
        }
    }
} finally {
    tessera.stdin.end();
    nginx.kill();
    rmSync(folder, { recursive: true, force: true });
}
