/** What scrolls must be reached by keyboard, and what does not should be no stop on the way. */

import type { Attachment } from 'svelte/attachments';

const FOCUSABLE = ':is(a[href], button, input, select, textarea, summary, [tabindex="0"]):not(:disabled)';

const isLonger = ({ scrollHeight, clientHeight }: HTMLElement): boolean => scrollHeight > clientHeight;

const stopWhile =
  (holds: (element: HTMLElement) => boolean): Attachment<HTMLElement> =>
  (element) => {
    const look = (): void => {
      if (holds(element)) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    };
    const sizes = new ResizeObserver(look);
    const contents = new MutationObserver(look);
    sizes.observe(element);
    contents.observe(element, {
      childList: true,
      characterData: true,
      subtree: true,
      attributeFilter: ['disabled'],
    });
    return () => {
      sizes.disconnect();
      contents.disconnect();
    };
  };

/** Makes an element a stop of the Tab key for as long as it holds more than it shows. */
export const scrolls = stopWhile(isLonger);

/** The same, while nothing in it can have the focus: what can takes the keyboard there already. */
export const scrollsAlone = stopWhile(
  (element) => isLonger(element) && element.querySelector(FOCUSABLE) === null,
);
