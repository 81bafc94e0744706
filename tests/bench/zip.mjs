// Writes SCORM 1.2 packages of any size for measuring, and SCORM 2004 ones of any number of items.
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

/**
 * A SCORM 2004 manifest of that many items: sections of a hundred, every item with sequencing of its own.
 * @param {number} items
 */
export function largeManifest(items) {
    const item = (n) => `<item identifier="I${n}" identifierref="R${n % 50}"><title>Page ${n} of the course</title>
      <imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="completed"/>
        </imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule></imsss:sequencingRules>
        <imsss:objectives><imsss:primaryObjective objectiveID="O${n}" satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>
        <imsss:mapInfo targetObjectiveID="G${n}" writeSatisfiedStatus="true"/></imsss:primaryObjective></imsss:objectives></imsss:sequencing></item>`;
    const sections = [];
    for (let n = 0; n < items; n += 100) {
        const pages = Array.from({ length: Math.min(99, items - n - 1) }, (_, i) => item(n + i + 1));
        sections.push(`<item identifier="S${n}"><title>Section ${n}</title>${pages.join('\n')}
      <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing></item>`);
    }
    const resources = Array.from({ length: 50 }, (_, n) =>
        `<resource identifier="R${n}" type="webcontent" adlcp:scormType="sco" href="index.html?page=${n}"><file href="index.html"/></resource>`);
    return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="bench" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
    xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="O"><organization identifier="O"><title>A large course</title>${sections.join('\n')}
    <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing></organization></organizations>
  <resources>${resources.join('\n')}</resources>
</manifest>`);
}

/**
 * Writes the package with a manifest and a first page.
 * @param {string} path @param {Entry[]} files @param {Buffer} [own] a manifest to be taken instead
 */
export function writeZip(path, files, own) {
    const page = { name: 'index.html', bytes: Buffer.from('<!doctype html><title>Bench</title><p>Bench'), deflate: true };
    const names = [page, ...files].map((entry) => entry.name);
    const out = openSync(path, 'w');
    const directory = [];
    let at = 0;
    const write = (bytes) => { writeSync(out, bytes); at += bytes.length; };
    for (const entry of [{ name: 'imsmanifest.xml', bytes: own ?? manifest('Bench', names), deflate: true }, page, ...files]) {
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
