// The session where content meets it, in Chromium: side by side with the npm package scorm-again in the same page, the cost
// of starting it, and navigation on trees of any size, there and in the server.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, temporaryFolder } from '../support/server.mjs';
import { count, median } from './table.mjs';

const WASM = join(root, 'build/scorm-runtime/wasm/scorm.wasm');
const FILES = {
    '/wasm/scorm.js': join(root, 'scorm-runtime/wasm/scorm.js'),
    '/player/api.js': join(root, 'scorm-runtime/player/api.js'),
    '/scorm.wasm': WASM,
    '/scorm-again.js': join(root, 'tests/bench/node_modules/scorm-again/dist/scorm2004.min.js'),
};
const TYPES = { js: 'text/javascript', wasm: 'application/wasm' };
const PAGE = '<!doctype html><title>Bench</title><script src="/scorm-again.js"></script>';

/** A course of that many activities: chapters of sections of ten pages, with a rule and an objective here and there. */
export function course(activities) {
    const list = [{ id: 'root', title: 'Root', sequencing: { control: { flow: true }, objectives: [{ primary: true }] } }];
    const add = (parent, title, rest) =>
        list.push({ id: `a${list.length}`, title, parent, ...rest,
            sequencing: { control: { flow: true }, objectives: [{ primary: true }], ...rest.sequencing } }) - 1;
    while (list.length < activities) {
        const chapter = activities > 100 ? add(0, `Chapter ${list.length}`, {}) : 0;
        for (let section = 0; section < 9 && list.length < activities; ++section) {
            const parent = activities > 10 ? add(chapter, `Section ${list.length}`, {}) : chapter;
            for (let page = 0; page < 10 && (list.length < activities || page === 0); ++page) {
                const rules = page === 9 ? [{ conditions: [{ if: 'attemptLimitExceeded' }], action: 'skip' }] : undefined;
                add(parent, `Page ${list.length}`, { sco: true, href: 'p.html', sequencing: rules ? { pre: rules } : {} });
            }
        }
    }
    return JSON.stringify({ edition: '2004-4', title: 'Root', activities: list });
}

/** In the page: microseconds per call of each batch, of both, taking turns. */
async function compareCalls() {
    const { instantiate, Session } = await import('/wasm/scorm.js');
    const { Api } = await import('/player/api.js');
    const module = instantiate(await (await fetch('/scorm.wasm')).arrayBuffer());
    const one = { edition: '2004-4', title: 'One', activities: [
        { id: 'root', title: 'One', sequencing: { control: { flow: true }, objectives: [{ primary: true }] } },
        { id: 'one', title: 'One', parent: 0, sco: true, href: 'one.html', sequencing: { objectives: [{ primary: true }] } }] };
    const session = Session.open(module, JSON.stringify(one), '{}', '');
    session.launch(Date.now());
    const holder = {};
    new Api(holder, '2004-4', (fn, first, second) => session.call(fn, first, second, Date.now()));
    const ours = holder.API_1484_11;
    const theirs = new window.Scorm2004API({ autocommit: false, logLevel: 5 });
    for (const api of [ours, theirs]) {
        api.Initialize('');
        for (let i = 0; i < 250; ++i) {
            const set = (name, value) => { if (String(api.SetValue(`cmi.interactions.${i}.${name}`, value)) !== 'true') throw new Error(`${name} ${i}`); };
            set('id', `question-${i}`);
            set('type', 'choice');
            set('learner_response', 'a');
            set('result', 'correct');
        }
    }
    // Texts are made beforehand: only the calls count.
    const of = (name) => Array.from({ length: 250 }, (_, i) => `cmi.interactions.${i}.${name}`);
    const [results, responses] = [of('result'), of('learner_response')];
    const pages = Array.from({ length: 10 }, (_, i) => `page ${i}`);
    const states = pages.map((page) => page + 'x'.repeat(4000));
    const kinds = {
        'GetValue cmi.location': (api) => api.GetValue('cmi.location'),
        'GetValue of an answer': (api, i) => api.GetValue(results[i % 250]),
        'SetValue cmi.location': (api, i) => api.SetValue('cmi.location', pages[i % 10]),
        'SetValue of an answer': (api, i) => api.SetValue(responses[i % 250], i % 2 ? 'a' : 'b'),
        'SetValue of suspend_data, 4 KB': (api, i) => api.SetValue('cmi.suspend_data', states[i % 10]),
    };
    const out = {};
    for (const [name, call] of Object.entries(kinds)) {
        const rounds = [];
        for (let round = 0; round < 15; ++round) {
            const cost = [ours, theirs].map((api) => {
                const calls = 5000;
                const from = performance.now();
                for (let i = 0; i < calls; ++i) call(api, i);
                return ((performance.now() - from) * 1000) / calls;
            });
            session.takeCommit();
            rounds.push(cost);
        }
        out[name] = rounds;
    }
    return out;
}

