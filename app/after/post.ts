/** Posts about ratings to the relay. Nothing says who it is, and the number does not travel with the sealed part. */

import { fromBase64url, toBase64url } from '../../crypto/bytes.ts';
import type { Bytes } from '../../crypto/brands.ts';
import type { RatingPost } from '../../relay/wire.ts';

/** Longer than this nobody waits for an answer. */
const ANSWER_MS = 10_000;

async function post(what: RatingPost): Promise<readonly string[] | undefined> {
  try {
    const response = await fetch('/rating', {
      method: 'POST',
      body: JSON.stringify(what),
      credentials: 'omit',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const said: unknown = response.ok ? await response.json() : undefined;
    return Array.isArray(said) ? said.filter((one) => typeof one === 'string') : undefined;
  } catch {
    return undefined;
  }
}

export interface RatingPosts {
  /** Whether the number was counted. */
  count(stars: 1 | 2 | 3 | 4 | 5): Promise<boolean>;
  /** Whether the relay keeps the sealed rating. */
  keep(place: Bytes, sealed: Bytes): Promise<boolean>;
  /** What it kept, and keeps no more. */
  taken(place: Bytes): Promise<readonly Bytes[]>;
}

export const RATING_POSTS: RatingPosts = {
  count: async (stars) => (await post({ stars })) !== undefined,
  keep: async (place, sealed) =>
    (await post({ place: toBase64url(place), sealed: toBase64url(sealed) })) !== undefined,
  taken: async (place) =>
    ((await post({ place: toBase64url(place) })) ?? []).flatMap((text) => fromBase64url(text) ?? []),
};
