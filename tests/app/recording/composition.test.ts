import { describe, expect, it } from 'vitest';
import { drawn, placed, TILES_MAX } from '../../../app/recording/composition.ts';
import { member, tile } from '../gallery/fake.ts';

const rect = { x: 100, y: 50, width: 400, height: 200 };

describe('a recorded picture', () => {
  it('fills a tile with a face, cut evenly, and shows a screen whole', () => {
    expect(placed(800, 800, rect, false)).toEqual({
      from: { x: 0, y: 200, width: 800, height: 400 },
      to: { x: 100, y: 50, width: 400, height: 200 },
    });
    expect(placed(800, 800, rect, true)).toEqual({
      from: { x: 0, y: 0, width: 800, height: 800 },
      to: { x: 200, y: 50, width: 200, height: 200 },
    });
  });

  it('has screens first, then as many people as can be seen, in their usual order', () => {
    const many = Array.from({ length: 40 }, (_, at) =>
      tile(member(at + 1, `N${at}`), { camera: at % 2 === 1, speaking: at === 38 }),
    );
    const screen = tile(member(3, 'N2'), { id: 'screen', kind: 'screen' });
    const { screens, people } = drawn([...many, screen]);
    expect(screens).toEqual([screen]);
    expect(people).toHaveLength(TILES_MAX - 1);
    expect(people.map(({ member: { index } }) => index)).toContain(39);
    expect(people).toEqual(many.filter((one) => people.includes(one)));
    expect(people.filter(({ camera }) => camera)).toHaveLength(20);
  });
});
