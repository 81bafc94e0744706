// Starts the player: delivers what an earlier page left, opens the attempt, and lets it play.
import { instantiate, Session } from '../wasm/scorm.js';
import { Api } from './api.js';
import { Contents } from './contents.js';
import { Controls } from './controls.js';
import { deviceStorage, forgetOthers } from './device.js';
import { Drawer } from './drawer.js';
import { Guard } from './guard.js';
import { showIcons } from './icons.js';
import { Journal } from './journal.js';
import { goOnAt, holdPage, reload } from './page.js';
import { Panels } from './panels.js';
import { Play } from './play.js';
import { SaveState } from './save-state.js';
import { deliverJournal, Sender } from './sender.js';
import { LinkEnded, Moved, Server, Unreachable } from './server.js';
import { Stage } from './stage.js';
import { Notices, States } from './states.js';
import { stuckPart } from './stuck.js';
import { Tabs } from './tabs.js';
import { attemptOf, modeOf, Texts } from './texts.js';
import { Watchdog } from './watchdog.js';

const RETRY = 5000;
const STUCK_TIME = 1000;

const attempt = attemptOf(document);
const texts = new Texts(attempt.texts, attempt.locale);
const place = /** @type {HTMLElement} */ (document.querySelector('[data-stage]'));
const panel = /** @type {HTMLElement} */ (document.getElementById('toc'));
const states = new States(place);
const notices = new Notices(/** @type {HTMLElement} */ (place.querySelector('[data-notices]')));
const server = new Server(attempt.urls, attempt.token);
const storage = deviceStorage();
const journal = new Journal(attempt.device, storage);
const tabs = new Tabs(attempt.device.name, storage);
const guard = new Guard({
    dialogsStopped: () => notices.show('content', texts.get('dialogs-stopped')),
    windowBlocked: (open) => {
        const act = () => {
            notices.clear('content');
            open();
        };
        notices.show('content', texts.get('window-blocked'), { label: texts.get('open-window'), act });
    },
});
const stage = new Stage(place, attempt.urls.content_base, guard);
const watchdog = new Watchdog(attempt.device.name, () => stage.cover());

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
    return { opened: await server.open(highest, journal.dropped), module: instantiate(await wasm) };
}

/** Until the learner asks for it, the network comes back, or some time has passed. */
function anotherTry() {
    return new Promise((resolve) => {
        const actions = [{ label: texts.get('try-again'), act: () => resolve(null) }];
        states.show({ title: texts.get('error-title'), text: texts.get('error'), actions });
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

/** What is done in another mode than the normal one counts for nothing, which the page says. @param {string} mode */
function showMode(mode) {
    document.body.dataset.mode = mode;
    if (mode !== 'normal') notices.show('mode', texts.get(`mode-${mode}`));
}

/**
 * @param {import('./server.js').Opened} opened @param {Session} session
 * @param {string} stuck the part that stopped responding before, or an empty text
 */
function play(opened, session, stuck) {
    const mode = modeOf(attempt, opened.opening_data);
    const saving = new SaveState(texts, notices);
    const sender = new Sender(server, journal, opened, {
        progress: (progress) => saving.show(progress),
        end: (why, element) => {
            if (why === 'superseded') player.block();
            else player.fail(texts.get(why, { element }));
        },
    });
    const skew = opened.now - Date.now();
    const contents = new Contents(panel, texts, (activity) => player.move('choice', activity));
    const drawer = new Drawer(panel);
    const toContents = () => {
        drawer.set(true);
        contents.focus();
    };
    /** @type {Play} */
    const player = new Play({
        session,
        sender,
        states,
        panels: new Panels(texts, { mode, newAttempt: attempt.urls.new_attempt ?? '', toContents }),
        notices,
        texts,
        stage,
        api: new Api(window, JSON.parse(opened.course).edition, (fn, first, second) => player.answer(fn, first, second)),
        watchdog,
        contents,
        controls: new Controls(document, (request) => player.move(request)),
        drawer,
        now: () => Date.now() + skew,
        exit: attempt.urls.exit,
    });
    stage.onLoad = () => player.contentLoaded();
    showMode(mode);
    tabs.hold(() => player.close());
    listen(player, sender);
    delete document.body.dataset.playerState;
    player.launch(stuck);
}

/** @param {Play} player @param {Sender} sender */
function listen(player, sender) {
    addEventListener('online', () => sender.online());
    document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'hidden') player.hidden();
        else sender.online(); // what a sleeping device could not send goes now
    });
    document.addEventListener('freeze', () => player.hidden());
    addEventListener('pagehide', () => {
        player.leave();
        tabs.release();
    });
    // Nothing of this attempt would be left with nowhere to go: only then the browser is asked to hold the learner.
    // Firefox ends the scripts of a tab that is closed in the middle of pagehide, after a few milliseconds; these run to their end.
    addEventListener('beforeunload', (event) => {
        player.hidden();
        if (sender.unkept && sender.queue.length > 0) event.preventDefault();
    });
    document.querySelector('.ts-skip')?.addEventListener('click', (event) => {
        event.preventDefault();
        player.parts.stage.focus();
    });
}

async function start() {
    states.show({ title: texts.get('loading'), text: '', quiet: true });
    showIcons();
    // The history gets an address that holds no secret: it stays behind on a shared computer.
    if (attempt.urls.page) history.replaceState(null, '', attempt.urls.page);
    await forgetOthers(storage, attempt.device);
    holdPage((request) => stage.redirect(request));
    const stuck = stuckPart(attempt.device.name);
    await tabs.takeOver();
    const { opened, module } = await prepared();
    const session = Session.open(module, opened.course, opened.opening_data, opened.state);
    if (!session) throw new Error('the stored state does not fit the course');
    await watchdog.ready;
    // A browser whose storage never answers must not keep the course from starting.
    const patience = new Promise((resolve) => void setTimeout(resolve, STUCK_TIME, ''));
    play(opened, session, await Promise.race([stuck, patience]));
}

// A page that the browser kept alive after leaving has no content any more.
addEventListener('pageshow', (event) => {
    if (event.persisted) reload();
});

start().catch((error) => {
    if (error instanceof Moved) return goOnAt(error.url);
    const ended = error instanceof LinkEnded;
    const actions = ended ? [] : [{ label: texts.get('try-again'), act: reload }];
    const text = texts.get(ended ? 'link-ended' : 'error');
    states.show({ title: texts.get('error-title'), text, actions });
    document.body.dataset.playerState = 'error';
    if (!ended) throw error;
});
