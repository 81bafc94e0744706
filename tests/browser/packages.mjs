// Packages as the public packager simple-scorm-packager makes them, from the sources in packaged-course/.
import { cpSync, readdirSync } from 'node:fs';
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
