// Packages as the public packager simple-scorm-packager makes them, from the sources in packaged-course/.
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';
import { temporaryFolder } from '../support/server.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Runs in a process of its own: the packager logs to the console and keeps state between runs. */
const script = `
    const options = JSON.parse(process.argv[1]);
    require('simple-scorm-packager')(options, () => {});
`;

/**
 * Makes a package of the edition: "1.2", "2004 3rd Edition" or "2004 4th Edition".
 * @returns {string} the zip
 */
export function packaged(edition) {
    const folder = temporaryFolder();
    const source = join(folder, 'source');
    cpSync(join(here, 'packaged-course'), source, { recursive: true });
    const options = {
        version: edition,
        organization: 'Severn Marches',
        title: `Fire safety on the ward ${edition}`,
        language: 'en-GB',
        masteryScore: 80,
        startingPage: 'index.html',
        source,
        package: { version: '1.0.0', zip: true, outputFolder: folder, author: 'Test' },
    };
    execFileSync(process.execPath, ['-e', script, JSON.stringify(options)], { cwd: here, stdio: 'pipe' });
    return join(folder, readdirSync(folder).find((name) => name.endsWith('.zip')));
}

/** A SCORM 2004 package of that many parts, all the same page. @returns {string} the zip */
export function largePackage(parts) {
    const folder = temporaryFolder();
    const items = Array.from({ length: parts }, (_, i) =>
        `<item identifier="PART_${i}" identifierref="PAGE"><title>Part ${i + 1}</title></item>`);
    writeFileSync(join(folder, 'index.html'), '<!doctype html><html lang="en"><title>A part</title><body><h1>A part</h1>');
    writeFileSync(join(folder, 'imsmanifest.xml'), `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="LARGE" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="ORG"><organization identifier="ORG"><title>A course of ${parts} parts</title>
${items.join('\n')}
<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
</organization></organizations>
<resources><resource identifier="PAGE" type="webcontent" adlcp:scormType="asset" href="index.html"><file href="index.html"/></resource></resources>
</manifest>`);
    execFileSync('zip', ['-q', 'large.zip', 'index.html', 'imsmanifest.xml'], { cwd: folder });
    return join(folder, 'large.zip');
}
