// Whether content has arrived. A browser shows its own broken page where content should be and tells nobody: the network
// was gone for a moment, a script is missing, another site does not let itself be shown in a frame. And content may be
// there and show nothing, or never call the API.

/** Content that can speak and has said nothing, or that shows nothing, after this time is worth a word. */
const SILENCE = 20_000;
/** A page of another site that is there may tell so by a message within this time. */
const GREETING = 2000;
/** A page of which nothing has come after this time is missed. */
const SLOW = 6000;
const FIRST_RETRY = 500;
const LAST_RETRY = 8000;

/**
 * @typedef {"missing"|"broken"|"refused"|"blank"|"silent"} Trouble `missing`: the package has no such page; `broken`: a
 *     script of it did not load; `refused`: a page of another site, which perhaps does not show itself here; `blank`: nothing
 *     to see; `silent`: the API was never called
 * @typedef {object} Listener
 * @property {() => void} lost the page did not load: it is loaded again as soon as it can be
 * @property {() => void} again it can be loaded again now
 * @property {() => void} arrived
 * @property {(trouble: Trouble) => void} trouble
 */

/** A page of the frame, or nothing where it is another site's, or the browser's own. @param {Window|null} view */
function documentOf(view) {
    try {
        return view?.document ?? null;
    } catch {
        return null;
    }
}

/** @param {Window} view @returns {PerformanceNavigationTiming|undefined} */
function navigationOf(view) {
    const [entry] = /** @type {Window & {performance: Performance}} */ (view).performance.getEntriesByType('navigation');
    return /** @type {PerformanceNavigationTiming|undefined} */ (entry);
}

/** Whether there is anything to look at. @param {Window} view @returns {boolean} */
function showsSomething(view) {
    const page = documentOf(view);
    if (!page) return true; // another site's: nobody can tell
    const { body } = page;
    if (!body || !/html/.test(page.contentType)) return true; // framesets, films, PDF files
    if (body.innerText.trim() !== '') return true;
    const seen = [...page.querySelectorAll('img, svg, canvas, video, audio, object, embed, input, button')]
        .some((element) => element.getBoundingClientRect().width > 1);
    if (seen || getComputed(view, body).backgroundImage !== 'none') return true;
    return [...Array(view.frames.length).keys()].some((at) => showsSomething(/** @type {Window} */ (view.frames[at])));
}

/** @param {Window} view @param {Element} element */
function getComputed(view, element) {
    return view.getComputedStyle(element);
}

export class Arrival {
    /** @param {import('./stage.js').Stage} stage @param {Listener} listener */
    constructor(stage, listener) {
        this.stage = stage;
        this.listener = listener;
        this.generation = 0; // of what is awaited: what is known of earlier content is void
        this.sco = false;
        this.spoken = false;
        this.greeted = false;
        this.retried = false; // the address answers, and was loaded again
        this.delay = FIRST_RETRY;
        /** @type {number[]} */
        this.timers = [];
        addEventListener('message', ({ source }) => {
            if (source && source === this.stage.frame?.contentWindow) this.greeted = true;
        });
    }

    /** Content is on its way. @param {{sco: boolean, again?: boolean}} what `again`: the same as before */
    expect({ sco, again = false }) {
        this.stop();
        this.sco = sco;
        this.spoken = this.greeted = false;
        this.later(() => this.missed(), SLOW);
        if (again) return;
        this.retried = false;
        this.delay = FIRST_RETRY;
    }

    /** Nothing is awaited. */
    stop() {
        this.generation++;
        for (const timer of this.timers.splice(0)) clearTimeout(timer);
    }

    /** Nothing at all has come yet: the worker, if there is one, still asks for it. */
    missed() {
        const page = documentOf(this.stage.frame?.contentWindow ?? null);
        if (page?.URL === 'about:blank' && !this.spoken) this.listener.lost();
    }

    /** The content has called the API. */
    spoke() {
        this.spoken = true;
    }

    /** @param {() => void} act @param {number} time */
    later(act, time) {
        const { generation } = this;
        this.timers.push(window.setTimeout(() => {
            if (generation === this.generation) act();
        }, time));
    }

