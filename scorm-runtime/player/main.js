// Starts the player: delivers what an earlier page left, opens the attempt, and lets it play.
import { instantiate, Session } from '../wasm/scorm.js';
import { Api } from './api.js';
import { Contents } from './contents.js';
import { Controls } from './controls.js';
import { Course } from './course.js';
import { Drawer } from './drawer.js';
import { Ending } from './ending.js';
import { FullScreen } from './full-screen.js';
import { Guard } from './guard.js';
import { loadIcons } from './icons.js';
import { deviceStorage, Journal } from './journal.js';
import { Offline } from './offline.js';
import { goOnAt, holdPage, reload } from './page.js';
import { Panels } from './panels.js';
import { Play } from './play.js';
import { Question } from './question.js';
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
const journal = new Journal(attempt.attempt, storage);
const tabs = new Tabs(attempt.attempt, storage);
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
const offline = new Offline({ attempt: attempt.attempt, files: document.body.dataset.icons ?? '', storage });
const watchdog = new Watchdog(attempt.attempt, () => stage.cover());

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
    const opened = await server.open(highest);
    void offline.opened(opened);
    /** @type {import('./journal.js').Commit[]} */
    const waiting = [];
    return { opened, waiting, module: instantiate(await wasm) };
}

/** The same without a server: what the device has kept, and what waits there to be delivered. */
async function prepareOffline() {
    const waiting = journal.entries();
    const opened = await offline.resume(waiting);
    return opened && { opened, waiting, module: instantiate(await loadWasm()) };
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
            const kept = await prepareOffline().catch(() => null);
            if (kept) return kept;
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
 * @param {import('./journal.js').Commit[]} waiting to be delivered
 * @param {string} stuck the part that stopped responding before, or an empty text
 */
function play(opened, session, waiting, stuck) {
    const mode = modeOf(attempt, opened.opening_data);
    const saving = new SaveState(texts, notices);
    const sender = new Sender(server, journal, opened, {
        progress: (progress) => saving.show(progress),
        end: (why, element) => {
            if (why === 'superseded') player.block();
            else player.fail(texts.get(why, { element }));
        },
    }, waiting);
    const skew = opened.now - Date.now();
    const course = new Course(opened.course);
    document.body.dataset.parts = course.one ? 'one' : 'many';
    const contents = new Contents(panel, texts, course, {
        choose: (activity) => player.move('choice', activity),
        locked: (why) => notices.show('step', why),
    });
    const drawer = new Drawer(panel);
    const toContents = () => {
        drawer.reveal();
        contents.focus();
    };
    const controls = new Controls(document, (request, told) => player.wish(request, told), () => player.goHome());
    if (course.one) controls.oneBar();
    const { exit } = attempt.urls;
    const panels = new Panels(texts, { mode, newAttempt: attempt.urls.new_attempt ?? '', exit, toContents });
    const screen = new FullScreen(place, document.querySelector('[data-full]'));
    /** @type {Play} */
    const player = new Play({
        session,
        sender,
        server,
        states,
        panels,
        notices,
        texts,
        stage,
        course,
        ending: new Ending({ states, panels, sender, server, screen, exit }),
        question: new Question(document),
        api: new Api(window, course.edition ?? '', (fn, first, second) => player.answer(fn, first, second)),
        watchdog,
        contents,
        controls,
        drawer,
        offline,
        now: () => Date.now() + skew,
    });
    stage.onLoad = () => player.part.frameLoaded();
    showMode(mode);
    tabs.hold(() => player.close());
    listen(player, sender);
    delete document.body.dataset.playerState;
    player.launch(stuck);
    if (waiting.length > 0) void sender.sendAll();
    if (mode === 'normal') void offline.fetchAll(server, attempt.urls.content_base);
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
    void loadIcons(document.body.dataset.icons ?? '');
    holdPage((request) => stage.redirect(request));
    const stuck = stuckPart(attempt.attempt);
    await tabs.takeOver();
    const { opened, waiting, module } = await prepared();
    const session = Session.open(module, opened.course, opened.opening_data, opened.state);
    if (!session) throw new Error('the stored state does not fit the course');
    await watchdog.ready;
    // A browser whose storage never answers must not keep the course from starting.
    const patience = new Promise((resolve) => void setTimeout(resolve, STUCK_TIME, ''));
    play(opened, session, waiting, await Promise.race([stuck, patience]));
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
