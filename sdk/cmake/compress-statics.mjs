// Compresses the static files of an installation once: node compress-statics.mjs HOME
// Beside each text file under themes/*/static and plugins/*/static it writes FILE.gz and FILE.br, which the
// server sends to browsers that take them. What is up to date stays; what lost its file goes.
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TEXTS = new Set(['.css', '.js', '.mjs', '.json', '.html', '.svg', '.txt', '.wasm', '.webmanifest', '.ico']);
const CODINGS = {
    '.gz': (bytes) => gzipSync(bytes, { level: 9 }),
    '.br': (bytes) => brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
};
const WORTH_IT = 0.9;   // a larger share of the size is not worth a second file

/** The server believes a compressed file whose gzip trailer fits; so do we (RFC 1952: CRC-32, size). */
function fits(file, bytes) {
    const zipped = existsSync(`${file}.gz`) && readFileSync(`${file}.gz`);
    return zipped && existsSync(`${file}.br`) && zipped.subarray(-8).equals(CODINGS['.gz'](bytes).subarray(-8));
}

function compress(file) {
    const bytes = readFileSync(file);
    if (fits(file, bytes)) return;
    for (const [ending, pack] of Object.entries(CODINGS)) {
        const packed = pack(bytes);
        rmSync(file + ending, { force: true });
        if (packed.length >= bytes.length * WORTH_IT) continue;
        writeFileSync(`${file}${ending}.new`, packed);
        renameSync(`${file}${ending}.new`, file + ending);
    }
}

function eachFile(folder, visit) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) eachFile(path, visit);
        else visit(path);
    }
}

const [home] = process.argv.slice(2);
for (const kind of ['themes', 'plugins']) {
    if (!existsSync(join(home, kind))) continue;
    for (const owner of readdirSync(join(home, kind))) {
        const folder = join(home, kind, owner, 'static');
        if (!existsSync(folder) || !statSync(folder).isDirectory()) continue;
        eachFile(folder, (file) => {
            const ending = extname(file);
            if (ending in CODINGS) {
                if (!existsSync(file.slice(0, -ending.length))) rmSync(file);
            } else if (TEXTS.has(ending)) {
                compress(file);
            }
        });
    }
}
