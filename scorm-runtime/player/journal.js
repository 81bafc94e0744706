// Commits that the server has not acknowledged, kept on the device: a reload, a crash or hours without a network
// lose none of them. One entry per commit, so that keeping one more costs the same however many wait:
//
//     tessera:<attempt>:<opening>:<number> → the operations, a JSON array
//
// A page writes under its own opening only; pages after it read all of them.

/**
 * One numbered commit. `opening` is the page it comes from.
 * @typedef {{opening: number, number: number, operations: string}} Commit
 */

/**
 * The device's storage, or nothing where the browser forbids it.
 * @returns {Storage|null}
 */
export function deviceStorage() {
    try {
        return window.localStorage;
    } catch {
        return null;
    }
}

export class Journal {
    /** @param {string} attempt @param {Storage|null} storage */
    constructor(attempt, storage) {
        this.storage = storage;
        this.prefix = `tessera:${attempt}:`;
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
            this.storage.setItem(this.key(commit), commit.operations);
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
     * Everything kept of this attempt, in the order in which it happened.
     * @returns {Commit[]}
     */
    entries() {
        const found = [];
        for (const key of Object.keys(this.storage ?? {})) {
            const match = key.startsWith(this.prefix) && /^(\d+):(\d+)$/.exec(key.slice(this.prefix.length));
            if (!match) continue;
            const operations = this.storage?.getItem(key) ?? '';
            found.push({ opening: Number(match[1]), number: Number(match[2]), operations });
        }
        return found.sort((a, b) => a.opening - b.opening || a.number - b.number);
    }
}
