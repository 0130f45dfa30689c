/** Turns pages by a finger. Buttons and keys do the same. */

import type { Attachment } from 'svelte/attachments';

/** Pixels to the side that a finger must go, and how much more to the side than up or down. */
const LEAST = 56;
const SLOPE = 2;

/** `turned` is told +1 when the finger went to the left (the next page comes), −1 when it went to the right. */
export function swipe(turned: (by: 1 | -1) => void): Attachment<HTMLElement> {
  return (element) => {
    let finger: PointerEvent | undefined;
    const start = (event: PointerEvent): void => {
      finger = event.pointerType === 'touch' && event.isPrimary ? event : undefined;
    };
    const end = (event: PointerEvent): void => {
      if (finger?.pointerId !== event.pointerId) return;
      const [x, y] = [event.clientX - finger.clientX, event.clientY - finger.clientY];
      finger = undefined;
      if (Math.abs(x) >= LEAST && Math.abs(x) >= SLOPE * Math.abs(y)) turned(x < 0 ? 1 : -1);
    };
    element.addEventListener('pointerdown', start);
    element.addEventListener('pointerup', end);
    return () => {
      element.removeEventListener('pointerdown', start);
      element.removeEventListener('pointerup', end);
    };
  };
}
