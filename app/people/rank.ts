/** What a rank in the roster means to a person (§5): a host's is 0, that of whom one handed over to 1, co-hosts' are above, and most have none. */

import { HEIR_RANK, NO_RANK } from '../../crypto/group/policy.ts';
import type { RosterEntry } from '../../crypto/workers/protocol.ts';

export { HEIR_RANK, NO_RANK };

/** What a change of one's own rank is called; nothing where it stays, or where there was none before. */
export function roleChange(
  before: number | undefined,
  now: number | undefined,
): 'appointed' | 'dismissed' | 'nowHost' | undefined {
  if (before === undefined || now === undefined || before === now) return undefined;
  if (now === HEIR_RANK) return 'nowHost';
  if (now === NO_RANK) return 'dismissed';
  return before === NO_RANK || before === HEIR_RANK ? 'appointed' : undefined;
}

/**
 * Whether the ratings are for whoever goes with this rank, or saw a host end it: for hosts, but for one who leaves the
 * meeting to an heir; for an heir while no host is in.
 */
export function readsRatings(
  rank: number | undefined,
  members: readonly Pick<RosterEntry, 'rank'>[],
  ended: boolean,
): boolean {
  const isIn = (other: number): boolean => members.some((member) => member.rank === other);
  if (rank === 0) return ended || !isIn(HEIR_RANK);
  return rank === HEIR_RANK && !isIn(0);
}
