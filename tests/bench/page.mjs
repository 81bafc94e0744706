// My Compliance, the page that every learner sees first: time and number of queries.
import { Server, demoData, password, people } from '../support/server.mjs';
import { median } from './table.mjs';

const REQUESTS = 300;

async function signIn(server) {
    const answer = await fetch(`${server.url}/sign-in`, {
        method: 'POST', redirect: 'manual', headers: { origin: server.url },
        body: new URLSearchParams({ login: people.amara, password }),
    });
    if (answer.status !== 303) throw new Error(`sign-in answered ${answer.status}`);
    return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}

export async function measurePage(table) {
    const server = await new Server(demoData()).start();
    try {
        const cookie = await signIn(server);
        const times = [];
        for (let i = 0; i < REQUESTS; ++i) {
            const from = performance.now();
            const answer = await fetch(`${server.url}/`, { headers: { cookie } });
            const text = await answer.text();
            times.push(performance.now() - from);
            if (answer.status !== 200 || !/ts-ring/.test(text)) throw new Error(`My Compliance answered ${answer.status}`);
        }
        // The server's own log says how long it worked and what it asked the database.
        const lines = server.log.split('\n').filter((line) => /"message":"request"/.test(line) && /"path":"\/",/.test(line)).map((line) => JSON.parse(line));
        const queries = median(lines.map((line) => Number(line.queries)));
        table.figure('My Compliance, answered within', `${median(times).toFixed(1)} ms`);
        table.figure('  of that in the server', `${(median(lines.map((line) => Number(line.us))) / 1000).toFixed(1)} ms`);
        table.aimed('  queries', String(queries), queries < 10, 'under 10');
    } finally {
        await server.stop();
    }
}
