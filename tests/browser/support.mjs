// What browser tests share: Chromium, signing in, axe.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { password, people } from '../support/server.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Debian's Chromium, without the services that would call home. */
export function openBrowser() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync',
            '--disable-component-update', '--disable-quic'],
    });
}

/** A page whose script errors and refused loads fail the test that calls `noErrors()`. */
export async function newPage(browser, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) errors.push(message.text());
    });
    page.noErrors = () => assert.deepEqual(errors, []);
    return page;
}

/** Signs one of the demo's people in and accepts the terms if they are asked for. */
export async function signIn(page, server, who) {
    await page.goto(`${server.url}/sign-in`);
    await page.fill('[name=login]', people[who]);
    await page.fill('[name=password]', password);
    await page.click('form[action="/sign-in"] button[type=submit], form[action="/sign-in"] .btn-primary');
    await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** Fails with the rule, the element and the help of each violation of WCAG 2.2 A and AA that axe finds. */
export async function expectAccessible(page, what) {
    await page.evaluate(axeSource);
    const found = await page.evaluate(() => axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        resultTypes: ['violations'],
    }));
    const lines = found.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
    assert.deepEqual(lines, [], `axe on ${what}`);
}

/** No page scrolls sideways. */
export async function expectNoSidewaysScroll(page, what) {
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${what} is ${over} px wider than the window`);
}
