import { describe, expect, it } from 'vitest';
import { Speech } from '../../../app/media/ownVoice.svelte.ts';

describe('speech', () => {
  /** Whether it was speech at the end, with looks ten a second. */
  const heard = (levels: readonly number[]): boolean => {
    const speech = new Speech();
    return levels.map((level, place) => speech.hears(level, place * 100)).at(-1) ?? false;
  };
  const times = (count: number, level: number): number[] => Array.from({ length: count }, () => level);

  it('is a voice for some time, not a door and not a murmur', () => {
    expect(heard(times(8, 0.6))).toBe(true);
    expect(heard([...times(3, 0.9), ...times(9, 0.1)])).toBe(false);
    expect(heard(times(100, 0.3))).toBe(false);
  });

  it('is over some seconds after the last word', () => {
    expect(heard([...times(8, 0.6), ...times(40, 0)])).toBe(true);
    expect(heard([...times(8, 0.6), ...times(70, 0)])).toBe(false);
  });
});
