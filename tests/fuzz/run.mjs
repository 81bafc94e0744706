// Builds the fuzzers and runs each for a while, two at a time: node run.mjs [SECONDS] [NAME…]
// A finding is left in build/fuzz/findings and fails the run. What a run learned stays in build/fuzz/corpus.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages } from '../packages/make.mjs';
import { root } from '../support/server.mjs';

const source = join(root, 'tests/fuzz'), built = join(root, 'build/fuzz');
const FUZZERS = ['http', 'text', 'json', 'manifest', 'zip', 'calls', 'navigation'];
const MOST_FILES = 3000;         // a larger corpus makes the start of each run slow
const LARGEST_SEED = 16 * 1024;
const AT_ONCE = 2;

/** The same for each run, so that a finding can be repeated; FUZZ_SEED=0 takes another one each time. */
const seed = process.env.FUZZ_SEED ?? '1';
const seconds = Number(process.argv[2] ?? 60);
const wanted = process.argv.length > 3 ? process.argv.slice(3) : FUZZERS;

function build() {
    const configure = ['-S', source, '-B', built, '-G', 'Ninja', '-DCMAKE_CXX_COMPILER=clang++-14'];
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
    if (!existsSync(join(built, 'build.ninja'))) execFileSync('cmake', configure, quiet);
    try {
        execFileSync('ninja', ['-C', built, ...wanted.map((name) => `fuzz_${name}`)], { encoding: 'utf8', maxBuffer: 64 << 20 });
    } catch (error) {
        process.stderr.write(String(error.stdout).slice(-5000));
        process.exit(1);
    }
}

/** The folders a fuzzer begins with: what it learned before, and its seeds. */
function corpus(name) {
    const own = join(built, 'corpus', name), seeds = join(source, 'seeds', name);
    if (existsSync(own) && readdirSync(own).length > MOST_FILES) rmSync(own, { recursive: true });
    mkdirSync(own, { recursive: true });
    if (name === 'zip') {
        for (const [title, make] of Object.entries(packages)) {
            const bytes = make();
            if (bytes.length <= LARGEST_SEED) writeFileSync(join(own, `seed-${title}`), bytes);
        }
    }
    return existsSync(seeds) ? [own, seeds] : [own];
}

/** Runs one fuzzer; the end of what it printed when it found something. */
function run(name) {
    const dictionary = join(source, `${name}.dict`);
    const args = [`-max_total_time=${seconds}`, `-seed=${seed}`, '-timeout=10', '-rss_limit_mb=2048', '-print_final_stats=1',
        `-artifact_prefix=${join(built, 'findings', `${name}-`)}`, ...existsSync(dictionary) ? [`-dict=${dictionary}`] : [], ...corpus(name)];
    return new Promise((resolve) => {
        let text = '';
        const keep = (chunk) => { text = (text + chunk).slice(-8000); };
        const fuzzer = spawn(join(built, `fuzz_${name}`), args, { cwd: built });
        fuzzer.stdout.on('data', keep);
        fuzzer.stderr.on('data', keep);
        fuzzer.on('close', (status) => {
            const runs = /number_of_executed_units: (\d+)/.exec(text)?.[1] ?? 'no';
            console.log(`${status === 0 ? 'ok' : 'FOUND'} ${name}: ${runs} inputs`);
            if (status !== 0) process.stderr.write(`${text}\n`);
            resolve(status === 0);
        });
    });
}

build();
mkdirSync(join(built, 'findings'), { recursive: true });
const waiting = [...wanted], verdicts = [];
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let name; (name = waiting.shift());) verdicts.push(await run(name));
}));
const found = verdicts.filter((well) => !well).length;
console.log(found === 0 ? `fuzz: ${verdicts.length} fuzzers found nothing in ${seconds} s each` : `fuzz: ${found} of ${verdicts.length} fuzzers found something; the inputs are in build/fuzz/findings`);
process.exit(found === 0 ? 0 : 1);
