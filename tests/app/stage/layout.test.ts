import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestCell, layout, type Asked, type Rect } from '../../../app/stage/layout.ts';

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const asked = (change: Partial<Asked>): Asked => ({
  large: 0,
  screens: false,
  others: 1,
  page: 0,
  width: 1280,
  height: 720,
  foot: false,
  ...change,
});

describe('layout', () => {
  const any = fc.record({
    large: fc.integer({ min: 0, max: 3 }),
    screens: fc.boolean(),
    others: fc.integer({ min: 0, max: 200 }),
    page: fc.integer({ min: 0, max: 5 }),
    width: fc.integer({ min: 240, max: 2600 }),
    height: fc.integer({ min: 120, max: 1500 }),
    foot: fc.boolean(),
  });

  it('gives each tile of the page a place of its own, inside what there is, above the foot', () => {
    fc.assert(
      fc.property(any, (what) => {
        const { large, others, foot } = layout(what);
        expect(large).toHaveLength(what.large);
        const rects = [...large, ...others];
        for (const [place, rect] of rects.entries()) {
          expect(rect.width).toBeGreaterThan(0);
          expect(rect.height).toBeGreaterThan(0);
          expect(rect.x).toBeGreaterThanOrEqual(0);
          expect(rect.x + rect.width).toBeLessThanOrEqual(what.width);
          expect(rect.y).toBeGreaterThanOrEqual(0);
          expect(rect.y + rect.height).toBeLessThanOrEqual(what.height - foot);
          expect(rects.slice(place + 1).some((other) => overlap(rect, other))).toBe(false);
        }
      }),
    );
  });

  it('has everybody on exactly one page, and pages of one size', () => {
    fc.assert(
      fc.property(any, (what) => {
        const { pages, perPage } = layout(what);
        const onPages = Array.from({ length: pages }, (_, page) => layout({ ...what, page }));
        expect(onPages.reduce((sum, { others }) => sum + others.length, 0)).toBe(what.others);
        for (const [page, one] of onPages.entries()) {
          expect(one.page).toBe(page);
          if (page < pages - 1) expect(one.others).toHaveLength(perPage);
        }
        const sizes = new Set(onPages.flatMap(({ others }) => others.map(({ width }) => width)));
        expect(sizes.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('gives the last page for one that is not there', () => {
    const { pages, page, others } = layout(asked({ others: 200, page: 99 }));
    expect(pages).toBeGreaterThan(1);
    expect(page).toBe(pages - 1);
    expect(others.length).toBeGreaterThan(0);
  });

  it('shows tiles that can be read, and turns pages in place of smaller ones', () => {
    for (const others of [30, 60, 120]) {
      const { others: rects, pages, foot } = layout(asked({ others, width: 1264, height: 680 }));
      for (const { width, height } of rects) {
        expect(width).toBeGreaterThanOrEqual(144);
        expect(height).toBeGreaterThanOrEqual(81);
      }
      expect(pages > 1).toBe(foot > 0);
    }
    expect(layout(asked({ others: 60, width: 1904, height: 960 })).pages).toBe(1);
    expect(layout(asked({ others: 60, width: 1264, height: 680 })).pages).toBe(2);
    expect(layout(asked({ others: 13, width: 344, height: 560 })).pages).toBe(2);
  });

  it('leaves the foot free where it is wanted', () => {
    expect(layout(asked({})).foot).toBe(0);
    expect(layout(asked({ foot: true })).foot).toBeGreaterThan(30);
  });

  it('takes the number of columns that leaves the least unused', () => {
    expect(bestCell(1, 1280, 720).columns).toBe(1);
    expect(bestCell(2, 1280, 720).columns).toBe(2);
    expect(bestCell(4, 1280, 720).columns).toBe(2);
    expect(bestCell(9, 1280, 720).columns).toBe(3);
    expect(bestCell(2, 390, 780).columns).toBe(1);
    expect(bestCell(6, 390, 780).columns).toBe(2);
  });

  it('gives what is large at least half of the window', () => {
    for (const screens of [true, false]) {
      for (const [width, height] of [
        [1280, 720],
        [390, 780],
      ] as const) {
        const { large } = layout(asked({ large: 1, screens, others: 5, width, height }));
        const [{ width: w, height: h } = { width: 0, height: 0 }] = large;
        expect(w * h).toBeGreaterThan((width * height) / (screens ? 2 : 2.6));
      }
    }
  });
});
