// Three browser engines behind one small interface. A test says what a person's browser does: opens a page, runs a
// function in it, presses a button, closes it.
//
//     const engine = await openEngine('firefox');
//     const page = await engine.newPage();            // of a person whose browser is empty
//     await page.goto(url);
//     const title = await page.evaluate(() => document.title);
//     await page.close();                             // the window goes, as when somebody closes it
//
// Chromium and Firefox are driven by puppeteer-core (DevTools, WebDriver BiDi), WebKitGTK by its own WebDriver.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { freePort } from '../support/server.mjs';

export const engines = ['chromium', 'firefox', 'webkit'];

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function openEngine(name) {
    return name === 'webkit' ? new WebKit().start() : new Puppet(name).start();
}

/** What all pages can do with goto, evaluate and url alone. */
class Page {
    /** Waits until the function returns something true in the page, also while it goes from one address to the next. */
    async waitFor(work, ...args) {
        let last;
        for (const until = Date.now() + 20_000; Date.now() < until; await later(50)) {
            try {
                last = await this.evaluate(work, ...args);
                if (last) return last;
            } catch (error) {
                last = error;   // the page is on its way out
            }
        }
        throw new Error(`${work} did not come true at ${await this.url().catch(String)}: ${last}`);
    }

    /** Presses what a CSS selector names, once it is there. */
    async press(selector) {
        await this.waitFor((css) => {
            const element = document.querySelector(css);
            element?.click();
            return Boolean(element);
        }, selector);
    }
}

class PuppetPage extends Page {
    constructor(page) {
        super();
        this.page = page;
    }

    goto(url) { return this.page.goto(url, { waitUntil: 'load' }); }
    evaluate(work, ...args) { return this.page.evaluate(work, ...args); }
    async url() { return this.page.url(); }
    /** As a person closes a tab: the page is asked first. */
    close() { return this.page.close({ runBeforeUnload: true }); }
}

class Puppet {
    constructor(name) {
        this.name = name;
    }

    async start() {
        const firefox = this.name === 'firefox';
        this.browser = await puppeteer.launch({
            browser: firefox ? 'firefox' : 'chrome',
            executablePath: firefox ? process.env.FIREFOX ?? '/usr/bin/firefox-esr' : process.env.CHROMIUM ?? '/usr/bin/chromium',
            args: firefox ? [] : ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
            headless: true,
        });
        return this;
    }

    /** A page of a browser that knows nothing yet; with `like`, another one of the same browser. */
    async newPage(like) {
        const context = like?.context ?? await this.browser.createBrowserContext();
        const page = new PuppetPage(await context.newPage());
        page.context = context;
        return page;
    }

    close() { return this.browser.close(); }
}

class WebKitPage extends Page {
    constructor(session, window) {
        super();
        this.session = session;
        this.window = window;
    }

    /** Commands go to the window that was switched to last. */
    async command(method, path, body) {
        await this.session.send('POST', '/window', { handle: this.window });
        return this.session.send(method, path, body);
    }

    goto(url) { return this.command('POST', '/url', { url }); }

    async evaluate(work, ...args) {
        const script = `const done = arguments[arguments.length - 1];
            Promise.resolve().then(() => (${work})(...Array.from(arguments).slice(0, -1)))
                .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
        const { value, error } = await this.command('POST', '/execute/async', { script, args });
        if (error) throw new Error(error);
        return value;
    }

    url() { return this.command('GET', '/url'); }
    close() { return this.command('DELETE', '/window'); }
}

/** A session of WebKit's driver is a browser without a past. */
class WebKitSession {
    constructor(driver) {
        this.driver = driver;
    }

    async start() {
        const { sessionId } = await this.driver.send('POST', '/session', { capabilities: { alwaysMatch: {} } });
        this.id = sessionId;
        this.spare = await this.send('GET', '/window');   // the session ends with its last window
        return this;
    }

    send(method, path, body) { return this.driver.send(method, `/session/${this.id}${path}`, body); }

    async newPage() {
        const { handle } = await this.send('POST', '/window/new', { type: 'window' });
        const page = new WebKitPage(this, handle);
        page.context = this;
        return page;
    }
}

class WebKit {
    async start() {
        this.display = await firstFreeDisplay();
        const quiet = { stdio: 'ignore' };
        this.screen = spawn('Xvfb', [`:${this.display}`, '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], quiet);
        this.port = await freePort();
        this.driver = spawn('WebKitWebDriver', [`--port=${this.port}`], { ...quiet, env: { ...process.env, DISPLAY: `:${this.display}` } });
        process.once('exit', () => this.kill());
        for (let tries = 0; tries < 200; ++tries, await later(50)) {
            if (existsSync(`/tmp/.X11-unix/X${this.display}`) && await this.send('GET', '/status').then(() => true, () => false)) break;
        }
        return this;
    }

    async send(method, path, body) {
        const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, { method, body: body && JSON.stringify(body) });
        const { value } = await answer.json();
        if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
        return value;
    }

    /** The driver has one session at a time: a new browser takes the place of the one before. */
    async newPage(like) {
        if (like) return like.context.newPage();
        await this.endSession();
        this.session = await new WebKitSession(this).start();
        return this.session.newPage();
    }

    async endSession() {
        const session = this.session;
        this.session = undefined;
        await session?.send('DELETE', '').catch(() => {});
    }

    kill() {
        this.driver?.kill();
        this.screen?.kill();
    }

    async close() {
        await this.endSession();
        this.kill();
    }
}

async function firstFreeDisplay() {
    const taken = existsSync('/tmp/.X11-unix') ? readdirSync('/tmp/.X11-unix') : [];
    let display = 90 + process.pid % 100;
    while (taken.includes(`X${display}`) || existsSync(`/tmp/.X${display}-lock`)) ++display;
    return display;
}
