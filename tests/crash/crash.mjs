// 64 learners commit while the server is killed ten times at random points and started again.
//
//     node tests/crash/crash.mjs [SEED]
//
// The learners are the player's own session, journal and sender (support/learner.mjs). After each kill the files are
// copied as they are on the disk: the copy must hold every commit that was acknowledged, and the state of each attempt
// must be, byte for byte, the state that its learner had after the commit of the number stored. A commit that was lost,
// applied twice or half would give another state. In the end everybody completes and holds the award exactly once.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Learner } from '../support/learner.mjs';
import { Server, api, demoData, temporaryFolder } from '../support/server.mjs';

const LEARNERS = 64;
const KILLS = 10;
const DEADLINE = 150;   // seconds; it takes a fifth of that
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000);

/** Numbers that a seed repeats (xorshift). */
function generator(from) {
    let x = (from * 2654435761 + 1) >>> 0 || 1;
    return () => {
        x ^= x << 13; x >>>= 0;
        x ^= x >>> 17;
        x ^= x << 5; x >>>= 0;
        return x / 2 ** 32;
    };
}

const random = generator(seed);
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let passed = 0, failed = 0;
function check(what, problems) {
    if (problems.length === 0) ++passed;
    else ++failed;
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${what}`);
    for (const problem of problems.slice(0, 10)) console.log(`       ${problem}`);
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The number behind an id, as the database has it. */
const idNumber = (text) => [...text].reduce((sum, letter) => sum * 32n + BigInt(ALPHABET.indexOf(letter)), 0n).toString();

/** What the disk holds of the learners' attempts: by attempt, {number, state}. The files themselves are not touched. */
function onDisk(data, learners) {
    const copy = join(temporary, 'copy');
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy);
    for (const file of ['tessera.db', 'tessera.db-wal']) cpSync(join(data, file), join(copy, file));
    const sql = `SELECT CAST(id AS TEXT) AS id, commit_number, state FROM attempt
                 WHERE id IN (${learners.map((learner) => idNumber(learner.attempt)).join()})`;
    const rows = JSON.parse(execFileSync('sqlite3', ['-json', join(copy, 'tessera.db'), sql], { encoding: 'utf8', maxBuffer: 1 << 28 }));
    const intact = execFileSync('sqlite3', [join(copy, 'tessera.db'), 'PRAGMA integrity_check'], { encoding: 'utf8' }).trim();
    return { intact, attempts: new Map(rows.map((row) => [row.id, { number: row.commit_number, state: row.state }])) };
}

let unanswered = 0;
function compareWithDisk(data, learners, acknowledged) {
    const { intact, attempts } = onDisk(data, learners);
    const problems = intact === 'ok' ? [] : [`the database: ${intact}`];
    for (const learner of learners) {
        const stored = attempts.get(idNumber(learner.attempt));
        const had = acknowledged.get(learner);
        if (!stored) problems.push(`attempt ${learner.attempt} is gone`);
        else if (stored.number < had) problems.push(`attempt ${learner.attempt}: ${stored.number} stored, ${had} acknowledged`);
        else if (stored.state !== (learner.states.get(stored.number) ?? ''))
            problems.push(`attempt ${learner.attempt}: the state at ${stored.number} is not the learner's`);
        else if (stored.number > had) ++unanswered;
    }
    return problems;
}

async function compareWithApi(server, key, learner, acknowledged) {
    const { status, body } = await api(server, key, 'GET', `/attempts/${learner.attempt}`);
    if (status !== 200) return [`attempt ${learner.attempt} answered ${status}`];
    if (body.commits < acknowledged) return [`attempt ${learner.attempt}: ${body.commits} commits, ${acknowledged} acknowledged`];
    return [];
}

