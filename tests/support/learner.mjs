// A learner's browser without a screen: the player's own journal, sender and requests, and the session as
// WebAssembly, driven from node. Remembers the state after each commit, so that a test can compare what is
// stored with it byte for byte.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../scorm-runtime/player/journal.js';
import { Sender, deliverJournal } from '../../scorm-runtime/player/sender.js';
import { Server as PlayServer, Unreachable } from '../../scorm-runtime/player/server.js';
import { Fn, Session, instantiate } from '../../scorm-runtime/wasm/scorm.js';
import { Content } from './content.mjs';
import { root } from './server.mjs';

globalThis.window ??= { setTimeout };   // the only thing of a window that the sender uses
const wasm = readFileSync(join(root, 'build/home/plugins/elearning/static/wasm/scorm.wasm'));

/** The part of localStorage that the journal uses. Outlives the page, as the browser's does. */
class Device {
    getItem(key) { return this[key] ?? null; }
    setItem(key, value) { this[key] = String(value); }
    removeItem(key) { delete this[key]; }
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Learner {
    /** @param {string} attempt id @param {string} url of the launch */
    constructor(attempt, url) {
        this.attempt = attempt;
        this.url = url;
        this.device = new Device();
        /** @type {Map<number, string>} state after the commit of that number */
        this.states = new Map();
        this.acknowledged = 0;
        this.problems = [];
        this.turn = 0;
    }

    /** Loads the player's page and starts or resumes the attempt, trying again while the server is away. */
    async open() {
        for (;;) {
            try {
                return await this.tryToOpen();
            } catch (error) {
                const away = error instanceof Unreachable || error instanceof TypeError;   // fetch: no connection
                if (!away) throw error;
                await later(100);
            }
        }
    }

    async tryToOpen() {
        const page = await fetch(this.url);
        const text = await page.text();
        if (!page.ok) throw page.status >= 500 ? new Unreachable() : new Error(`the player's page answered ${page.status}`);
        const block = JSON.parse(/<script type="application\/json" id="attempt">(.*?)<\/script>/s.exec(text)[1]);
        const absolute = (path) => new URL(path, this.url).href;
        const server = new PlayServer({ open: absolute(block.urls.open), commits: absolute(block.urls.commits) }, block.token);
        this.watch(server);
        const journal = new Journal(block.device, this.device);
        const opened = await server.open(await deliverJournal(server, journal));
        const expected = this.states.get(opened.number) ?? '';
        if (opened.state !== expected) this.problems.push(`opened at ${opened.number} with a state that is not the one committed`);
        if (opened.number < this.acknowledged) this.problems.push(`opened at ${opened.number}, acknowledged ${this.acknowledged}`);
        this.course = JSON.parse(opened.course);
        this.session = Session.open(instantiate(wasm), opened.course, opened.opening_data, opened.state);
        this.sender = new Sender(server, journal, opened, {
            progress: () => {},
            end: (why, element) => this.problems.push(`the sender ended: ${why} ${element}`),
        });
        this.session.launch(Date.now());
        this.keep();
        this.load();
    }

    /** Notes what the server acknowledges. */
    watch(server) {
        const commit = server.commit.bind(server);
        server.commit = async (one) => {
            const verdict = await commit(one);
            if (verdict.kind !== 'done') this.problems.push(`commit ${one.number} was answered ${verdict.kind} ${verdict.element ?? ''}`);
            else this.acknowledged = Math.max(this.acknowledged, one.number);
            return verdict;
        };
    }

    /** What the page does after each call: operations to the journal, and on their way. */
    keep() {
        const urgent = this.session.urgent();
        const operations = this.session.takeCommit();
        if (operations === '') return;
        this.sender.add(operations, urgent);
        this.states.set(this.sender.number, this.session.state());
    }

    /** One call of the content, for Content. */
    answer(fn, first, second) {
        const result = this.session.call(fn, first, second, Date.now());
        if (fn === Fn.Commit || fn === Fn.Terminate || fn === Fn.Initialize) this.keep();
        return result;
    }

    /** Brings in the content that is delivered, if any. */
    load() {
        const view = this.session.view();
        this.content = null;
        if (view.state !== 'running') return;
        this.content = new Content(this, this.course.edition ?? '2004');
        this.content.begin();
    }

    /** The content ends and goes, and the learner goes elsewhere. @param {string} request */
    move(request, activity = -1) {
        this.content?.end();
        this.session.unload(Date.now());
        this.session.navigate(request, activity, Date.now());
        const view = this.session.view();
        if (view.exception !== '' && view.state === 'running') this.session.launch(Date.now());
        this.keep();
        this.load();
        return view.exception === '';
    }

    /** Waits until all is acknowledged, and leaves the page. */
    async saved() {
        if (this.sender.over) throw new Error('nothing can be saved any more');
        await this.sender.idle();
        this.sender.stop();
    }

    /** A page that dies without a word. What is in the journal stays on the device. */
    crash() {
        this.sender.stop();
        this.session = this.content = null;
    }

    leaves() {
        return this.session.view().toc.filter((entry) => entry.leaf);
    }

    /** One of the things learners do. @param {() => number} random 0 to 1 */
    async step(random) {
        const what = random();
        const choosable = this.leaves().filter((entry) => entry.choosable && !entry.current);
        if (what < 0.04) {
            this.crash();
            await this.open();
        } else if (what < 0.08) {
            this.move('suspendAll');
            await this.saved();
            await this.open();
        } else if ((what < 0.2 || !this.content) && choosable.length > 0) {
            this.move('choice', choosable[Math.floor(random() * choosable.length)].activity);
        } else if (this.content) {
            this.content.work(++this.turn, random() < 0.3);
            if (random() < 0.7) this.content.commit();
            else this.keep();
        }
    }

    /** Completes every part of the course, in order, and waits until all is acknowledged. */
    async complete() {
        for (const leaf of this.leaves()) {
            const here = this.content && this.session.view().activity === leaf.activity;
            if (!here && !this.move('choice', leaf.activity)) throw new Error(`${leaf.id} can't be chosen`);
            this.content.finish();
        }
        this.move('exitAll');
        await this.saved();
    }
}
