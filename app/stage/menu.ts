/** Where the choices of the view open: above the button, within the window. Pure, but for the name. */

/** Id of the popover, for the button that opens it. */
export const VIEW_MENU = 'view-choices';

const EDGE = 8;
const WIDTH = 320;
/** With less room than this above the button they stand over it. */
const LEAST_HEIGHT = 260;

/** Pixels from the left and the lower edge of the window, and the most the menu may be high. */
export interface MenuPlace {
  readonly left: number;
  readonly bottom: number;
  readonly width: number;
  readonly most: number;
}

/** For a button here in a window of this size. */
export function menuPlace(
  button: { readonly left: number; readonly top: number; readonly width: number },
  window: { readonly width: number; readonly height: number },
): MenuPlace {
  const width = Math.min(WIDTH, window.width - 2 * EDGE);
  const left = Math.max(
    EDGE,
    Math.min(button.left + button.width / 2 - width / 2, window.width - width - EDGE),
  );
  const above = button.top - 2 * EDGE;
  return above >= LEAST_HEIGHT
    ? { left, width, bottom: window.height - button.top + EDGE, most: above }
    : { left, width, bottom: EDGE, most: window.height - 2 * EDGE };
}
