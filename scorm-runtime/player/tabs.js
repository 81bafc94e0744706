// One page at a time plays an attempt. A page that opens it asks the one that has it to finish first, so that the
// last thing done there is saved before this one reads the state.

/** How long the other page may take to answer at all, and to save. */
const ANSWER_TIME = 400;
const CLOSING_TIME = 6000;

export class Tabs {
    /** @param {string} name of the attempt on this device @param {Storage|null} storage */
    constructor(name, storage) {
        this.storage = storage;
        this.mark = `tessera:${name}:open`;
        this.held = false;
        this.channel = 'BroadcastChannel' in window ? new BroadcastChannel(`tessera:${name}`) : null;
    }

    /** Ends when no other page of this browser plays the attempt, or none answers. */
    async takeOver() {
        const { channel } = this;
        // No mark, no other page. One that a killed browser left costs a short wait.
        if (!channel || !this.storage?.getItem(this.mark)) return;
        await new Promise((resolve) => {
            let timer = setTimeout(resolve, ANSWER_TIME);
            channel.onmessage = ({ data }) => {
                clearTimeout(timer);
                if (data === 'closed') resolve(null);
                else timer = setTimeout(resolve, CLOSING_TIME);
            };
            channel.postMessage('opening');
        });
    }

    /**
     * From now on this page has the attempt; `close` is called when another one opens it.
     * @param {() => Promise<void>} close
     */
    hold(close) {
        this.held = true;
        try {
            this.storage?.setItem(this.mark, 'yes');
        } catch {
            // without room another page will not wait for this one, and the server will tell them apart
        }
        const { channel } = this;
        if (!channel) return;
        channel.onmessage = async ({ data }) => {
            if (data !== 'opening') return;
            channel.onmessage = null;
            this.held = false; // the mark is the other page's now
            channel.postMessage('closing');
            await close();
            channel.postMessage('closed');
        };
    }

    /** This page is going away. */
    release() {
        if (this.held) this.storage?.removeItem(this.mark);
    }
}
