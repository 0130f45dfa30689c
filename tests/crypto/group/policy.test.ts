/** Who may do what (§6), as a state says it. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodePolicy,
  encodePolicy,
  may,
  NO_RANK,
  OPEN_POLICY,
  type Policy,
  slotsFor,
  USE_OF_SLOT,
  USES,
  WHO,
} from '../../../crypto/group/policy.ts';
import { attempt, isRefusal, refuse } from '../../../crypto/refusal.ts';
import { policy } from '../arbitraries.ts';

describe('a policy', () => {
  it('comes back, and no two are written alike', () => {
    const known = new Map<number, string>();
    fc.assert(
      fc.property(policy, (one) => {
        const bits = encodePolicy(one);
        expect(attempt(() => decodePolicy(bits))).toEqual(one);
        const text = USES.map((use) => one[use]).join();
        expect(known.get(bits) ?? text).toBe(text);
        known.set(bits, text);
      }),
    );
  });

  it('of bits that nobody writes is refused', () => {
    for (let bits = 0; bits < 0x1_0000; bits++) {
      const read = attempt(() => decodePolicy(bits));
      if (isRefusal(read)) expect(read).toBe(refuse('malformed'));
      else expect(encodePolicy(read)).toBe(bits);
    }
    expect(attempt(() => decodePolicy(0b11))).toBe(refuse('malformed'));
    expect(attempt(() => decodePolicy(1 << (2 * USES.length)))).toBe(refuse('malformed'));
  });

  it.each(USES)('allows %s by rank, and says nothing of the rest', (use) => {
    for (const who of WHO) {
      const one: Policy = { ...OPEN_POLICY, [use]: who };
      expect(may(one, use, 0)).toBe(who !== 'nobody');
      expect(may(one, use, 1)).toBe(who !== 'nobody');
      expect(may(one, use, NO_RANK)).toBe(who === 'everyone');
      for (const another of USES) if (another !== use) expect(may(one, another, NO_RANK)).toBe(true);
    }
  });

  it('says which slots somebody may send in', () => {
    const closed: Policy = { ...OPEN_POLICY, screen: 'authorities', camera: 'nobody' };
    expect(slotsFor(OPEN_POLICY, NO_RANK)).toBe(0b1111);
    expect(slotsFor(closed, NO_RANK)).toBe(0b0001);
    expect(slotsFor(closed, 0)).toBe(0b1101);
    expect(USE_OF_SLOT).toHaveLength(4);
  });
});
