/** What people are to one another, and in which order they stand on the list. Pure. */

import type { MemberIndex } from '../../crypto/brands.ts';
import type { RosterEntry } from '../../crypto/workers/protocol.ts';
import { HEIR_RANK, NO_RANK } from './rank.ts';

export type Role = 'host' | 'coHost' | 'participant';

type Ranked = Pick<RosterEntry, 'rank'>;

/** What they may do: an heir is a co-host like others. */
export function roleOf({ rank }: Ranked): Role {
  if (rank === 0) return 'host';
  return rank < NO_RANK ? 'coHost' : 'participant';
}

/** What they are called: whom the host handed over to is the host, to people. */
export const shownRole = (member: Ranked): Role => (member.rank === HEIR_RANK ? 'host' : roleOf(member));

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
