/** What scrolls must be reached by keyboard, and what does not should be no stop on the way. */

import type { Attachment } from 'svelte/attachments';

/** Makes an element a stop of the Tab key for as long as it holds more than it shows. */
export const scrolls: Attachment<HTMLElement> = (element) => {
  const look = (): void => {
    if (element.scrollHeight > element.clientHeight) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  };
  const sizes = new ResizeObserver(look);
  const contents = new MutationObserver(look);
  sizes.observe(element);
  contents.observe(element, { childList: true, characterData: true, subtree: true });
  return () => {
    sizes.disconnect();
    contents.disconnect();
  };
};
