// Commits as texts: joined and cut without changing what is in them.

const encoder = new TextEncoder();

/** Length on the wire. @param {string} text */
export function byteLength(text) {
    return encoder.encode(text).length;
}

/**
 * Two arrays of operations as one.
 * @param {string} first @param {string} second JSON arrays that are not empty
 */
export function join(first, second) {
    return `${first.slice(0, -1)},${second.slice(1)}`;
}

/**
 * What was taken from a session, and whether it should go at once.
 * @typedef {{operations: string, urgent: boolean}} Taken
 * @param {Taken} first @param {Taken} second
 */
export function joined(first, second) {
    if (first.operations === '' || second.operations === '') return first.operations === '' ? second : first;
    return { operations: join(first.operations, second.operations), urgent: first.urgent || second.urgent };
}

/**
 * Arrays of at most `limit` characters; a single operation that is longer stays alone.
 * @param {string} operations @param {number} limit
 * @returns {string[]}
 */
export function split(operations, limit) {
    if (operations.length <= limit) return [operations];
    const parts = [];
    /** @type {string[]} */
    let part = [];
    let length = 2;
    for (const operation of JSON.parse(operations)) {
        const text = JSON.stringify(operation);
        if (part.length > 0 && length + text.length + 1 > limit) {
            parts.push(`[${part.join(',')}]`);
            part = [];
            length = 2;
        }
        part.push(text);
        length += text.length + 1;
    }
    parts.push(`[${part.join(',')}]`);
    return parts;
}
