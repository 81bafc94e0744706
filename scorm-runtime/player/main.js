// Starts the player: delivers what an earlier page left, opens the attempt, and lets it play.
import { instantiate, Session } from '../wasm/scorm.js';
import { expose } from './api.js';
import { Contents } from './contents.js';
import { Controls } from './controls.js';
import { Drawer } from './drawer.js';
import { deviceStorage, Journal } from './journal.js';
import { Play } from './play.js';
import { SaveState } from './save-state.js';
import { deliverJournal, Sender } from './sender.js';
import { LinkEnded, Server, Unreachable } from './server.js';
import { Stage } from './stage.js';
import { Notice, States } from './states.js';
import { Tabs } from './tabs.js';
import { attemptOf, Texts } from './texts.js';

const RETRY = 5000;

const attempt = attemptOf(document);
const texts = new Texts(attempt.texts, attempt.locale);
const place = /** @type {HTMLElement} */ (document.querySelector('[data-stage]'));
const panel = /** @type {HTMLElement} */ (document.getElementById('toc'));
const states = new States(place);
const notice = new Notice(place);
const server = new Server(attempt.urls, attempt.token);
const storage = deviceStorage();
const journal = new Journal(attempt.attempt, storage);
const tabs = new Tabs(attempt.attempt, storage);

async function loadWasm() {
    const response = await fetch(document.body.dataset.wasm ?? '').catch(() => null);
    if (!response?.ok) throw new Unreachable();
    return response.arrayBuffer();
}

/** Everything that needs the network before the content can start. */
async function prepare() {
    const wasm = loadWasm();
    wasm.catch(() => {}); // awaited below
    const highest = await deliverJournal(server, journal);
    return { opened: await server.open(highest), module: instantiate(await wasm) };
}

/** Until the learner asks for it, the network comes back, or some time has passed. */
function anotherTry() {
    return new Promise((resolve) => {
        const action = { label: texts.get('try-again'), act: () => resolve(null) };
        states.show({ title: texts.get('error-title'), text: texts.get('error'), action });
        document.body.dataset.playerState = 'error';
        addEventListener('online', resolve, { once: true });
        setTimeout(resolve, RETRY);
    });
}

async function prepared() {
    for (;;) {
        try {
            return await prepare();
        } catch (error) {
            if (!(error instanceof Unreachable)) throw error;
            await anotherTry();
        }
    }
}

/**
 * @param {import('./server.js').Opened} opened
 * @param {Session} session
 */
function play(opened, session) {
    const saving = new SaveState(texts, notice);
    const sender = new Sender(server, journal, opened, {
        progress: (progress) => saving.show(progress),
        end: (why, element) => {
            if (why === 'superseded') player.block();
            else player.fail(texts.get(why, { element }));
        },
    });
    const skew = opened.now - Date.now();
    const player = new Play({
        session,
        sender,
        states,
        notice,
        texts,
        stage: new Stage(place, attempt.urls.content_base),
        contents: new Contents(panel, texts, (activity) => player.move('choice', activity)),
        controls: new Controls(document, (request) => player.move(request)),
        drawer: new Drawer(panel),
        now: () => Date.now() + skew,
        exit: attempt.urls.exit,
    });
    expose(window, JSON.parse(opened.course).edition, (fn, first, second) => player.answer(fn, first, second));
    tabs.hold(() => player.close());
    listen(player, sender);
    delete document.body.dataset.playerState;
    player.launch();
}

/** @param {Play} player @param {Sender} sender */
function listen(player, sender) {
    addEventListener('online', () => sender.online());
    document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'hidden') player.hidden();
    });
    addEventListener('pagehide', () => {
        player.leave();
        tabs.release();
    });
    // Nothing of this attempt would be left with nowhere to go: only then the browser is asked to hold the learner.
    addEventListener('beforeunload', (event) => {
        if (sender.unkept && sender.queue.length > 0) event.preventDefault();
    });
    document.querySelector('.ts-skip')?.addEventListener('click', (event) => {
        event.preventDefault();
        player.parts.stage.focus();
    });
}

async function start() {
    states.show({ title: texts.get('loading'), text: '', quiet: true });
    await tabs.takeOver();
    const { opened, module } = await prepared();
    const session = Session.open(module, opened.course, opened.opening_data, opened.state);
    if (!session) throw new Error('the stored state does not fit the course');
    play(opened, session);
}

// A page that the browser kept alive after leaving has no content any more.
addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
});

start().catch((error) => {
    const ended = error instanceof LinkEnded;
    const action = { label: texts.get('try-again'), act: () => location.reload() };
    const text = texts.get(ended ? 'link-ended' : 'error');
    states.show({ title: texts.get('error-title'), text, action: ended ? undefined : action });
    document.body.dataset.playerState = 'error';
    if (!ended) throw error;
});
