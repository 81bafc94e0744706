// HMAC-SHA-256 in the player, against RFC 4231's cases and node's own.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { signer } from '../../scorm-runtime/player/mac.js';

test('the codes are those of RFC 4231', () => {
    const cases = [
        ['0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
        [Buffer.from('Jefe').toString('hex'), 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
        ['aa'.repeat(131), 'Test Using Larger Than Block-Size Key - Hash Key First', '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54'],
    ];
    for (const [key, text, code] of cases) assert.equal(signer(key)(text), code);
});

test('the codes are node\'s, for texts of every length around the blocks', () => {
    for (let length = 0; length < 200; ++length) {
        const key = Array.from({ length: length % 70 }, (_, i) => ((i * 7 + length) % 256).toString(16).padStart(2, '0')).join('');
        const text = 'ŵ€'.repeat(length).slice(0, length);
        assert.equal(signer(key)(text), createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex'), `${length}`);
    }
});
