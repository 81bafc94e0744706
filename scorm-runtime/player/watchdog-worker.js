// The watchdog's other half, in a thread of its own: it still runs when the page does not.
import { forget, openStuck, remember } from './stuck.js';

/** Beats that may be missing. Counted, not timed: a device that sleeps stops page and worker alike. */
const PATIENCE = 10;
const BEAT = 1000;

let attempt = '';
let part = ''; // what is watched; empty: nothing
let missed = 0;
let written = false;

const opened = openStuck();
opened.then(() => postMessage('ready'), () => postMessage('ready'));

async function write() {
    written = true;
    const database = await opened.catch(() => null);
    if (database) await remember(database, attempt, part);
}

async function erase() {
    written = false;
    const database = await opened.catch(() => null);
    if (database) await forget(database, attempt);
}

onmessage = ({ data }) => {
    missed = 0;
    if (data !== 'beat') ({ attempt, part } = data);
    // What was remembered before belongs to content that runs again, or to none.
    if (written || (data !== 'beat' && data.fresh)) void erase();
};

setInterval(() => {
    if (part !== '' && ++missed === PATIENCE) void write();
}, BEAT);
