// Makes the packages that flows import: a good one and one for each way to be bad. They are small sources
// here instead of binary files in the repository.
//
//     node tests/packages/make.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

const table = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
});
const crc32 = (bytes) => {
    let crc = ~0;
    for (const byte of bytes) crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8);
    return ~crc >>> 0;
};

/** The fields that a local header and the directory share. */
function fields(entry) {
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x800 | (entry.encrypted ? 1 : 0), 2);
    head.writeUInt16LE(entry.stored ? 0 : 8, 4);
    head.writeUInt16LE(0x5a21, 8);
    head.writeUInt32LE(entry.crc, 10);
    head.writeUInt32LE(entry.data.length, 14);
    head.writeUInt32LE(entry.size, 18);
    head.writeUInt16LE(entry.name.length, 22);
    return head;
}

/**
 * A zip of the given files: name → text, bytes, or {bytes, stored, encrypted}.
 * @param {Record<string, any>} files
 */
export function zip(files) {
    const parts = [], directory = [];
    let offset = 0;
    for (const [name, file] of Object.entries(files)) {
        const options = typeof file === 'string' || Buffer.isBuffer(file) ? { bytes: file } : file;
        const bytes = Buffer.from(options.bytes);
        const entry = {
            ...options, name: Buffer.from(name), size: bytes.length, crc: crc32(bytes),
            data: options.stored ? bytes : deflateRawSync(bytes),
        };
        const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields(entry), entry.name, entry.data]);
        const place = Buffer.alloc(14);
        place.writeUInt32LE(offset, 10);
        directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields(entry), place, entry.name]));
        parts.push(local);
        offset += local.length;
    }
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 0, 'latin1');
    end.writeUInt16LE(directory.length, 8);
    end.writeUInt16LE(directory.length, 10);
    end.writeUInt32LE(Buffer.concat(directory).length, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([...parts, ...directory, end]);
}

const item = (id) => `<item identifier="${id}" identifierref="RES"><title>${id}</title></item>`;
const manifest = ({ title = 'A small course', before = '', items = item('ONE'), chosen = 'ORG', href = 'index.html' } = {}) => `<?xml version="1.0" encoding="UTF-8"?>
${before}<manifest identifier="small" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="${chosen}"><organization identifier="ORG"><title>${title}</title>${items}</organization></organizations>
  <resources><resource identifier="RES" type="webcontent" adlcp:scormtype="sco" href="${href}"><file href="${href}"/></resource></resources>
</manifest>`;

const manifest2004 = (title) => `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="small" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="ORG"><organization identifier="ORG"><title>${title}</title>${item('ONE')}</organization></organizations>
  <resources><resource identifier="RES" type="webcontent" adlcp:scormType="sco" href="index.html"><file href="index.html"/></resource></resources>
</manifest>`;

// Sets every kind of value by hand, so that it needs no wrapper.
const page = `<!doctype html><meta charset="utf-8"><title>Small</title><p>One page.</p><script>
let api = parent.API; api.LMSInitialize(''); api.LMSSetValue('cmi.core.lesson_status', 'completed'); api.LMSFinish('');
</script>`;
const whole = { 'imsmanifest.xml': manifest(), 'index.html': page };

