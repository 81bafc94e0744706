// Starts servers and prints what they do, with the aim beside each figure. Numbers depend on the machine and on what
// else it does; ratios hardly, because both sides take turns within one run.
//
//     ./dev bench [commits files idle api session navigation page import …]        all without arguments
import { measureApi } from './api.mjs';
import { measureCommits } from './commits.mjs';
import { measureFiles, measureIdle } from './files.mjs';
import { measureImport } from './import.mjs';
import { measurePage } from './page.mjs';
import { measureNavigation, measureSession } from './session.mjs';
import { Table } from './table.mjs';

const MEASURES = {
    commits: measureCommits, files: measureFiles, idle: measureIdle, api: measureApi, session: measureSession,
    navigation: measureNavigation, page: measurePage, import: measureImport,
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in MEASURES));
if (unknown.length > 0) {
    console.error(`no measure ${unknown.join(', ')}; there are: ${Object.keys(MEASURES).join(', ')}`);
    process.exit(2);
}
const table = new Table();
for (const [name, measure] of Object.entries(MEASURES)) {
    if (wanted.length === 0 || wanted.includes(name)) await measure(table);
}
console.log(`bench: ${table.missed} aims missed`);
process.exit(0);
