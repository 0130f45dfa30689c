/** Why a tile's frames do not open, from the counters of the frame worker. */

import type { OpenCounts } from '../../crypto/workers/frameProtocol.ts';

export type Why = Exclude<keyof OpenCounts, 'opened'>;

const WHYS = [
  'noKey',
  'authFailed',
  'replayed',
  'wrongTrack',
  'notSFrame',
  'tooBig',
] as const satisfies readonly Why[];

/** What grew most between two readings; nothing when no frame was refused meanwhile. */
export function mostGrown(before: OpenCounts | undefined, now: OpenCounts): Why | undefined {
  let most: Why | undefined;
  let growth = 0;
  for (const why of WHYS) {
    const grown = now[why] - (before?.[why] ?? 0);
    if (grown > growth) {
      most = why;
      growth = grown;
    }
  }
  return most;
}
