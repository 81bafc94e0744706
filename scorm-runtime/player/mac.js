// HMAC-SHA-256 (FIPS 180-4, RFC 2104). The browser's own works on secure pages only and answers later, while the journal
// is written at once, also when the page is about to be gone.

const ROUNDS = new Uint32Array(64);
const START = new Uint32Array(8);

/** The first 32 bits behind the point of a root. @param {number} root */
const fraction = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32);

for (let candidate = 2, found = 0; found < 64; ++candidate) {
    let prime = true;
    for (let i = 2; i * i <= candidate; ++i) if (candidate % i === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(candidate));
    ROUNDS[found++] = fraction(Math.cbrt(candidate));
}

const BLOCK = 64;
const words = new Uint32Array(64);

/** Mixes one block into the state. @param {Uint32Array} state @param {DataView} data @param {number} at */
function mix(state, data, at) {
    for (let i = 0; i < 16; ++i) words[i] = data.getUint32(at + 4 * i);
    for (let i = 16; i < 64; ++i) {
        const x = words[i - 15], y = words[i - 2];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        words[i] = words[i - 16] + s0 + words[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; ++i) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] += value));
}

/** @param {Uint8Array[]} parts whole blocks but the last @returns {Uint8Array<ArrayBuffer>} 32 bytes */
function sha256(...parts) {
    const state = START.slice();
    const last = parts[parts.length - 1];
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    const whole = last.length - (last.length % BLOCK);
    for (const part of parts) {
        const view = new DataView(part.buffer, part.byteOffset, part.length);
        const end = part === last ? whole : part.length;
        for (let at = 0; at < end; at += BLOCK) mix(state, view, at);
    }
    const rest = last.length - whole;
    const tail = new Uint8Array(rest < BLOCK - 8 ? BLOCK : 2 * BLOCK);
    tail.set(last.subarray(whole));
    tail[rest] = 0x80;
    const view = new DataView(tail.buffer);
    view.setBigUint64(tail.length - 8, BigInt(size) * 8n);
    for (let at = 0; at < tail.length; at += BLOCK) mix(state, view, at);
    const digest = new DataView(new ArrayBuffer(32));
    state.forEach((value, i) => digest.setUint32(4 * i, value));
    return new Uint8Array(digest.buffer);
}

const encoder = new TextEncoder();
/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Signs texts with one key.
 * @param {string} key in hex
 * @returns {(text: string) => string} the code in hex, of 64 characters
 */
export function signer(key) {
    let bytes = Uint8Array.from(key.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    if (bytes.length > BLOCK) bytes = sha256(bytes);
    const inner = new Uint8Array(BLOCK).fill(0x36);
    const outer = new Uint8Array(BLOCK).fill(0x5c);
    bytes.forEach((byte, i) => {
        inner[i] ^= byte;
        outer[i] ^= byte;
    });
    return (text) => hex(sha256(outer, sha256(inner, encoder.encode(text))));
}