    /** The frame says that it has loaded something. */
    loaded() {
        const view = this.stage.frame?.contentWindow;
        if (!view) return;
        const page = documentOf(view);
        if (!page) void this.hidden();
        else this.shown(view);
    }

    /** @param {Window} view whose page is of this origin */
    shown(view) {
        const status = navigationOf(view)?.responseStatus ?? 0;
        if (status >= 500) {
            this.retry();
            return;
        }
        if (status === 404 || status === 410) {
            this.listener.trouble('missing');
            return;
        }
        const lost = this.lostPieces(view);
        if (lost.length > 0 && !this.spoken) {
            void this.fetchAgain(lost);
            return;
        }
        this.listener.arrived();
        this.later(() => this.judge(), SILENCE);
    }

    /** What stands there can't be looked at: another site's page, or the browser's own because the package's was lost. */
    async hidden() {
        const { generation, stage } = this;
        const url = stage.wanted();
        if (!url.startsWith(stage.base.href)) {
            this.greet();
            return;
        }
        const reached = await answers(url);
        if (generation !== this.generation) return;
        if (!reached) {
            this.retry();
        } else if (this.retried) {
            this.greet(); // the package's page leads elsewhere
        } else {
            this.retried = true;
            this.listener.again();
        }
    }

    /** A page of another site says that it is there, or nobody knows. */
    greet() {
        this.later(() => {
            if (this.greeted || this.spoken) this.listener.arrived();
            else this.listener.trouble('refused');
        }, GREETING);
    }

    /** Loads it again as soon as the address answers. */
    retry() {
        this.listener.lost();
        const attempt = async () => {
            const { generation } = this;
            const reached = await answers(this.stage.wanted());
            if (generation !== this.generation) return;
            if (reached) {
                this.retried = true;
                this.listener.again();
            } else {
                this.delay = Math.min(LAST_RETRY, 2 * this.delay);
                this.later(attempt, this.delay);
            }
        };
        this.later(attempt, this.delay);
    }

    /** Scripts and frames of the package that did not load. @param {Window} view @returns {string[]} */
    lostPieces(view) {
        const page = documentOf(view);
        if (!page) return [];
        const lost = view.performance.getEntriesByType('resource').filter((entry) => {
            const { initiatorType, responseStatus } = /** @type {PerformanceResourceTiming} */ (entry);
            return initiatorType === 'script' && (responseStatus === 0 || responseStatus >= 500)
                && entry.name.startsWith(this.stage.base.href);
        }).map((entry) => entry.name);
        for (const frame of page.querySelectorAll('iframe, frame')) {
            const { contentWindow, src } = /** @type {HTMLIFrameElement} */ (frame);
            if (!contentWindow || !src.startsWith(this.stage.base.href)) continue;
            if (documentOf(contentWindow)) lost.push(...this.lostPieces(contentWindow));
            else lost.push(src);
        }
        return lost;
    }

    /** Pieces that are really out of reach bring the page back when they are there again. @param {string[]} urls */
    async fetchAgain(urls) {
        const { generation } = this;
        const reached = await Promise.all(urls.map((url) => answers(url)));
        if (generation !== this.generation) return;
        if (!reached.every(Boolean)) {
            this.retry();
        } else if (!this.retried) {
            this.retried = true;
            this.listener.again();
        } else {
            this.listener.trouble('broken');
        }
    }

    judge() {
        const view = this.stage.frame?.contentWindow;
        if (!view || document.hidden) {
            this.later(() => this.judge(), SILENCE);
        } else if (!showsSomething(view) && this.stage.guard.windows.size === 0) {
            this.listener.trouble('blank');
        } else if (this.sco && !this.spoken) {
            this.listener.trouble('silent');
        }
    }
}

/** Whether the address answers, good or bad: from the network, or from what the device has kept. @param {string} url */
async function answers(url) {
    try {
        const { status, body } = await fetch(url, { signal: AbortSignal.timeout(10_000) });
        void body?.cancel();
        return status < 500;
    } catch {
        return false;
    }
}
