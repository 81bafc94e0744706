// What the product is for: a nurse sees that her data security training is out of date, presses Play, takes the course,
// and the row turns green for her and for her manager.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server, demoData } from '../support/server.mjs';
import { control, finishPart, waitForState, waitUntilSaved } from './playing.mjs';
import { newPage, openBrowser, signIn } from './support.mjs';

let server, browser;
before(async () => {
    server = await new Server(demoData()).start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

/** The row of data security awareness on My Compliance. */
const row = (page) => page.locator('main .ts-row', { hasText: 'Data security awareness' }).first();

test('a learner plays a course that is out of date, and she and her manager see it in date at once', async () => {
    const amara = await newPage(browser);
    await signIn(amara, server, 'amara');
    await amara.goto(server.url);
    assert.match(await row(amara).innerText(), /Expired/);
    await row(amara).getByRole('button', { name: 'Play' }).click();
    await waitForState(amara, 'running');
    assert.match(amara.url(), /^http:\/\/[0-9a-f]{40}\.content\.localhost/);

    const priya = await newPage(browser);
    await signIn(priya, server, 'priya');
    await priya.goto(`${server.url}/team`);
    const hers = priya.locator('main tr, main .ts-row', { hasText: 'Amara' }).first();
    const before = await hers.innerHTML();

    await finishPart(amara, 'data-security-awareness', 'ITEM_DATA_SECURITY');
    await waitUntilSaved(amara);
    await priya.reload();
    assert.notEqual(await hers.innerHTML(), before, 'the manager sees it before the learner has even left');

    await control(amara, 'suspendAll').click();
    await amara.waitForURL(`${server.url}/learning`);
    await amara.goto(server.url);
    const mosaic = amara.locator('main', { hasText: 'Data security awareness: In date' });
    await mosaic.waitFor();
    assert.match(await mosaic.innerText(), /11 of your 13 required competencies are in date/);
    amara.noErrors();
    priya.noErrors();
    await amara.context().close();
    await priya.context().close();
});