async function enrol(server, key, index, courses) {
    const course = courses[index % courses.length];
    const person = await api(server, key, 'POST', '/people',
        { given_name: 'Learner', family_name: `Number ${index}`, email: `crash-${index}@severnmarches.example` });
    const enrolment = await api(server, key, 'POST', '/enrolments', { person: person.body.id, course });
    const launch = await api(server, key, 'POST', `/enrolments/${enrolment.body.id}/launch`, { attempt: 'resume' });
    if (launch.status !== 200) throw new Error(`launch answered ${launch.status}: ${JSON.stringify([person, enrolment, launch])}`);
    const learner = new Learner(launch.body.attempt, launch.body.url);
    return Object.assign(learner, { person: person.body.id, enrolment: enrolment.body.id });
}

/** Learns until told to stop. */
async function learn(learner, state) {
    try {
        while (!state.over) {
            await learner.step(random);
            await later(5 + random() * 40);
        }
    } catch (error) {
        learner.problems.push(String(error.stack ?? error));
    }
}

async function finalProblems(server, key, learner) {
    const problems = [];
    const get = async (path) => (await api(server, key, 'GET', path)).body;
    const [attempt, enrolment, awards] = await Promise.all([get(`/attempts/${learner.attempt}`),
        get(`/enrolments/${learner.enrolment}`), get(`/people/${learner.person}/awards`)]);
    const expect = (what, value, wanted) => {
        if (value !== wanted) problems.push(`${learner.attempt}: ${what} is ${value}, not ${wanted}`);
    };
    const summary = learner.session.summary();
    expect('completion', attempt.completion, 'completed');
    expect('number of commits', attempt.commits, learner.acknowledged);
    expect('time', attempt.time_ms, summary.totalTime);
    const answers = attempt.activities.flatMap((activity) => activity.interactions.map((one) => `${activity.id} ${one.number}`));
    expect('number of answers', answers.length, new Set(answers).size);
    expect('status of the enrolment', enrolment.status, 'completed');
    expect('number of awards', awards.awards.length, 1);
    return problems;
}

setTimeout(() => {
    check('everything within the time', [`not done after ${DEADLINE} s`]);
    console.log(`crash: ${passed} passed, ${failed} failed`);
    process.exit(1);
}, DEADLINE * 1000).unref();

const temporary = temporaryFolder();
const data = demoData();
const server = await new Server(data, { contentHost: '127.0.0.1' }).start();
const key = server.apiKey('people.create', 'catalogue.browse', 'enrolment.manage', 'enrolment.own', 'elearning.play',
    'elearning.results', 'elearning.packages', 'competencies.own', 'competencies.view', 'people.view');
const { packages } = (await api(server, key, 'GET', '/packages')).body;
const courses = packages.map((one) => one.course);
const learners = [];
for (let i = 0; i < LEARNERS; ++i) learners.push(await enrol(server, key, i, courses));
await Promise.all(learners.map((learner) => learner.open()));
console.log(`${LEARNERS} learners, seed ${seed}`);

const state = { over: false };
const learning = learners.map((learner) => learn(learner, state));
for (let kill = 1; kill <= KILLS; ++kill) {
    await later(300 + random() * 1500);
    await server.kill();
    // Nothing is acknowledged any more; answers that were under way when it died have all arrived by now.
    await later(50);
    const acknowledged = new Map(learners.map((learner) => [learner, learner.acknowledged]));
    const total = [...acknowledged.values()].reduce((sum, one) => sum + one, 0);
    check(`kill ${kill}: all of ${total} acknowledged commits are on the disk, once`, compareWithDisk(data, learners, acknowledged));
    await server.start();
    const answers = await Promise.all(learners.map((learner) => compareWithApi(server, key, learner, acknowledged.get(learner))));
    check(`kill ${kill}: the server that came back knows them`, answers.flat());
    for (const learner of learners) if (!learner.sender.over) learner.sender.online();
}
state.over = true;
await Promise.all(learning);
await Promise.all(learners.map((learner) => learner.complete().catch((error) => learner.problems.push(String(error.stack)))));
check('no learner met a problem', learners.flatMap((learner) => learner.problems));
const last = await Promise.all(learners.map((learner) => finalProblems(server, key, learner)));
check('everybody has completed, with one award each', last.flat());
await server.stop();
console.log(`${unanswered} commits were on the disk without an answer, and were sent again`);
console.log(`crash: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
