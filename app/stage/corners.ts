/** Where the own picture floats: in one of four corners, and how it gets from one to another. Pure, in pixels. */

import type { Rect } from './layout.ts';

export const CORNERS = ['topLeft', 'topRight', 'bottomLeft', 'bottomRight'] as const;
export type Corner = (typeof CORNERS)[number];

/** From the edges of the stage. */
const INSET = 12;

const isRight = (corner: Corner): boolean => corner === 'topRight' || corner === 'bottomRight';
const isBottom = (corner: Corner): boolean => corner === 'bottomLeft' || corner === 'bottomRight';

const cornerAt = (right: boolean, bottom: boolean): Corner =>
  bottom ? (right ? 'bottomRight' : 'bottomLeft') : right ? 'topRight' : 'topLeft';

/** The place of the own picture on a stage of this size: lying on a wide one, upright on a tall one. */
export function floatingRect(corner: Corner, width: number, height: number): Rect {
  const wide = width >= height;
  const most = Math.max(1, Math.min(width, height * (wide ? 16 / 9 : 3 / 4)) - 2 * INSET);
  const wanted = wide
    ? Math.min(256, Math.max(144, width * 0.18))
    : Math.min(144, Math.max(84, width * 0.27));
  const w = Math.floor(Math.min(wanted, most));
  const h = Math.max(1, Math.floor(wide ? (w * 9) / 16 : (w * 4) / 3));
  return {
    x: Math.max(0, isRight(corner) ? width - INSET - w : INSET),
    y: Math.max(0, isBottom(corner) ? height - INSET - h : INSET),
    width: w,
    height: h,
  };
}

/** The corner that a picture let go with its middle at this point goes to. */
export const nearest = (x: number, y: number, width: number, height: number): Corner =>
  cornerAt(x > width / 2, y > height / 2);

/** The corner that an arrow key leads to; the same where there is none that way, or the key is no arrow. */
export function towards(corner: Corner, key: string): Corner {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return cornerAt(key === 'ArrowRight', isBottom(corner));
    case 'ArrowUp':
    case 'ArrowDown':
      return cornerAt(isRight(corner), key === 'ArrowDown');
    default:
      return corner;
  }
}

/** Once around, for a single button. */
export function nextCorner(corner: Corner): Corner {
  return cornerAt(!isBottom(corner), isRight(corner));
}
