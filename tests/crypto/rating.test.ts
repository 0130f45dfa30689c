/** Ratings: sealed alike, opened by the meeting's own key alone, and what a vault still does when its meeting is over (§9). */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branded, type Key, type MeetingId } from '../../crypto/brands.ts';
import { isCleanText, utf8 } from '../../crypto/codec.ts';
import {
  COMMENT_BYTES_MAX,
  openRating,
  RATING_BYTES,
  ratingKeysOf,
  sealRating,
} from '../../crypto/rating.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import { RATING_BYTES as RELAYED } from '../../relay/wire.ts';
import { bent } from './arbitraries.ts';
import { Meeting } from './meeting.ts';

const meetingId = branded<MeetingId>(randomBytes(16));
const keys = ratingKeysOf(branded<Key>(randomBytes(32)), meetingId);
const rating = fc.record({
  stars: fc.integer({ min: 1, max: 5 }),
  comment: fc
    .string({ unit: 'grapheme', maxLength: 200 })
    .filter((text) => isCleanText(text, true) && utf8(text).length <= COMMENT_BYTES_MAX),
});

describe('a rating', () => {
  it('comes back as it was sealed, and is of one length whatever it says', () => {
    fc.assert(
      fc.property(rating, (one) => {
        const sealed = sealRating(one, keys);
        expect(sealed).toHaveLength(RATING_BYTES);
        expect(openRating(sealed, keys)).toEqual(one);
      }),
    );
    expect(RELAYED).toBe(RATING_BYTES);
    const longest = { stars: 5, comment: 'x'.repeat(COMMENT_BYTES_MAX) };
    expect(openRating(sealRating(longest, keys), keys)).toEqual(longest);
  });

  it('is not opened by another meeting, nor when anything of it was changed', () => {
    const sealed = sealRating({ stars: 3, comment: 'fine' }, keys);
    const others = [
      ratingKeysOf(branded<Key>(randomBytes(32)), meetingId),
      { ...keys, meetingId: branded<MeetingId>(randomBytes(16)) },
    ];
    for (const other of others) expect(openRating(sealed, other)).toEqual({ refused: 'notOpened' });
    fc.assert(
      fc.property(bent(fc.constant(sealed)), (bytes) => {
        if (bytes.join() !== sealed.join()) expect(openRating(bytes, keys)).toHaveProperty('refused');
      }),
      { numRuns: 50 },
    );
  });

  it.each([0, 6, 255])('with %i stars is none', (stars) => {
    expect(openRating(sealRating({ stars, comment: '' }, keys), keys)).toEqual({ refused: 'malformed' });
  });
});

describe('a vault whose meeting is over', () => {
  it('seals ratings that the host’s opens, and does nothing else', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    const ada = meeting.host;
    await bob.vault.receive({ type: 'rate', stars: 5, comment: '' });
    expect(bob.refusals).toEqual(['rate: outOfTurn']);
    for (const one of [bob, ada]) await one.vault.receive({ type: 'part' });
    expect(bob.last('parted')?.place).toEqual(ada.last('parted')?.place);
    await bob.vault.receive({ type: 'rate', stars: 4, comment: ' good \r\n talk ' });
    const sealed = bob.last('rating')?.sealed ?? new Uint8Array();
    await ada.vault.receive({ type: 'openRatings', sealed: [new Uint8Array(RATING_BYTES), sealed] });
    expect(ada.last('ratings')?.ratings).toEqual([{ stars: 4, comment: 'good \n talk' }]);
    expect(bob.baseKey(bob.n ?? 0, ada.index)).toBeUndefined();
    expect(bob.sendsUnder).toBeUndefined();
    const said = bob.said.length;
    await bob.chat('still here');
    meeting.pass(20_000);
    expect(bob.said.slice(said).map(({ type }) => type)).toEqual(['refused']);
  });

  it('that the host ended can still rate', async () => {
    const meeting = await Meeting.open();
    const bob = await meeting.enter('Bob');
    meeting.pass(2_000);
    await meeting.host.vault.receive({ type: 'end' });
    expect(bob.last('over')?.how).toBe('ended');
    for (const one of [bob, meeting.host]) await one.vault.receive({ type: 'part' });
    await bob.vault.receive({ type: 'rate', stars: 2, comment: '' });
    const sealed = [bob.last('rating')?.sealed ?? new Uint8Array()];
    await meeting.host.vault.receive({ type: 'openRatings', sealed });
    expect(meeting.host.last('ratings')?.ratings).toEqual([{ stars: 2, comment: '' }]);
  });

  it('seals no comment that is too long, and none without a meeting', async () => {
    const meeting = await Meeting.open();
    await meeting.host.vault.receive({ type: 'part' });
    await meeting.host.vault.receive({ type: 'rate', stars: 1, comment: 'é'.repeat(501) });
    await meeting.host.vault.receive({ type: 'rate', stars: 1, comment: 'a\u202eb' });
    expect(meeting.host.refusals).toEqual(['rate: tooLong', 'rate: badText']);
    const nobody = meeting.person();
    await nobody.vault.receive({ type: 'part' });
    expect(nobody.refusals).toEqual(['part: outOfTurn']);
  });
});
