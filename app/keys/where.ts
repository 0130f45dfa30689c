/** Where a key belongs to what has the focus, and not to the call. */

/** What a letter means something to. */
const TAKES_LETTERS = [
  ...['input', 'textarea', 'select', '[contenteditable]:not([contenteditable="false"])'],
  ...['[role="textbox"]', '[role="combobox"]', '[role="listbox"]', '[role="menu"]', '[role="dialog"]'],
].join(',');
/** What the space bar presses. */
const PRESSED = 'button,summary';
/** What the space bar operates otherwise, or scrolls. */
const TAKES_SPACE = `${TAKES_LETTERS},a[href],video[controls],[tabindex]:not([tabindex^="-"])`;

/** What an event target is asked for here. */
interface Asked {
  closest(selector: string): unknown;
}

const isIn = (target: EventTarget | Asked | null, selector: string): boolean =>
  target !== null && 'closest' in target && target.closest(selector) !== null;

/** A letter typed here is text, or chooses something. */
export const takesLetters = (target: EventTarget | Asked | null): boolean => isIn(target, TAKES_LETTERS);

/**
 * The space bar pressed here does something already. Not where it would only press again what was `clicked` last: whoever
 * mutes by a click and then holds the space bar wants to speak, and not to be heard from its release on.
 */
export const takesSpace = (target: EventTarget | Asked | null, clicked: boolean): boolean =>
  isIn(target, TAKES_SPACE) || (!clicked && isIn(target, PRESSED));
