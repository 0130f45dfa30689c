/** What a vault says to the page of who is in. */

import { branded, type EpochNumber, type MemberIndex, type ParticipantId } from '../../crypto/brands.ts';
import { OPEN_POLICY, NO_RANK, type Policy } from '../../crypto/group/policy.ts';
import type { FromVault, RosterEntry } from '../../crypto/workers/protocol.ts';

/** Somebody with this place; the host has 0. */
export const entry = (n: number, change: Partial<RosterEntry> = {}): RosterEntry => ({
  index: branded<MemberIndex>(n),
  participantId: branded<ParticipantId>(`participant ${n}`),
  name: `Name ${n}`,
  label: `Name ${n}`,
  rank: n === 0 ? 0 : NO_RANK,
  ...change,
});

/** The roster of a meeting that these are in. */
export const rosterOf = (members: readonly RosterEntry[], policy: Policy = OPEN_POLICY): FromVault => ({
  type: 'roster',
  n: branded<EpochNumber>(1),
  leader: branded<MemberIndex>(0),
  members,
  policy,
  locked: false,
  history: true,
  failedGuesses: 0,
  doorShut: false,
});
