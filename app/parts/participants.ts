/** In which order people stand on the list. Pure. */

import type { MemberIndex } from '../../crypto/brands.ts';
import type { RosterEntry } from '../../crypto/workers/protocol.ts';

/** A rank that is none: everyone but hosts and co-hosts. */
const NO_RANK = 255;

export type Role = 'host' | 'coHost' | 'participant';

export function roleOf({ rank }: Pick<RosterEntry, 'rank'>): Role {
  if (rank === 0) return 'host';
  return rank < NO_RANK ? 'coHost' : 'participant';
}

/** Oneself first, then raised hands in their order, then hosts and co-hosts by rank, then all others as they came. */
export function inOrder(
  members: readonly RosterEntry[],
  me: MemberIndex | undefined,
  hands: readonly MemberIndex[],
): readonly RosterEntry[] {
  const place = ({ index }: RosterEntry): number => {
    if (index === me) return -1;
    const hand = hands.indexOf(index);
    return hand < 0 ? hands.length : hand;
  };
  return members.toSorted((a, b) => place(a) - place(b) || a.rank - b.rank || a.index - b.index);
}
