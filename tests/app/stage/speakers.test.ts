import { describe, expect, it } from 'vitest';
import { hear, KEPT_MS, NOBODY, NOTICED_MS, type Speakers } from '../../../app/stage/speakers.ts';

const ALL = ['ada', 'bo', 'cem'];

/** Who has the word after these were heard, each from a moment on until the next. */
function after(...heard: readonly (readonly [at: number, ...speaking: string[]])[]): Speakers {
  return heard.reduce<Speakers>(
    (speakers, [at, ...speaking]) => hear(speakers, speaking, ALL, at).speakers,
    NOBODY,
  );
}

describe('the word', () => {
  it('is had by whoever speaks for long enough to be noticed', () => {
    expect(after([0, 'bo'], [NOTICED_MS - 1, 'bo']).current).toBeUndefined();
    expect(after([0, 'bo'], [NOTICED_MS, 'bo']).current).toBe('bo');
  });

  it('is not taken by a cough', () => {
    const spoke = after([0, 'bo'], [1_000, 'bo'], [9_000, 'cem'], [9_500], [20_000]);
    expect(spoke.current).toBe('bo');
    expect(spoke.recent).toEqual(['bo']);
  });

  it('stays in a pause, and goes to whoever speaks next', () => {
    expect(after([0, 'bo'], [1_000, 'bo'], [60_000]).current).toBe('bo');
    expect(after([0, 'bo'], [1_000, 'bo'], [9_000, 'cem'], [9_900, 'cem']).current).toBe('cem');
  });

  it('is not taken from somebody who goes on speaking', () => {
    expect(after([0, 'bo'], [1_000, 'bo'], [5_000, 'bo', 'cem'], [30_000, 'bo', 'cem']).current).toBe('bo');
  });

  it('is kept for a while by whoever has just got it', () => {
    const got = [[0, 'bo', 'cem'] as const, [NOTICED_MS, 'bo', 'cem'] as const];
    const soon = after(...got, [NOTICED_MS + 100, 'cem']);
    expect(soon.current).toBe('bo');
    const { speakers, again } = hear(soon, ['cem'], ALL, NOTICED_MS + 200);
    expect(speakers.current).toBe('bo');
    expect(again).toBe(KEPT_MS - 200);
    expect(hear(speakers, ['cem'], ALL, NOTICED_MS + KEPT_MS).speakers.current).toBe('cem');
  });

  it('goes back to the one before, when who has it is gone', () => {
    const two = after([0, 'bo'], [1_000, 'bo'], [9_000, 'cem'], [9_900, 'cem']);
    expect(hear(two, [], ['ada', 'bo'], 10_000).speakers).toMatchObject({ current: 'bo', recent: ['bo'] });
  });

  it('is nobody’s when nobody else is there', () => {
    expect(hear(after([0, 'bo'], [1_000, 'bo']), [], [], 2_000).speakers.current).toBeUndefined();
  });

  it('names who spoke, the latest first', () => {
    const three = after(
      [0, 'bo'],
      [1_000, 'bo'],
      [9_000, 'cem'],
      [9_900, 'cem'],
      [20_000, 'ada'],
      [21_000, 'ada'],
    );
    expect(three.recent).toEqual(['ada', 'cem', 'bo']);
  });

  it('says when to ask again, and gives the same back when nothing changed', () => {
    const { speakers, again } = hear(NOBODY, ['bo'], ALL, 100);
    expect(again).toBe(NOTICED_MS);
    expect(hear(speakers, ['bo'], ALL, 200)).toEqual({ speakers, again: NOTICED_MS - 100 });
    expect(hear(speakers, ['bo'], ALL, 200).speakers).toBe(speakers);
    expect(hear(speakers, [], ALL, 300).again).toBeUndefined();
  });
});
