// Import of a large package over the API: from the first byte of the upload to the answer.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Server, demoData, temporaryFolder } from '../support/server.mjs';
import { count, median } from './table.mjs';
import { largeManifest, writeZip } from './zip.mjs';

const ROUNDS = 3;
const FILES = 2000;
const ITEMS = 10_000;
/** Pictures are stored as they are, pages are deflated, as authoring tools do. */
const PICTURE = 112_000, PAGE = 20_000;

function entries(round) {
    const picture = randomBytes(PICTURE);
    const words = randomBytes(PAGE / 4).toString('hex').match(/.{2,9}/g).join(' ').slice(0, PAGE);
    const files = [];
    while (files.length < FILES - 2) {   // with the manifest and the first page
        const name = `part-${round}/${files.length}`;
        if (files.length % 2 === 0) files.push({ name: `${name}.jpg`, bytes: picture });
        else files.push({ name: `${name}.html`, bytes: Buffer.from(`${name} ${words}`), deflate: true });
    }
    return files;
}

/** Seconds of importing that zip, upload included. */
function seconds(server, key, folder, zip) {
    const [status, time] = execFileSync('curl', ['-s', '-o', join(folder, 'answer'), '-w', '%{http_code} %{time_total}', '-X', 'POST', '-T', zip,
        '-H', `Authorization: Bearer ${key}`, '-H', 'Content-Type: application/zip', `${server.url}/api/v1/packages`], { encoding: 'utf8' }).split(' ');
    if (status !== '201') throw new Error(`the import answered ${status}: ${readFileSync(join(folder, 'answer'), 'utf8').slice(0, 500)}`);
    return Number(time);
}

export async function measureImport(table) {
    const folder = temporaryFolder();
    const server = await new Server(demoData()).start();
    const times = [], sizes = [], manifests = [];
    try {
        const key = server.apiKey('elearning.packages');
        for (let round = 0; round < ROUNDS; ++round) {
            const zip = join(folder, 'large.zip');
            writeZip(zip, entries(round));
            sizes.push(statSync(zip).size / 1e6);
            times.push(seconds(server, key, folder, zip));
            writeZip(zip, [{ name: `round-${round}.txt`, bytes: Buffer.from('') }], largeManifest(ITEMS));
            manifests.push(seconds(server, key, folder, zip));
            rmSync(zip);
        }
    } finally {
        await server.stop();
    }
    table.aimed(`import of a package of ${count(FILES)} files, ${count(median(sizes))} MB`, `${median(times).toFixed(2)} s`, median(times) < 1, 'under 1 s');
    table.aimed(`import of a manifest of ${count(ITEMS)} items, all with sequencing`, `${median(manifests).toFixed(2)} s`, median(manifests) < 0.5, 'under 0.5 s');
}
