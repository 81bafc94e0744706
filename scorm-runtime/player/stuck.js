// Which part stopped responding, remembered on the device until content runs again. In IndexedDB, because it is the
// watchdog's worker that writes it, which has no localStorage.

const DATABASE = 'tessera';
const STORE = 'stuck';

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function done(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/** Rejected where the browser forbids storage. */
export function openStuck() {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
    return done(request);
}

/** @param {IDBDatabase} database @param {string} attempt @param {string} part identifier of the activity */
export function remember(database, attempt, part) {
    return done(database.transaction(STORE, 'readwrite').objectStore(STORE).put(part, attempt));
}

/** @param {IDBDatabase} database @param {string} attempt */
export function forget(database, attempt) {
    return done(database.transaction(STORE, 'readwrite').objectStore(STORE).delete(attempt));
}

/**
 * The part of the attempt that stopped responding and took its page with it, or an empty text.
 * @param {string} attempt
 * @returns {Promise<string>}
 */
export async function stuckPart(attempt) {
    try {
        const database = await openStuck();
        return (await done(database.transaction(STORE).objectStore(STORE).get(attempt))) ?? '';
    } catch {
        return ''; // nothing is remembered on this device
    }
}