/** In the page: milliseconds of starting a module and opening a session, each time anew. */
async function measureStart() {
    const { instantiate, Session } = await import('/wasm/scorm.js');
    const bytes = await (await fetch('/scorm.wasm')).arrayBuffer();
    const course = '{"edition":"1.2","title":"One","activities":[{"id":"root","title":"One","sequencing":{"objectives":[{"primary":true}]}},'
        + '{"id":"one","title":"One","parent":0,"sco":true,"href":"one.html","sequencing":{"objectives":[{"primary":true}]}}]}';
    const times = [];
    for (let round = 0; round < 15; ++round) {
        const from = performance.now();
        const session = Session.open(instantiate(bytes), course, '{}', '');
        session.launch(Date.now());
        times.push(performance.now() - from);
    }
    return { first: times[0], times };
}

/** In the page: milliseconds of Continue on that course, and of the view that the page shows afterwards. */
async function measureContinue(text) {
    const { Fn, instantiate, Session } = await import('/wasm/scorm.js');
    const session = Session.open(instantiate(await (await fetch('/scorm.wasm')).arrayBuffer()), text, '{}', '');
    session.launch(Date.now());
    const leaves = JSON.parse(text).activities.flatMap((one, index) => (one.href ? [index] : []));
    const requests = [], views = [];
    for (let round = 0; round < 21; ++round) {
        session.call(Fn.Initialize, '', '', Date.now());
        session.call(Fn.SetValue, 'cmi.completion_status', 'completed', Date.now());
        session.call(Fn.Terminate, '', '', Date.now());
        const from = performance.now();
        session.unload(Date.now());
        if (round % (leaves.length - 1) === leaves.length - 2) session.navigate('choice', leaves[0], Date.now());
        else session.navigate('continue', -1, Date.now());
        const between = performance.now();
        const view = session.view();
        views.push(performance.now() - between);
        requests.push(between - from);
        if (view.state !== 'running' || view.exception) throw new Error(`${view.state} ${view.exception}`);
        session.takeCommit();
    }
    return { requests, views };
}

async function withPage(work) {
    const server = createServer((request, response) => {
        const file = FILES[request.url];
        response.setHeader('content-type', file ? TYPES[file.split('.').pop()] : 'text/html');
        response.end(file ? readFileSync(file) : PAGE);
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const { chromium } = createRequire(join(root, 'tests/browser/package.json'))('playwright-core');
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
    try {
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${server.address().port}/`);
        await work(page);
    } finally {
        await browser.close();
        server.close();
    }
}

/** What the session costs, its calls against scorm-again's. */
export async function measureSession(table) {
    const wasm = readFileSync(WASM);
    const packed = gzipSync(wasm, { level: 9 }).length;
    table.aimed('size of the module', `${count(wasm.length / 1000)} KB`, wasm.length < 200_000, 'under 200 KB');
    table.aimed('the same, packed with gzip', `${count(packed / 1000)} KB`, packed < 60_000, 'under 60 KB');
    await withPage(async (page) => {
        const { first, times } = await page.evaluate(measureStart);
        table.figure('first start of the module in a page', `${first.toFixed(1)} ms`);
        table.aimed('start of the module, with its session', `${median(times).toFixed(1)} ms`, median(times) < 10, 'under 10 ms');
        for (const [name, rounds] of Object.entries(await page.evaluate(compareCalls))) {
            const [ours, theirs, ratio] = [rounds.map(([a]) => a), rounds.map(([, b]) => b), rounds.map(([a, b]) => b / a)].map(median);
            table.figure(`${name}, 250 answers: scorm-again`, `${theirs.toFixed(2)} µs`);
            table.aimed(`${name}: ours ${ours.toFixed(2)} µs, times faster`, ratio.toFixed(1), ratio >= 5, '5 or more');
        }
    });
}

/** Navigation requests on small and huge courses. */
export async function measureNavigation(table) {
    const folder = temporaryFolder();
    const native = {};
    await withPage(async (page) => {
        for (const size of [10, 1000, 10_000]) {
            const text = course(size);
            const file = join(folder, `${size}.json`);
            writeFileSync(file, text);
            const [onward, choice] = execFileSync(join(root, 'build/tests/bench/navigation/bench_navigation'), [file], { encoding: 'utf8' })
                .split(' ').map((one) => Number(one) / 1000);
            native[size] = Math.max(onward, choice);
            const { requests, views } = await page.evaluate(measureContinue, text);
            const name = `of ${count(size)} activities`;
            table.aimed(`server: Continue ${name}`, `${onward.toFixed(2)} ms`, onward < 5, 'under 5 ms');
            table.aimed(`server: Choice ${name}`, `${choice.toFixed(2)} ms`, choice < 5, 'under 5 ms');
            table.aimed(`Chromium: Continue ${name}`, `${median(requests).toFixed(2)} ms`, median(requests) < 5, 'under 5 ms');
            table.figure(`Chromium: its contents as an object, ${name}`, `${median(views).toFixed(2)} ms`);
        }
    });
    const growth = native[10_000] / native[1000];
    table.aimed('growth from 1,000 to 10,000 activities', growth.toFixed(1), growth <= 10, '10 or less');
}
