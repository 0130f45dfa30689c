/** Why a tile's frames do not open, from the counters of the frame worker. */

import { OPEN_REFUSALS, type OpenCounts, type OpenRefusal } from '../../crypto/workers/frameProtocol.ts';

/** What grew most between two readings; nothing when no frame was refused meanwhile. */
export function mostGrown(before: OpenCounts | undefined, now: OpenCounts): OpenRefusal | undefined {
  let most: OpenRefusal | undefined;
  let growth = 0;
  for (const why of OPEN_REFUSALS) {
    const grown = now[why] - (before?.[why] ?? 0);
    if (grown > growth) {
      most = why;
      growth = grown;
    }
  }
  return most;
}
