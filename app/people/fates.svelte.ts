/** What became of the frames of each transform, and when. */

import { OPEN_REFUSALS, type OpenCounts } from '../../crypto/workers/frameProtocol.ts';
import type { TrackFacts } from './tiles.ts';

type Fate = Pick<TrackFacts, 'counts' | 'openedAt' | 'failedAt'>;

const UNKNOWN: Fate = { counts: undefined, openedAt: undefined, failedAt: undefined };

/** After so many milliseconds without a frame that opened, the next one is news. */
const STALLED_MS = 1_000;

/**
 * Frames that go on opening tell nobody anything new, several times a second for each track: whoever reads looks at the
 * clock as well, and finds the newest counts at its next tick. What changes a tile is told at once.
 */
export class Fates {
  /** Another object with the same map: that is news. */
  #fates = $state.raw({ by: new Map<string, Fate>() });

  /** By the id of a transform. */
  of(transform: string): Fate {
    return this.#fates.by.get(transform) ?? UNKNOWN;
  }

  /** Whether frames of this transform opened. */
  opens(transform: string): boolean {
    return (this.of(transform).counts?.opened ?? 0) > 0;
  }

  /** The frame worker's counts, as they are now. */
  count(transform: string, counts: OpenCounts): void {
    const { by } = this.#fates;
    const before = by.get(transform) ?? UNKNOWN;
    const now = performance.now();
    const opened = counts.opened > (before.counts?.opened ?? 0);
    const failed = failures(counts) > failures(before.counts);
    by.set(transform, {
      counts,
      openedAt: opened ? now : before.openedAt,
      failedAt: failed ? now : before.failedAt,
    });
    if (failed || (opened && now - (before.openedAt ?? -Infinity) > STALLED_MS)) this.#fates = { by };
  }
}

const failures = (of: OpenCounts | undefined): number =>
  of ? OPEN_REFUSALS.reduce((sum, why) => sum + of[why], 0) : 0;
