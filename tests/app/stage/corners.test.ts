import { describe, expect, it } from 'vitest';
import { CORNERS, floatingRect, nearest, nextCorner, towards } from '../../../app/stage/corners.ts';
import { menuPlace } from '../../../app/stage/menu.ts';

describe('the floating picture', () => {
  it('is inside the stage, in its corner, and small', () => {
    for (const [width, height] of [
      [1264, 680],
      [344, 560],
      [304, 120],
      [60, 40],
    ] as const) {
      for (const corner of CORNERS) {
        const { x, y, width: w, height: h } = floatingRect(corner, width, height);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + w).toBeLessThanOrEqual(width);
        expect(y + h).toBeLessThanOrEqual(height);
        if (width > 300 && height > 500) expect(nearest(x + w / 2, y + h / 2, width, height)).toBe(corner);
      }
    }
  });

  it('goes where an arrow points, and stays where there is nothing', () => {
    expect(towards('bottomRight', 'ArrowUp')).toBe('topRight');
    expect(towards('bottomRight', 'ArrowLeft')).toBe('bottomLeft');
    expect(towards('bottomRight', 'ArrowRight')).toBe('bottomRight');
    expect(towards('topLeft', 'ArrowDown')).toBe('bottomLeft');
    expect(towards('topLeft', 'Enter')).toBe('topLeft');
  });

  it('goes once around by one button', () => {
    const around = CORNERS.map((_, times) =>
      Array.from({ length: times }).reduce<(typeof CORNERS)[number]>(
        (corner) => nextCorner(corner),
        'topLeft',
      ),
    );
    expect(around.toSorted()).toEqual(CORNERS.toSorted());
    expect(nextCorner(around.at(-1)!)).toBe('topLeft');
  });
});

describe('the menu', () => {
  const window = { width: 1280, height: 800 };

  it('stands over the middle of its button, within the window', () => {
    expect(menuPlace({ left: 600, top: 730, width: 80 }, window)).toEqual({
      left: 480,
      bottom: 78,
      width: 320,
      most: 714,
    });
    expect(menuPlace({ left: 1230, top: 730, width: 40 }, window).left).toBe(952);
    expect(menuPlace({ left: 0, top: 730, width: 40 }, window).left).toBe(8);
  });

  it('takes the whole height where there is little', () => {
    const place = menuPlace({ left: 100, top: 150, width: 40 }, { width: 320, height: 256 });
    expect(place).toEqual({ left: 8, bottom: 8, width: 304, most: 240 });
  });
});
