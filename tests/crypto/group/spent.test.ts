/** Keys that are not used any more are wiped (§5): nobody who gets at the memory later finds what they open. */

import { describe, expect, it } from 'vitest';
import { branded, type EpochNumber, type Hash, type Key } from '../../../crypto/brands.ts';
import { makePair } from '../../../crypto/group/going.ts';
import { eraseAll } from '../../../crypto/group/installing.ts';
import type { PairKeys } from '../../../crypto/group/keySchedule.ts';
import { randomBytes, signingPair } from '../../../crypto/sodium.ts';
import { granted } from '../making.ts';
import { callAs, leads, memberOf, remove, sit, until } from './seats.ts';
import type { Device, World } from './world.ts';

const isWiped = (key: Uint8Array | undefined): boolean => granted(key).every((byte) => byte === 0);
const pairOf = (of: Device, other: Device): PairKeys =>
  granted(memberOf(of).pairs.get(memberOf(other).seat.index)?.at(-1));
const arePairsWiped = (...pairs: readonly PairKeys[]): boolean[] =>
  pairs.map(({ toLeader, fromLeader }) => isWiped(toLeader) && isWiped(fromLeader));

/** What the keys with the next leader came from, while its answer is on the way. */
function rootOf(world: World, device: Device): Key {
  for (let tries = 0; tries < 2_000; tries++) {
    const { root } = memberOf(device);
    if (root) return root;
    world.pass(10);
  }
  throw new Error('no new leader');
}

function sitting() {
  const { world, ada, named } = sit(['Bob', 'Carol'], { Bob: 1 });
  return { world, ada, bob: named('Bob'), carol: named('Carol') };
}

describe('what is spent', () => {
  it('of the door is wiped once the newcomer has its keys', () => {
    const { world, ada } = sitting();
    const pairRoot = branded<Key>(randomBytes(32));
    const { verifyKey: signKey } = signingPair();
    world.do(ada, {
      type: 'enter',
      entry: { waiter: 99, signKey, name: 'Dan', pairRoot, by: memberOf(ada).seat.index },
    });
    world.pass(1000);
    expect(isWiped(pairRoot)).toBe(true);
  });

  it('are pairwise keys after a renew, at the leader as soon as the member spoke under newer ones', () => {
    const { world, ada, bob, carol } = sitting();
    const before = [pairOf(ada, bob), pairOf(ada, carol), pairOf(bob, ada)];
    remove(world, ada, carol);
    world.pass(15_000);
    expect(arePairsWiped(...before)).toEqual([true, true, true]);
    expect(arePairsWiped(pairOf(ada, bob), pairOf(bob, ada))).toEqual([false, false]);
  });

  it('are pairwise keys at the leader once the member made new ones', () => {
    const { world, ada, bob, carol } = sitting();
    const before = pairOf(ada, carol);
    const { seat, leading, name } = memberOf(ada);
    const { verifyKey: leader } = seat.signing;
    const between = { meetingId: seat.meetingId, member: carol.signing.verifyKey, leader };
    const at = { n: branded<EpochNumber>(1), hash: branded<Hash>(randomBytes(32)) };
    const { message } = granted(
      makePair(between, granted(leading).kem.publicKey, { name, grant: undefined }, at),
    );
    callAs(world, carol.signing, ada, message);
    expect(arePairsWiped(before, pairOf(ada, carol), pairOf(ada, bob))).toEqual([true, false, false]);
  });

  it('are pairwise keys with a leader that is gone, and the root of those with the next', () => {
    const { world, ada, bob, carol } = sitting();
    const before = [pairOf(bob, ada), pairOf(carol, ada)];
    world.leave(ada);
    const root = rootOf(world, carol);
    until(world, () => leads(bob) && memberOf(carol).root === undefined);
    expect(arePairsWiped(...before)).toEqual([true, true]);
    expect(isWiped(root)).toBe(true);
  });

  it('is the root of new keys where the meeting is over before the leader answers', () => {
    const { world, ada, carol } = sitting();
    world.leave(ada);
    const root = rootOf(world, carol);
    expect(isWiped(root)).toBe(false);
    eraseAll(memberOf(carol));
    expect(isWiped(root)).toBe(true);
  });
});
