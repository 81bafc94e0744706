// What the browser keeps on the device for this origin, and whose it is.

/**
 * How the attempt is known on the device: by a `name` that tells nobody which one it is; the `key` signs what the page
 * keeps; `person` is the same text for the same learner.
 * @typedef {{name: string, key: string, person: string}} Device
 */

const PERSON = 'tessera:person';
/** The watchdog's, which is open; it has names of attempts that tell nobody which ones. */
const OWN_DATABASE = 'tessera';
/** A journal entry: signed, and of use to nobody but the one who left it. */
const JOURNAL = /^tessera:[^:]+:\d+:\d+$/;

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

/**
 * On a shared computer the next person finds nothing of the one before: what the course and the player kept here is
 * removed when somebody else opens the course. Only what could not be delivered yet stays, for the next time of the one
 * who left it.
 * @param {Storage|null} storage @param {Device} device
 */
export async function forgetOthers(storage, device) {
    try {
        const before = storage?.getItem(PERSON) ?? null;
        if (!storage || before === device.person) return;
        storage.setItem(PERSON, device.person);
        if (before === null) return;
        for (const key of Object.keys(storage)) if (key !== PERSON && !JOURNAL.test(key)) storage.removeItem(key);
        sessionStorage.clear();
        for (const cookie of document.cookie.split(';')) {
            const name = cookie.split('=')[0].trim();
            for (const path of ['/', '/c', location.pathname]) document.cookie = `${name}=; Path=${path}; Max-Age=0`;
        }
        for (const { name } of (await indexedDB.databases?.()) ?? [])
            if (name && name !== OWN_DATABASE) indexedDB.deleteDatabase(name);
        for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
    } catch {
        // a browser that forbids storage keeps nothing either
    }
}
