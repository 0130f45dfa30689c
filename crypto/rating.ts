/**
 * How a meeting was (§9): what somebody thinks of it when it is over, sealed for whoever held it. It carries no name. All are
 * of one length, so that nothing shows who wrote much.
 */

import type { Bytes, Key, MeetingId } from './brands.ts';
import { concat } from './bytes.ts';
import { decode, lv, u8, utf8 } from './codec.ts';
import { LABELS } from './labels.ts';
import { giveUp, isRefusal, type Refusal } from './refusal.ts';
import { box, BOX_OVERHEAD, K, unbox } from './sodium.ts';

export interface Rating {
  /** 1 to 5. */
  readonly stars: number;
  /** At most 1000 bytes, line feeds allowed; may be empty. */
  readonly comment: string;
}

/** What is left of a meeting's keys when it is over: it opens ratings and nothing else. */
export interface RatingKeys {
  readonly meetingId: MeetingId;
  readonly key: Key;
  /** 16 bytes: under which name the relay keeps the ratings of this meeting. Says nothing of its room. */
  readonly place: Bytes;
}

export const COMMENT_BYTES_MAX = 1000;
const TEXT_BYTES = 1024;
/** Of every sealed rating. */
export const RATING_BYTES = TEXT_BYTES + BOX_OVERHEAD;

export const ratingKeysOf = (roomKey: Key, meetingId: MeetingId): RatingKeys => ({
  meetingId,
  key: K(roomKey, LABELS.ratingKey, meetingId),
  place: K(roomKey, LABELS.ratingPlace, meetingId).slice(0, 16),
});

/** `comment` must be clean text and short enough, `stars` 1 to 5: else it throws, or nobody opens it. */
export function sealRating({ stars, comment }: Rating, { key, meetingId }: RatingKeys): Bytes {
  const said = concat(u8(stars), lv(utf8(comment)));
  return box(key, LABELS.ratingBox, [meetingId], concat(said, new Uint8Array(TEXT_BYTES - said.length)));
}

/** Refuses `notOpened`, `malformed`, `badText`. */
export function openRating(sealed: Uint8Array, { key, meetingId }: RatingKeys): Rating | Refusal {
  const text = unbox(key, LABELS.ratingBox, [meetingId], sealed);
  if (isRefusal(text)) return text;
  return decode(text, (reader) => {
    if (text.length !== TEXT_BYTES) return giveUp('malformed');
    const stars = reader.u8();
    if (stars < 1 || stars > 5) return giveUp('malformed');
    const comment = reader.text(0, COMMENT_BYTES_MAX, true);
    reader.zeros();
    return { stars, comment };
  });
}
