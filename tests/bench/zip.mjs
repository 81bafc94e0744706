// Writes SCORM 1.2 packages of any size for measuring.
import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';

/** @typedef {{name: string, bytes: Buffer, deflate?: boolean}} Entry */

const manifest = (title, files) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="bench" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="O"><organization identifier="O"><title>${title}</title>
    <item identifier="I" identifierref="R"><title>${title}</title></item></organization></organizations>
  <resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="index.html">
    ${files.map((name) => `<file href="${name}"/>`).join('\n    ')}
  </resource></resources>
</manifest>`);

/** Local header and directory entry share their middle (APPNOTE 4.3.7, 4.3.12). */
function middle(entry, packed, sum) {
    const out = Buffer.alloc(26);
    out.writeUInt16LE(20, 0);
    out.writeUInt16LE(entry.deflate ? 8 : 0, 4);
    out.writeUInt16LE(0x5a61, 8);
    out.writeUInt32LE(sum, 10);
    out.writeUInt32LE(packed.length, 14);
    out.writeUInt32LE(entry.bytes.length, 18);
    out.writeUInt16LE(Buffer.byteLength(entry.name), 22);
    return out;
}

/** Writes the package with a manifest and a first page. @param {string} path @param {Entry[]} files */
export function writeZip(path, files) {
    const page = { name: 'index.html', bytes: Buffer.from('<!doctype html><title>Bench</title><p>Bench'), deflate: true };
    const names = [page, ...files].map((entry) => entry.name);
    const out = openSync(path, 'w');
    const directory = [];
    let at = 0;
    const write = (bytes) => { writeSync(out, bytes); at += bytes.length; };
    for (const entry of [{ name: 'imsmanifest.xml', bytes: manifest('Bench', names), deflate: true }, page, ...files]) {
        const packed = entry.deflate ? deflateRawSync(entry.bytes) : entry.bytes;
        const shared = middle(entry, packed, crc32(entry.bytes));
        const tail = Buffer.alloc(14);
        tail.writeUInt32LE(at, 10);
        directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, tail, Buffer.from(entry.name)]));
        write(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, Buffer.from(entry.name)]));
        write(packed);
    }
    const from = at;
    write(Buffer.concat(directory));
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(directory.length, 8);
    end.writeUInt16LE(directory.length, 10);
    end.writeUInt32LE(at - from, 12);
    end.writeUInt32LE(from, 16);
    write(end);
    closeSync(out);
}
