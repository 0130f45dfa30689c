/** Lets a tile glide from where it was to where it is. On the compositor: nothing is laid out anew meanwhile. */

import type { Attachment } from 'svelte/attachments';
import type { Rect } from './layout.ts';

/** As `--calm` and `--ease` of the design tokens. */
const GLIDE = { duration: 220, easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)' } as const;

/**
 * Tiles move when somebody enters: the moment in which this machine makes keys, and the other its connection. One that
 * has no core left for drawing shows the picture sooner without.
 */
const FEW_CORES = 2;

let reduced: MediaQueryList | undefined;
const isStill = (): boolean =>
  navigator.hardwareConcurrency <= FEW_CORES ||
  (reduced ??= matchMedia('(prefers-reduced-motion: reduce)')).matches;

/** `rect` is where styles put the element; read whenever it changes. While `held` it follows without gliding. */
export function glide(rect: () => Rect, held: () => boolean): Attachment<HTMLElement> {
  let before: Rect | undefined;
  return (element) => {
    const now = rect();
    const from = before;
    before = now;
    if (from === undefined || isSame(from, now) || held() || isStill()) return;
    const moved = `translate(${from.x - now.x}px, ${from.y - now.y}px)`;
    const scaled = `scale(${from.width / now.width}, ${from.height / now.height})`;
    element.animate([{ transform: `${moved} ${scaled}` }, { transform: 'none' }], GLIDE);
  };
}

const isSame = (a: Rect, b: Rect): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
