// The journal takes back only what a player of the attempt wrote.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Journal } from '../../scorm-runtime/player/journal.js';

/** localStorage without a browser: its keys are its own properties. */
class Device {
    setItem(key, value) { this[key] = String(value); }
    getItem(key) { return this[key] ?? null; }
    removeItem(key) { delete this[key]; }
}
const mine = { name: 'attempt-a', key: '11'.repeat(32), person: 'p' };
const commit = (opening, number, operations = `[["c",${number}]]`) => ({ opening, number, operations });

test('what was written comes back in order, and nothing is counted as left out', () => {
    const device = new Device(), journal = new Journal(mine, device);
    for (const one of [commit(2, 3), commit(1, 10), commit(1, 9), commit(2, 3, '[["c",3],["c",4]]')]) assert.ok(journal.write(one));
    const again = new Journal(mine, device);
    assert.deepEqual(again.entries(), [commit(1, 9), commit(1, 10), commit(2, 3, '[["c",3],["c",4]]')]);
    assert.equal(again.dropped, 0);
});

test('entries that nobody signed, with another key, another place or other operations are left out and counted', () => {
    const device = new Device();
    new Journal(mine, device).write(commit(1, 1));
    const [key] = Object.keys(device), good = device[key];
    const forged = {
        [key.replace(':1:1', ':1:2')]: good,                                  // replayed as another commit
        [key.replace(':1:1', ':2:1')]: good,                                  // as another page's
        [key.replace(':1:1', ':1:3')]: good.slice(0, 64) + '[["s",1,"cmi.success_status","passed"]]',
        [key.replace(':1:1', ':1:4')]: '[["s",1,"cmi.success_status","passed"]]',
        [key.replace(':1:1', ':1:5')]: '',
        [key.replace(':1:1', ':1:6')]: good.slice(0, 64).toUpperCase() + good.slice(64),
    };
    const other = new Device();
    new Journal({ ...mine, key: '22'.repeat(32) }, other).write(commit(1, 7));
    Object.assign(device, forged, { ...other });
    const journal = new Journal(mine, device);
    assert.deepEqual(journal.entries(), [commit(1, 1)]);
    assert.equal(journal.dropped, Object.keys(forged).length + 1);
    assert.deepEqual(Object.keys(device), [key], 'they are gone from the device');
    new Journal({ ...mine, name: 'attempt-b' }, device).write(commit(1, 1));
    assert.equal(new Journal(mine, device).entries().length, 1, 'another attempt\'s entries are none of its business');
});
