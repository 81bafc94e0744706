// Content shares the page's thread, so content in an endless loop stops the page as well, and the learner has to close
// it. The watchdog's worker notices that the page's beats are missing and remembers the part, so that the page opened next
// can ask before it starts the same thing again.

const BEAT = 1000;
/** The worker is on its way long before content is; a browser that holds it back is not waited for. */
const START_TIME = 1000;

/**
 * A worker's own address must be of the page's origin, and the player's files are on another: so its text is ours, which
 * may load the module from there.
 * @param {URL} module
 */
function workerOf(module) {
    const text = new Blob([`import ${JSON.stringify(module.href)};`], { type: 'text/javascript' });
    const url = URL.createObjectURL(text);
    return new Worker(url, { type: 'module' });
}

export class Watchdog {
    /** @param {string} attempt @param {() => void} onBeat also called with each beat */
    constructor(attempt, onBeat) {
        this.attempt = attempt;
        this.part = '';
        /** @type {Worker|null} */
        this.worker = null;
        try {
            this.worker = workerOf(new URL('./watchdog-worker.js', import.meta.url));
        } catch {
            // a browser without: then nobody watches
        }
        const { worker } = this;
        this.ready = new Promise((resolve) => {
            worker?.addEventListener('message', resolve, { once: true });
            setTimeout(resolve, worker ? START_TIME : 0);
        });
        setInterval(() => {
            if (this.part === '') return;
            worker?.postMessage('beat');
            onBeat();
        }, BEAT);
        // The timers of a page in the background are slowed down or stopped.
        document.addEventListener('visibilitychange', () => this.tell(false));
    }

    /** From now on content of that part runs. What was remembered of the attempt is forgotten. @param {string} part */
    watch(part) {
        this.part = part;
        this.tell(true);
    }

    /** No content runs. */
    rest() {
        this.part = '';
        this.tell(false);
    }

    /** @param {boolean} fresh */
    tell(fresh) {
        const part = document.hidden ? '' : this.part;
        this.worker?.postMessage({ attempt: this.attempt, part, fresh });
    }
}