/** Name → bytes of every package. */
export const packages = {
    good: () => zip({ ...whole, 'film.mp4': { bytes: Buffer.alloc(300_000, 'film'), stored: true }, 'words.txt': 'gwên\n'.repeat(80_000) }),
    'next-version': () => zip({ ...whole, 'index.html': `${page}<p>Changed.</p>` }),
    'version-1': () => zip({ 'imsmanifest.xml': manifest({ title: 'Course in versions' }), 'index.html': page }),
    'version-2': () => zip({ 'imsmanifest.xml': manifest({ title: 'Course in versions' }), 'index.html': `${page}<p>Better.</p>` }),
    'version-3': () => zip({ 'imsmanifest.xml': manifest({ title: 'Course in versions', items: item('ONE') + item('TWO') }), 'index.html': page }),
    silent: () => zip({ 'imsmanifest.xml': manifest({ title: 'Course that says nothing', items: item('ONE') + item('TWO') + item('THREE') }), 'index.html': '<!doctype html><title>Silent</title><p>One page.</p>' }),
    unsaid: () => zip({ 'imsmanifest.xml': manifest({ title: 'Course without a word' }), 'index.html': '<!doctype html><title>Unsaid</title><p>One page.</p>' }),
    told: () => zip({ ...whole, 'imsmanifest.xml': manifest({ title: 'Course with results' }) }),
    traced: () => zip({ ...whole, 'imsmanifest.xml': manifest({ title: 'Course with a timeline' }) }),
    mastery: () => zip({ 'imsmanifest.xml': manifest({ title: 'Course with a pass mark', items: item('ONE').replace('</item>', '<adlcp:masteryscore>80</adlcp:masteryscore></item>') }), 'index.html': page }),
    points: () => zip({ 'imsmanifest.xml': manifest2004('Course with points'), 'index.html': '<!doctype html><title>Points</title><p>One page.</p>' }),
    broken: () => packages.good().subarray(0, 2000),
    'not-a-zip': () => Buffer.from('This is a text.'),
    bomb: () => zip({ ...whole, 'zeros.bin': Buffer.alloc(40 << 20) }),
    climbs: () => zip({ ...whole, '../outside.html': page }),
    encrypted: () => zip({ ...whole, 'secret.html': { bytes: page, encrypted: true } }),
    doctype: () => zip({ ...whole, 'imsmanifest.xml': manifest({ before: '<!DOCTYPE manifest [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n' }) }),
    encoding: () => zip({ ...whole, 'imsmanifest.xml': Buffer.from(manifest({ title: 'Sgôr a\u00ff\u00fe' }), 'latin1') }),
    'no-default': () => zip({ ...whole, 'imsmanifest.xml': manifest({ chosen: 'ANOTHER', title: 'No such default' }) }),
    'missing-file': () => zip({ 'imsmanifest.xml': manifest({ href: 'gone.html' }), 'index.html': page }),
    'no-manifest': () => zip({ 'index.html': page }),
    untitled: () => zip({ 'imsmanifest.xml': manifest({ title: 'Untitled' }), 'index.html': page }),
    'no-title': () => zip({ 'imsmanifest.xml': manifest().replace('<title>A small course</title>', ''), 'index.html': page }),
    lacking: () => zip({ ...whole, 'imsmanifest.xml': manifest({ title: 'Course that lacks much' }), 'index.html': `${page}<script src="lib/api%20wrapper.js"></script>${Array.from({ length: 56 }, (_, n) => `<img src="picture-${n}.png">`).join('')}` }),
    attributes: () => zip({ ...whole, 'imsmanifest.xml': manifest({ before: '' }).replace('<resources>', `<x${Array.from({ length: 80_000 }, (_, n) => ` a${n}="x"`).join('')}/><resources>`) }),
    tincan: () => zip({ 'tincan.xml': '<tincan/>', 'index.html': page }),
    nested: () => zip({ ...whole, 'imsmanifest.xml': manifest({ title: 'Course in chapters', items: `<item identifier="CHAPTER" identifierref="RES"><title>Chapter</title>${item('PART')}</item>` }).replace('<resources>', '<resources><resource identifier="OTHER" type="webcontent" adlcp:scormtype="sco" href="other.html"/>').replace('identifier="PART" identifierref="RES"', 'identifier="PART" identifierref="OTHER"'), 'other.html': page }),
    // Large enough to be read for a while, small enough to be made in one.
    large: () => zip({ ...whole, 'imsmanifest.xml': manifest({ title: 'A large course' }), ...Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`${n}.bin`, { bytes: Buffer.alloc(250_000, `${n}`), stored: true }])) }),
    'many-items': () => zip({ ...whole, 'imsmanifest.xml': manifest({ title: 'Ten thousand parts', items: Array.from({ length: 10_000 }, (_, n) => item(`I${n}`)).join('') }) }),
};

/** Writes all of them as FOLDER/name.zip. */
export function makePackages(folder) {
    mkdirSync(folder, { recursive: true });
    for (const [name, make] of Object.entries(packages)) writeFileSync(join(folder, `${name}.zip`), make());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) makePackages(process.argv[2] ?? '.');
