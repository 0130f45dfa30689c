/** What became of the frames of each transform, and when. */

import { OPEN_REFUSALS, type OpenCounts } from '../../crypto/workers/frameProtocol.ts';
import type { TrackFacts } from './tiles.ts';

type Fate = Pick<TrackFacts, 'counts' | 'openedAt' | 'failedAt'>;

const UNKNOWN: Fate = { counts: undefined, openedAt: undefined, failedAt: undefined };

export class Fates {
  #fates = $state.raw<ReadonlyMap<string, Fate>>(new Map());

  /** By the id of a transform. */
  of(transform: string): Fate {
    return this.#fates.get(transform) ?? UNKNOWN;
  }

  /** Whether frames of this transform opened. */
  opens(transform: string): boolean {
    return (this.of(transform).counts?.opened ?? 0) > 0;
  }

  /** The frame worker's counts, as they are now. */
  count(transform: string, counts: OpenCounts): void {
    const before = this.of(transform);
    const now = performance.now();
    const opened = counts.opened > (before.counts?.opened ?? 0);
    const failed = failures(counts) > failures(before.counts);
    const fate = {
      counts,
      openedAt: opened ? now : before.openedAt,
      failedAt: failed ? now : before.failedAt,
    };
    this.#fates = new Map(this.#fates).set(transform, fate);
  }
}

const failures = (of: OpenCounts | undefined): number =>
  of ? OPEN_REFUSALS.reduce((sum, why) => sum + of[why], 0) : 0;
