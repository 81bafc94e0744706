// Commits that the server has not acknowledged, kept on the device: a reload, a crash or hours without a network
// lose none of them. One entry per commit, so that keeping one more costs the same however many wait:
//
//     tessera:<name>:<opening>:<number> → the code of the entry, the operations (a JSON array)
//
// A page writes under its own opening only; pages after it read all of them. The name is the attempt's on this device. The
// code signs name, opening, number and operations with the attempt's key, which the server gives to its pages alone: where
// packages share an origin, another one can write here too, and what it writes is left out.
import { signer } from './mac.js';

/** Characters of a code. */
const CODE = 64;

/**
 * One numbered commit. `opening` is the page it comes from.
 * @typedef {{opening: number, number: number, operations: string}} Commit
 */

export class Journal {
    /** @param {{name: string, key: string}} device @param {Storage|null} storage */
    constructor(device, storage) {
        this.storage = storage;
        this.prefix = `tessera:${device.name}:`;
        this.sign = signer(device.key);
        this.dropped = 0; // entries that were left out, because no player had signed them
    }

    /** @param {Commit} commit */
    key(commit) {
        return `${this.prefix}${commit.opening}:${commit.number}`;
    }

    /**
     * Keeps the commit, in place of an earlier one of the same number. False when there is no room for it.
     * @param {Commit} commit
     */
    write(commit) {
        try {
            if (!this.storage) return false;
            const key = this.key(commit);
            this.storage.setItem(key, this.sign(`${key}\n${commit.operations}`) + commit.operations);
            return true;
        } catch {
            return false;
        }
    }

    /** @param {Commit} commit */
    remove(commit) {
        this.storage?.removeItem(this.key(commit));
    }

    /**
     * Everything kept of this attempt, in the order in which it happened. What no player wrote is removed and counted.
     * @returns {Commit[]}
     */
    entries() {
        const found = [];
        for (const key of Object.keys(this.storage ?? {})) {
            const match = key.startsWith(this.prefix) && /^(\d+):(\d+)$/.exec(key.slice(this.prefix.length));
            if (!match) continue;
            const entry = this.storage?.getItem(key) ?? '';
            const operations = entry.slice(CODE);
            if (this.sign(`${key}\n${operations}`) !== entry.slice(0, CODE)) {
                this.storage?.removeItem(key);
                ++this.dropped;
                continue;
            }
            found.push({ opening: Number(match[1]), number: Number(match[2]), operations });
        }
        return found.sort((a, b) => a.opening - b.opening || a.number - b.number);
    }
}
