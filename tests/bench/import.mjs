// Import of a large package over the API: from the first byte of the upload to the answer.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Server, demoData, temporaryFolder } from '../support/server.mjs';
import { count, median } from './table.mjs';
import { writeZip } from './zip.mjs';

const ROUNDS = 3;
const FILES = 2000;
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

export async function measureImport(table) {
    const folder = temporaryFolder();
    const server = await new Server(demoData()).start();
    const times = [], sizes = [];
    try {
        const key = server.apiKey('elearning.packages');
        for (let round = 0; round < ROUNDS; ++round) {
            const zip = join(folder, 'large.zip');
            writeZip(zip, entries(round));
            sizes.push(statSync(zip).size / 1e6);
            const [status, seconds] = execFileSync('curl', ['-s', '-o', join(folder, 'answer'), '-w', '%{http_code} %{time_total}', '-X', 'POST', '-T', zip,
                '-H', `Authorization: Bearer ${key}`, '-H', 'Content-Type: application/zip', `${server.url}/api/v1/packages`], { encoding: 'utf8' }).split(' ');
            if (status !== '201') throw new Error(`the import answered ${status}`);
            times.push(Number(seconds));
            rmSync(zip);
        }
    } finally {
        await server.stop();
    }
    table.aimed(`import of a package of ${count(FILES)} files, ${count(median(sizes))} MB`, `${median(times).toFixed(2)} s`, median(times) < 1, 'under 1 s');
}
