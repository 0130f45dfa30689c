/** Drags an element by pointer. The page decides what that moves. */

import type { Attachment } from 'svelte/attachments';

export interface Dragging {
  /** So far from where it was taken, in pixels; undefined: it was let go. */
  readonly moved: (by: { readonly x: number; readonly y: number } | undefined) => void;
  /** It was let go, so far from where it was taken. Not called when the dragging is broken off. */
  readonly dropped: (by: { readonly x: number; readonly y: number }) => void;
}

/** Shorter ways are a click that trembled. */
const LEAST = 6;

/** Only with `on`. Buttons inside stay buttons. */
export function drag(on: boolean, { moved, dropped }: Dragging): Attachment<HTMLElement> {
  return (element) => {
    if (!on) return;
    let taken: { readonly id: number; readonly x: number; readonly y: number } | undefined;
    let far = false;

    const start = (event: PointerEvent): void => {
      if (event.button !== 0 || (event.target as Element).closest('button')) return;
      taken = { id: event.pointerId, x: event.clientX, y: event.clientY };
      far = false;
      element.setPointerCapture(event.pointerId);
      // Not also a swipe.
      event.stopPropagation();
    };
    const by = (event: PointerEvent): { x: number; y: number } | undefined =>
      taken?.id === event.pointerId ? { x: event.clientX - taken.x, y: event.clientY - taken.y } : undefined;
    const move = (event: PointerEvent): void => {
      const way = by(event);
      if (way === undefined) return;
      far ||= Math.hypot(way.x, way.y) >= LEAST;
      if (far) moved(way);
    };
    const end = (event: PointerEvent): void => {
      const way = by(event);
      if (way === undefined) return;
      taken = undefined;
      moved(undefined);
      if (far && event.type === 'pointerup') dropped(way);
    };

    element.addEventListener('pointerdown', start);
    element.addEventListener('pointermove', move);
    for (const over of ['pointerup', 'pointercancel'] as const) element.addEventListener(over, end);
    return () => {
      element.removeEventListener('pointerdown', start);
      element.removeEventListener('pointermove', move);
      for (const over of ['pointerup', 'pointercancel'] as const) element.removeEventListener(over, end);
      if (taken) moved(undefined);
    };
  };
}
