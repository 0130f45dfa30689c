/** Attack 19: every signature, box, hash and key under every other label. */

import { describe, expect, it } from 'vitest';
import { branded, type Bytes, type Key } from '../../../crypto/brands.ts';
import { toHex } from '../../../crypto/bytes.ts';
import { utf8 } from '../../../crypto/codec.ts';
import { TYPE_NUMBERS } from '../../../crypto/group/messages.ts';
import { type Label, LABELS, messageLabel } from '../../../crypto/labels.ts';
import { isRefusal } from '../../../crypto/refusal.ts';
import { box, H, H16, K, randomBytes, sign, signingPair, unbox, verify } from '../../../crypto/sodium.ts';

const labels: Label[] = [...Object.values(LABELS), ...Object.values(TYPE_NUMBERS).map(messageLabel)];
const key = branded<Key>(randomBytes(32));
const { signingKey, verifyKey } = signingPair();

describe('attack 19: labels', () => {
  it('stand once, and say part and purpose', () => {
    expect(new Set(labels).size).toBe(labels.length);
    for (const label of labels) expect(label).toMatch(/^conclave\/v1\/[a-z]+\/[a-z-]+(\/\d+)?$/);
  });

  it('separate signatures: each holds under its own only', () => {
    const parts = [randomBytes(16), randomBytes(32)];
    for (const made of labels) {
      const signature = sign(signingKey, made, ...parts);
      const held = labels.filter((tried) => verify(verifyKey, signature, tried, ...parts));
      expect(held).toEqual([made]);
    }
  });

  it('separate boxes: each opens under its own only', () => {
    const parts = [randomBytes(16)];
    for (const made of labels) {
      const sealed = box(key, made, parts, utf8('text'));
      expect(labels.filter((tried) => !isRefusal(unbox(key, tried, parts, sealed)))).toEqual([made]);
    }
  });

  it('separate hashes and keys', () => {
    const part = randomBytes(16);
    for (const derive of [H, H16, (label: Label, input: Bytes) => K(key, label, input)]) {
      expect(new Set(labels.map((label) => toHex(derive(label, part)))).size).toBe(labels.length);
    }
  });

  it('do not run into what follows them', () => {
    expect(sign(signingKey, messageLabel(1), utf8('2'))).not.toEqual(sign(signingKey, messageLabel(12)));
  });
});
