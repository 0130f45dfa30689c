/** Who is in the SFU room and yet not to be heard: their network is away, and the SFU has not noticed. Pure. */

import type { MemberIndex, ParticipantId } from '../../crypto/brands.ts';
import { SLOTS } from '../../crypto/workers/frameProtocol.ts';
import type { RosterEntry } from '../../crypto/workers/protocol.ts';
import type { TrackFacts } from '../people/tiles.ts';

/** A microphone that is on sends all the time, also while nobody speaks: without anything for so long it is cut off. */
const SILENT_MS = 5_000;

export interface SilenceFacts {
  readonly members: readonly RosterEntry[];
  readonly tracks: readonly Pick<TrackFacts, 'participantId' | 'openedAt' | 'failedAt'>[];
  /** Since when each member's microphone is on, as they say. */
  readonly speakingSince: ReadonlyMap<MemberIndex, number>;
  readonly now: number;
}

/** Those whose microphone is on and of whom nothing came lately, though it did before. */
export function silentOnes({ members, tracks, speakingSince, now }: SilenceFacts): Set<ParticipantId> {
  const heardAt = new Map<ParticipantId, number>();
  for (const { participantId, openedAt, failedAt } of tracks) {
    const at = Math.max(openedAt ?? -Infinity, failedAt ?? -Infinity);
    heardAt.set(participantId, Math.max(at, heardAt.get(participantId) ?? -Infinity));
  }
  const silent = members.filter(({ index, participantId }) => {
    const since = speakingSince.get(index);
    const heard = heardAt.get(participantId) ?? -Infinity;
    return since !== undefined && heard > -Infinity && now - Math.max(heard, since) > SILENT_MS;
  });
  return new Set(silent.map(({ participantId }) => participantId));
}

/** `before`, after a member said which slots are on (bit s for slot s). */
export function speakingFrom(
  before: ReadonlyMap<MemberIndex, number>,
  { index, on }: { readonly index: MemberIndex; readonly on: number },
  now: number,
): ReadonlyMap<MemberIndex, number> {
  const after = new Map(before);
  if ((on & (1 << SLOTS.microphone)) === 0) after.delete(index);
  else if (!after.has(index)) after.set(index, now);
  return after;
}
