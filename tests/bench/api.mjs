// What a call of the API costs content in the browser: in the player's page, from the frame of the content.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Server, api, demoData, root } from '../support/server.mjs';
import { median } from './table.mjs';

const CALLS = 4000;
const BATCHES = 21;

/** In the frame: microseconds per call, of each batch. */
function timeCalls([name, first, second, calls, batches]) {
    const target = window.parent.API ?? window.parent.API_1484_11;
    const times = [];
    let answer = '';
    for (let batch = 0; batch < batches; ++batch) {
        const from = performance.now();
        for (let i = 0; i < calls; ++i) answer = second === null ? target[name](first) : target[name](first, second + (i % 10));
        times.push(((performance.now() - from) * 1000) / calls);
    }
    return { times, answer };
}

async function measure(table, frame, edition, prefix, location) {
    const calls = { SetValue: ['screen-', 'true'], GetValue: [null, `screen-${(CALLS - 1) % 10}`] };
    for (const [name, [value, expected]] of Object.entries(calls)) {
        const { times, answer } = await frame.evaluate(timeCalls, [prefix + name, location, value, CALLS, BATCHES]);
        if (answer !== expected) throw new Error(`${name} answered ${answer}`);
        const cost = median(times);
        table.aimed(`SCORM ${edition} ${prefix}${name} in Chromium`, `${cost.toFixed(2)} µs`, cost < 3, 'under 3 µs');
    }
}

/** Launches a course for a new person and gives the frame of its content, which has begun. */
async function play(server, key, browser, course, index) {
    const person = await api(server, key, 'POST', '/people',
        { given_name: 'Learner', family_name: `Number ${index}`, email: `bench-${index}@severnmarches.example` });
    const enrolment = await api(server, key, 'POST', '/enrolments', { person: person.body.id, course });
    const launch = await api(server, key, 'POST', `/enrolments/${enrolment.body.id}/launch`, { attempt: 'resume' });
    const page = await browser.newPage();
    await page.goto(launch.body.url);
    await page.waitForSelector('body[data-player-state=running]');
    const frame = await (await page.waitForSelector('iframe#sco')).contentFrame();
    await frame.waitForSelector('body[data-screen]');
    return frame;
}

export async function measureApi(table) {
    const { chromium } = createRequire(join(root, 'tests/browser/package.json'))('playwright-core');
    const server = await new Server(demoData()).start();
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
    try {
        const key = server.apiKey('people.create', 'enrolment.manage', 'elearning.play', 'elearning.packages');
        const { packages } = (await api(server, key, 'GET', '/packages')).body;
        const course = (edition) => packages.find((one) => one.edition.includes(edition)).course;
        await measure(table, await play(server, key, browser, course('1.2'), 1), '1.2', 'LMS', 'cmi.core.lesson_location');
        await measure(table, await play(server, key, browser, course('2004'), 2), '2004', '', 'cmi.location');
    } finally {
        await browser.close();
        await server.stop();
    }
}
