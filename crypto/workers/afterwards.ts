/** What a vault does once its meeting is over (§9): it seals and opens ratings, and has no other key any more. */

import { same, wipe } from '../bytes.ts';
import { isCleanText, utf8 } from '../codec.ts';
import type { Member } from '../group/member.ts';
import { COMMENT_BYTES_MAX, openRating, type RatingKeys, ratingKeysOf, sealRating } from '../rating.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import type { ToVault } from './protocol.ts';
import type { Surroundings } from './surroundings.ts';

type Asked = Extract<ToVault, { type: 'part' | 'rate' | 'openRatings' }>;

/** Ratings that are opened at a time. */
const OPENED_MAX = 500;

export class Afterwards {
  readonly #around: Surroundings;
  #keys: RatingKeys | undefined;
  #begun = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** The meeting is over for this vault. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Keeps what is needed afterwards, while the room key is there. */
  know({ seat, over }: Member): void {
    if (over || (this.#keys && same(this.#keys.meetingId, seat.meetingId))) return;
    wipe(this.#keys?.key);
    this.#keys = ratingKeysOf(seat.roomKey, seat.meetingId);
  }

  /** Refuses `outOfTurn` before the end or without a meeting, `badText`, `tooLong`. */
  receive(message: Asked): Refusal | undefined {
    const { toPage } = this.#around;
    const keys = this.#keys;
    if (!keys) return refuse('outOfTurn');
    switch (message.type) {
      case 'part':
        this.#begun = true;
        return toPage({ type: 'parted', place: keys.place }) as undefined;
      case 'rate': {
        if (!this.#begun || ![1, 2, 3, 4, 5].includes(message.stars)) return refuse('outOfTurn');
        const comment = message.comment.normalize('NFC').replace(/\r\n?/g, '\n').trim();
        if (!isCleanText(comment, true)) return refuse('badText');
        if (utf8(comment).length > COMMENT_BYTES_MAX) return refuse('tooLong');
        const sealed = sealRating({ stars: message.stars, comment }, keys);
        return toPage({ type: 'rating', sealed }) as undefined;
      }
      case 'openRatings': {
        if (!this.#begun) return refuse('outOfTurn');
        const ratings = message.sealed.slice(0, OPENED_MAX).flatMap((sealed) => {
          const rating = openRating(sealed, keys);
          return isRefusal(rating) ? [] : [rating];
        });
        return toPage({ type: 'ratings', ratings }) as undefined;
      }
    }
  }
}
