/** What the relay counts and keeps of ratings, and what it forgets. */

import { describe, expect, it } from 'vitest';
import { Ratings } from '../../relay/ratings.ts';
import { decodeRatingPost, RATING_BYTES } from '../../relay/wire.ts';

const HOUR = 3_600_000;
const limits = { ratings: 5, ratingsPerMeeting: 3, ratingsKeptMs: 2 * HOUR };
const place = 'A'.repeat(22);
const other = 'B'.repeat(22);

describe('ratings at the relay', () => {
  it('are five numbers, told once an hour if they changed', () => {
    const ratings = new Ratings(limits);
    expect(ratings.tick(0)).toBeUndefined();
    for (const stars of [5, 5, 1] as const) expect(ratings.take({ stars }, 0)).toEqual([]);
    expect(ratings.counts).toEqual([1, 0, 0, 0, 2]);
    expect(ratings.tick(HOUR - 1)).toBeUndefined();
    expect(ratings.tick(HOUR)).toBe('Ratings since the start, from one to five: 1 0 0 0 2.');
    expect(ratings.tick(3 * HOUR)).toBeUndefined();
  });

  it('that are sealed wait for whoever asks, once', () => {
    const ratings = new Ratings(limits);
    ratings.take({ place, sealed: 'one' }, 0);
    ratings.take({ place: other, sealed: 'elsewhere' }, 0);
    ratings.take({ place, sealed: 'two' }, 0);
    expect(ratings.take({ place }, 1)).toEqual(['one', 'two']);
    expect(ratings.take({ place }, 1)).toEqual([]);
  });

  it('are kept for two hours each, whatever came before', () => {
    const ratings = new Ratings(limits);
    ratings.take({ place, sealed: 'early' }, 0);
    ratings.take({ place, sealed: 'late' }, 1.5 * HOUR);
    ratings.take({ place: other, sealed: 'elsewhere' }, 1.5 * HOUR);
    ratings.tick(2 * HOUR);
    ratings.take({ place, sealed: 'last' }, 2 * HOUR);
    ratings.tick(3.5 * HOUR - 1);
    expect(ratings.take({ place }, 3.5 * HOUR - 1)).toEqual(['late', 'last']);
    ratings.tick(3.5 * HOUR);
    expect(ratings.take({ place: other }, 3.5 * HOUR)).toEqual([]);
  });

  it('are only so many, and make room when they are forgotten', () => {
    const ratings = new Ratings(limits);
    for (let at = 0; at < 3; at += 1) expect(ratings.take({ place, sealed: `${at}` }, 0)).toEqual([]);
    expect(ratings.take({ place, sealed: 'fourth' }, HOUR)).toBeUndefined();
    for (let at = 0; at < 2; at += 1) ratings.take({ place: other, sealed: `${at}` }, HOUR);
    expect(ratings.take({ place: other, sealed: 'no room' }, HOUR)).toBeUndefined();
    ratings.tick(2 * HOUR);
    expect(ratings.take({ place }, 2 * HOUR)).toEqual([]);
    expect(ratings.take({ place: other, sealed: 'room again' }, 2 * HOUR)).toEqual([]);
    expect(ratings.take({ place: other }, 2 * HOUR)).toEqual(['0', '1', 'room again']);
  });

  it.each([
    '{"stars":0}',
    '{"stars":6}',
    '{"stars":"5"}',
    '{"stars":5,"name":"Bob"}',
    `{"place":"${place}","sealed":"short"}`,
    `{"place":"../../x"}`,
    `{"place":"${place}","stars":5}`,
    '[]',
    'x',
  ])('are not %s', (text) => {
    expect(decodeRatingPost(text)).toBeUndefined();
  });

  it('are posts of three kinds', () => {
    const sealed = 'A'.repeat(Math.ceil((RATING_BYTES * 4) / 3));
    for (const post of [{ stars: 3 }, { place }, { place, sealed }])
      expect(decodeRatingPost(JSON.stringify(post))).toEqual(post);
  });
});
