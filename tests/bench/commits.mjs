// Durable commits over HTTP by 64 learners, against the raw group commit of the same disk in the same run.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Fn, Session, instantiate } from '../../scorm-runtime/wasm/scorm.js';
import { Content } from '../support/content.mjs';
import { Server, api, demoData, root, temporaryFolder } from '../support/server.mjs';
import { count, median } from './table.mjs';

const LEARNERS = 64;
const ROUNDS = 5;
const SECONDS = 4;
/** More than one learner can say in all rounds. */
const COMMITS = 30_000;
const ANSWERS = 12;
const run = promisify(execFile);

/** Operations of a learner from the launch on, as the player's session makes them, one commit each. */
function operationsOf(opened) {
    const wasm = readFileSync(join(root, 'build/home/plugins/elearning/static/wasm/scorm.wasm'));
    const session = Session.open(instantiate(wasm), opened.course, opened.opening_data, opened.state);
    let now = Date.now();
    session.launch(now);
    const commits = [];
    const player = {
        session,
        answer(fn, first, second) {
            const result = session.call(fn, first, second, ++now);
            if (fn === Fn.Commit || fn === Fn.Initialize) commits.push(session.takeCommit());
            return result;
        },
    };
    const content = new Content(player, JSON.parse(opened.course).edition);
    content.begin();
    for (let turn = 1; commits.length < COMMITS; ++turn) {
        content.work(turn, turn <= ANSWERS);
        content.commit();
    }
    return commits;
}

/** Enrols a person and opens the attempt. */
async function open(server, key, index, course) {
    const person = await api(server, key, 'POST', '/people',
        { given_name: 'Learner', family_name: `Number ${index}`, email: `bench-${index}@severnmarches.example` });
    const enrolment = await api(server, key, 'POST', '/enrolments', { person: person.body.id, course });
    const launch = await api(server, key, 'POST', `/enrolments/${enrolment.body.id}/launch`, { attempt: 'resume' });
    const { attempt, url } = launch.body;
    const token = url.split('/').pop();
    const opened = await fetch(new URL(`/play/attempts/${attempt}/open`, url),
        { method: 'POST', headers: { authorization: `Launch ${token}` }, body: '{"journal_number":0}' });
    return { attempt, token, opened: await opened.json() };
}

async function prepare(server, folder) {
    const key = server.apiKey('people.create', 'enrolment.manage', 'elearning.play', 'elearning.packages');
    const { packages } = (await api(server, key, 'GET', '/packages')).body;
    const lines = [];
    for (let i = 0; i < LEARNERS; ++i) {
        const { course, sha256 } = packages[i % packages.length];
        const { attempt, token, opened } = await open(server, key, i, course);
        const file = join(folder, sha256.slice(0, 12));
        if (i < packages.length) writeFileSync(file, operationsOf(opened).join('\n'));
        lines.push([attempt, token, opened.opening, opened.number, file].join(' '));
    }
    const learners = join(folder, 'learners');
    writeFileSync(learners, `${lines.join('\n')}\n`);
    return learners;
}

export async function measureCommits(table) {
    const folder = temporaryFolder();
    const server = await new Server(demoData(), { contentHost: '127.0.0.1' }).start();
    const rates = [], raws = [], ratios = [], halves = [], tails = [];
    try {
        const learners = await prepare(server, folder);
        for (let round = 0; round < ROUNDS; ++round) {
            // The raw loop, and ours without HTTP, three turns in three parts of the time.
            const raw = await run(join(root, 'build/tests/bench/group_commit/bench_group_commit'), [LEARNERS, SECONDS, folder].map(String));
            const load = await run(join(root, 'build/tests/bench/commit_load/bench_commit_load'),
                [server.port, `127.0.0.1:${server.port}`, learners, SECONDS].map(String));
            const of = (text, name) => Number(new RegExp(`${name}=([\\d.]+)`).exec(text)[1]);
            rates.push(of(load.stdout, 'acknowledged') / of(load.stdout, 'seconds'));
            raws.push(of(raw.stdout, 'raw'));
            ratios.push(rates[round] / raws[round]);
            halves.push(of(load.stdout, 'p50_ms'));
            tails.push(of(load.stdout, 'p99_ms'));
        }
    } finally {
        await server.stop();
    }
    table.figure(`raw group commit, ${LEARNERS} callers, a second`, count(median(raws)));
    table.figure(`durable commits over HTTP, ${LEARNERS} learners, a second`, count(median(rates)));
    table.figure('  answered within (half, 99 %)', `${median(halves).toFixed(1)}, ${median(tails).toFixed(1)} ms`);
    table.aimed('  ratio to the raw group commit', median(ratios).toFixed(2), median(ratios) >= 0.5, 'at least 0.50');
}
