import { describe, expect, it } from 'vitest';
import { Pace } from '../../../../app/media/blur/pace.ts';

describe('the pace of blurring', () => {
  /** How many of the frames of two seconds are taken. */
  const taken = (framesPerSecond: number): number => {
    const pace = new Pace();
    const times = Array.from(
      { length: 2 * framesPerSecond },
      (_, place) => (place * 1_000_000) / framesPerSecond,
    );
    return times.filter((at) => pace.takes(at)).length;
  };

  it('is 24 frames in a second, and what a slower camera gives', () => {
    expect(taken(60)).toBeLessThanOrEqual(50);
    expect(taken(60)).toBeGreaterThanOrEqual(46);
    expect(taken(30)).toBeLessThanOrEqual(50);
    expect(taken(24)).toBe(48);
    expect(taken(15)).toBe(30);
  });

  it('goes on after a pause without making up for it', () => {
    const pace = new Pace();
    expect(pace.takes(0)).toBe(true);
    expect(pace.takes(10_000_000)).toBe(true);
    expect(pace.takes(10_010_000)).toBe(false);
  });

  it('is too slow when many frames take long, not when one does', () => {
    const quick = new Pace();
    expect(Array.from({ length: 100 }, (_, place) => quick.isSlow(place === 50 ? 900 : 40))).not.toContain(
      true,
    );
    const slow = new Pace();
    const said = Array.from({ length: 60 }, () => slow.isSlow(200));
    expect(said.indexOf(true)).toBe(39);
  });
});
