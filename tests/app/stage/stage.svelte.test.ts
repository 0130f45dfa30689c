import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TileView } from '../../../app/phase.ts';
import { NOTICED_MS } from '../../../app/stage/speakers.ts';
import { type Placed, Stage } from '../../../app/stage/stage.svelte.ts';
import { member, tile } from '../gallery/fake.ts';

const person = (index: number, more: Partial<TileView> = {}): TileView =>
  tile(member(index, `P${index}`), more);
const me = person(1, { id: 'own', own: true });

/** Effects run in microtasks. */
const effects = async (): Promise<void> => {
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
};

describe('the stage', () => {
  let tiles = $state.raw<readonly TileView[]>([]);
  let stage: Stage;
  let end: () => void;
  const area = ({ rect }: Placed): number => rect.width * rect.height;
  /** Those in a place of their own that have more room than the others. */
  const larger = (): readonly Placed[] => {
    const fixed = stage.placed.filter(({ floating }) => !floating);
    const least = Math.min(...fixed.map(area));
    return fixed.filter((one) => area(one) > least);
  };
  const ids = (): readonly string[] => stage.placed.map((placed) => placed.tile.id);
  const becomes = async (now: readonly TileView[]): Promise<void> => {
    tiles = now;
    await effects();
  };

  beforeEach(async () => {
    vi.useFakeTimers();
    tiles = [me, ...Array.from({ length: 99 }, (_, at) => person(at + 2))];
    end = $effect.root(() => {
      stage = new Stage(
        () => tiles,
        () => Promise.reject(new Error('no window here')),
      );
    });
    await effects();
    stage.measure(1264, 680);
  });

  afterEach(() => {
    end();
    vi.useRealTimers();
  });

  it('shows one page, and turns no further than there are pages', async () => {
    const first = ids();
    expect(first).toContain('own');
    expect(first.length).toBeLessThan(100);
    expect([stage.page, stage.pages]).toEqual([0, 3]);
    stage.turn(-1);
    expect(stage.page).toBe(0);
    const seen = [...first];
    for (const page of [1, 2, 2]) {
      stage.turn(1);
      expect(stage.page).toBe(page);
      seen.push(...ids());
    }
    expect(new Set(seen).size).toBe(100);
    await becomes(tiles.slice(0, 10));
    expect([stage.page, stage.pages]).toEqual([0, 1]);
    expect(ids()).toHaveLength(10);
  });

  it('brings whoever speaks onto the first page, in one place, and moves nobody else', async () => {
    const before = new Map(stage.placed.map(({ tile: { id }, rect }) => [id, rect]));
    expect(before.has('p100')).toBe(false);
    await becomes(tiles.map((one) => (one.id === 'p100' ? { ...one, speaking: true } : one)));
    expect(ids()).not.toContain('p100');
    vi.advanceTimersByTime(NOTICED_MS);
    await effects();
    expect(ids()).toContain('p100');
    const moved = stage.placed.filter(
      ({ tile: { id }, rect }) => before.get(id)?.x !== rect.x || before.get(id)?.y !== rect.y,
    );
    expect(moved.map(({ tile: { id } }) => id)).toEqual(['p100']);
    expect(stage.focus?.id).toBe('p100');
  });

  it('has who is pinned large until it is taken back, and in the order of all tiles', () => {
    stage.pin('p7');
    expect(larger().map(({ tile: { id } }) => id)).toEqual(['p7']);
    const order = tiles.map(({ id }) => id);
    expect(ids()).toEqual(order.filter((id) => ids().includes(id)));
    stage.pin(undefined);
    expect(larger()).toEqual([]);
  });

  it('has the own picture in its corner, over what is large', () => {
    stage.like({ ownFloating: true, corner: 'bottomRight' });
    stage.pin('p7');
    const own = stage.placed.find(({ floating }) => floating);
    const [large] = larger();
    expect(own?.tile.id).toBe('own');
    expect((own?.rect.x ?? 0) + (own?.rect.width ?? 0)).toBeLessThan(
      (large?.rect.x ?? 0) + (large?.rect.width ?? 0),
    );
    expect(own?.rect.x).toBeGreaterThan(500);
    stage.like({ corner: 'topLeft' });
    expect(stage.placed.find(({ floating }) => floating)?.rect.x).toBeLessThan(50);
  });

  it('counts who is left out, and leaves a line for it', async () => {
    await becomes([me, person(2), person(3, { camera: false })]);
    expect([stage.hidden, stage.foot]).toEqual([0, 0]);
    stage.like({ hideWithoutVideo: true });
    expect(stage.hidden).toBe(1);
    expect(stage.foot).toBeGreaterThan(0);
    expect(ids()).toEqual(['own', 'p2']);
  });
});
