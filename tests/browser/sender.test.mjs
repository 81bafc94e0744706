// The sender with a server that takes its time: commits that wait for their turn must not be forgotten.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
globalThis.window = globalThis;
const { Sender } = await import('../../scorm-runtime/player/sender.js');

test('commits beyond the burst go out, however slow the answers', async () => {
    const taken = [];
    const server = {
        commit: async (commit) => {
            await wait(700);
            taken.push(commit);
            return { kind: 'done', number: commit.number };
        },
    };
    const journal = { write: () => true, remove: () => {} };
    const ended = [];
    const sender = new Sender(server, journal, { opening: 1, number: 0 }, { progress: () => {}, end: (why) => ended.push(why) });
    const add = (n) => sender.add(`[["c",${n}]]`, true);
    // More than the burst while the first request is under way, one more with the second, one more too soon after it.
    for (let n = 0; n < 21; ++n) add(n);
    await wait(600);
    add(21);
    await wait(300);
    add(22);
    for (let tries = 0; tries < 60 && sender.queue.length > 0; ++tries) await wait(100);
    assert.deepEqual(ended, []);
    assert.equal(sender.queue.length, 0, 'nothing waits any more');
    assert.equal(taken.flatMap((commit) => JSON.parse(commit.operations)).length, 23, 'all of them, once');
});
