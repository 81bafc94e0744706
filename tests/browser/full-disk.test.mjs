// The server's disk is really full while a learner plays: nothing is acknowledged, the page says so, and what was done
// is saved when there is room again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, cpSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { demoData, temporaryFolder } from '../support/server.mjs';
import { Site, content, open, waitForScreen, waitUntilSaved } from './playing.mjs';
import { newPage, openBrowser } from './support.mjs';

/** A small disk of its own, with room for an installation and the plugins' libraries; nothing where this user may not mount one. */
function smallDisk() {
    const folder = temporaryFolder();
    try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
        return null;
    }
    return { folder, free: () => execFileSync('umount', ['--lazy', folder]) };
}

/** Writes a file until there is no room for another byte. */
function fill(file) {
    const descriptor = openSync(file, 'w');
    try {
        for (let size = 1 << 20; size > 0; size >>= 1) {
            try {
                for (;;) writeSync(descriptor, Buffer.alloc(size));
            } catch (error) {
                assert.equal(error.code, 'ENOSPC');
            }
        }
    } finally {
        closeSync(descriptor);
    }
}

test('a full disk is told, acknowledged to nobody, and nothing is lost when there is room again', async (t) => {
    const disk = smallDisk();
    if (!disk) return t.skip('mounting a small disk needs root');
    const data = join(disk.folder, 'data');
    const site = new Site();
    let browser;
    try {
        cpSync(demoData(), data, { recursive: true });
        await site.start(data);
        browser = await openBrowser();
        const launched = await site.launch(await site.importSample('data-security-awareness'));
        const stored = async () => JSON.stringify((await site.attempt(launched)).activities.at(-1).data);
        const page = await newPage(browser);
        await open(page, launched);
        await waitForScreen(page, 'welcome');
        await waitUntilSaved(page);

        const filler = join(disk.folder, 'filler');
        fill(filler);
        const refused = page.waitForResponse((response) => response.url().endsWith('/commits') && response.status() === 507);
        await content(page).locator('[data-next]').click();
        await refused;
        await page.locator('.ts-player__notice', { hasText: 'disk is full' }).waitFor();
        assert.doesNotMatch(await stored(), /information/);

        rmSync(filler);
        await waitUntilSaved(page);
        assert.match(await stored(), /information/);
    } finally {
        await browser?.close();
        await site.server?.stop();
        disk.free();
    }
});
