import { describe, expect, it } from 'vitest';
import { cast, type Subject, type Wishes } from '../../../app/stage/casting.ts';

const person = (id: string, more: Partial<Subject> = {}): Subject => ({
  id,
  kind: 'person',
  own: false,
  camera: true,
  state: 'live',
  blocked: undefined,
  ...more,
});
const me = person('me', { own: true });
const [ada, bo, cem] = [person('ada'), person('bo'), person('cem', { camera: false })];
const screen = person('bo-screen', { kind: 'screen' });
const second = person('cem-screen', { kind: 'screen' });
const ownScreen = person('my-screen', { kind: 'screen', own: true });
const ALL = [me, ada, bo, cem];

const wishes = (change: Partial<Wishes> = {}): Wishes => ({
  view: 'grid',
  ownHidden: false,
  ownFloating: false,
  hideWithoutVideo: false,
  pinned: undefined,
  speaker: undefined,
  ...change,
});
const ids = (tiles: readonly Subject[]): string[] => tiles.map(({ id }) => id);
function told(tiles: readonly Subject[], change: Partial<Wishes> = {}) {
  const { large, others, floating, hidden, focus } = cast(tiles, wishes(change));
  return { large: ids(large), others: ids(others), floating: floating?.id, hidden, focus: focus?.id };
}

describe('the cast', () => {
  it('of a grid is everybody, at one size', () => {
    expect(told(ALL)).toMatchObject({ large: [], others: ['me', 'ada', 'bo', 'cem'], hidden: 0 });
  });

  it('has whoever has the word large in speaker view, and never the own picture unless alone', () => {
    expect(told(ALL, { view: 'speaker', speaker: 'bo' })).toMatchObject({
      large: ['bo'],
      others: ['me', 'ada', 'cem'],
    });
    expect(told(ALL, { view: 'speaker' }).large).toEqual(['ada']);
    expect(told(ALL, { view: 'speaker', speaker: 'me' }).large).toEqual(['ada']);
    expect(told([me], { view: 'speaker' })).toMatchObject({ large: [], others: ['me'], focus: 'me' });
  });

  it('has a screen before who is pinned, and that before who has the word', () => {
    const view = { view: 'speaker', speaker: 'bo', pinned: 'cem' } as const;
    expect(told(ALL, view).large).toEqual(['cem']);
    expect(told([...ALL, screen], view)).toMatchObject({
      large: ['bo-screen'],
      others: ['me', 'ada', 'bo', 'cem'],
      focus: 'bo-screen',
    });
    expect(cast([...ALL, screen], wishes(view)).screens).toBe(true);
    expect(cast(ALL, wishes(view)).screens).toBe(false);
  });

  it('has a pinned screen alone large', () => {
    expect(told([...ALL, screen, second]).large).toEqual(['bo-screen', 'cem-screen']);
    expect(told([...ALL, screen, second], { pinned: 'cem-screen' })).toMatchObject({
      large: ['cem-screen'],
      others: ['me', 'ada', 'bo', 'cem', 'bo-screen'],
    });
  });

  it('keeps the own screen and a pin on the own picture small', () => {
    expect(told([...ALL, ownScreen], { pinned: 'my-screen' }).large).toEqual([]);
    expect(told(ALL, { pinned: 'me' }).large).toEqual([]);
  });

  it('forgets a pin on somebody who is gone', () => {
    expect(told(ALL, { pinned: 'dea', view: 'speaker', speaker: 'bo' }).large).toEqual(['bo']);
  });

  it('has the own picture among the others, floating, or not at all', () => {
    expect(told(ALL, { ownFloating: true })).toMatchObject({ others: ['ada', 'bo', 'cem'], floating: 'me' });
    expect(told(ALL, { ownHidden: true })).toMatchObject({
      others: ['ada', 'bo', 'cem'],
      floating: undefined,
    });
    expect(told(ALL, { ownHidden: true, ownFloating: true }).floating).toBeUndefined();
    expect(told([me], { ownFloating: true })).toMatchObject({ others: ['me'], floating: undefined });
  });

  it('leaves out people without video and counts them, but not the pinned, the own, nor trouble', () => {
    const off = { camera: false } as const;
    const dea = person('dea', { ...off, state: 'blocked' });
    const eve = person('eve', { ...off, state: 'leaving' });
    const quiet = [person('me', { own: true, ...off }), ada, cem, dea, eve, { ...screen, ...off }];
    expect(told(quiet, { hideWithoutVideo: true })).toMatchObject({
      others: ['me', 'ada', 'dea', 'eve'],
      large: ['bo-screen'],
      hidden: 1,
    });
    expect(told(ALL, { hideWithoutVideo: true, pinned: 'cem' })).toMatchObject({ large: ['cem'], hidden: 0 });
    expect(told(ALL, { hideWithoutVideo: true, view: 'speaker', speaker: 'cem' }).large).toEqual(['ada']);
  });
});
