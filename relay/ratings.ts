/**
 * What people thought of their meetings: five counters for whoever runs the relay, and sealed ratings that wait for the host
 * who can open them, under a name that says nothing of the room. All in memory; nothing of who posted it is kept.
 */

import type { Limits } from './limits.ts';
import type { RatingPost } from './wire.ts';

/** How often the counters are told, if they changed. */
const TOLD_MS = 60 * 60_000;

interface Kept {
  readonly until: number;
  readonly sealed: string;
}

export class Ratings {
  readonly #limits: Pick<Limits, 'ratings' | 'ratingsKeptMs' | 'ratingsPerMeeting'>;
  readonly #counts = [0, 0, 0, 0, 0];
  readonly #kept = new Map<string, readonly Kept[]>();
  #size = 0;
  #changed = false;
  #toldAt: number | undefined;

  constructor(limits: Pick<Limits, 'ratings' | 'ratingsKeptMs' | 'ratingsPerMeeting'>) {
    this.#limits = limits;
  }

  /** How many gave one star, two, … five, since the start. */
  get counts(): readonly number[] {
    return [...this.#counts];
  }

  /** Carries out a post: gives what was kept, once, where that is asked for, else nothing; undefined where there is no room. */
  take(post: RatingPost, now: number): readonly string[] | undefined {
    if ('stars' in post) {
      this.#counts[post.stars - 1] = (this.#counts[post.stars - 1] ?? 0) + 1;
      this.#changed = true;
      return [];
    }
    return 'sealed' in post ? this.#keep(post.place, post.sealed, now) : this.#handOut(post.place);
  }

  /** Forgets what waited too long; gives a line with the counters once an hour, if they changed. */
  tick(now: number): string | undefined {
    for (const [place, kept] of this.#kept) {
      const waiting = kept.filter(({ until }) => until > now);
      if (waiting.length < kept.length) this.#set(place, waiting);
    }
    this.#toldAt ??= now;
    if (!this.#changed || now < this.#toldAt + TOLD_MS) return undefined;
    this.#toldAt = now;
    this.#changed = false;
    return `Ratings since the start, from one to five: ${this.#counts.join(' ')}.`;
  }

  #keep(place: string, sealed: string, now: number): readonly string[] | undefined {
    const { ratings, ratingsPerMeeting, ratingsKeptMs } = this.#limits;
    const known = this.#kept.get(place) ?? [];
    if (this.#size >= ratings || known.length >= ratingsPerMeeting) return undefined;
    this.#set(place, [...known, { until: now + ratingsKeptMs, sealed }]);
    return [];
  }

  #handOut(place: string): readonly string[] {
    const kept = this.#kept.get(place) ?? [];
    this.#set(place, []);
    return kept.map(({ sealed }) => sealed);
  }

  #set(place: string, kept: readonly Kept[]): void {
    this.#size += kept.length - (this.#kept.get(place)?.length ?? 0);
    if (kept.length > 0) this.#kept.set(place, kept);
    else this.#kept.delete(place);
  }
}
