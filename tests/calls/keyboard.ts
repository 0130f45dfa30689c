/** A person without a mouse: goes with Tab to what has a role and a name, and presses it with a key. */

import type { KeyInput } from 'puppeteer-core';
import { lookFor } from './finding.ts';
import type { Person } from './person.ts';

/** More stops than any view has. */
const STOPS = 120;

/** What is wrong with where the focus is, for somebody who looks; empty if nothing is. Runs in the page. */
function unseen(): string {
  const { activeElement: element } = document;
  if (!element) return 'nothing has the focus';
  // A hidden box shows its focus on what stands for it.
  const shown = [element, element.parentElement, element.nextElementSibling].some((one) => {
    const { outlineStyle, outlineWidth } = one
      ? getComputedStyle(one)
      : { outlineStyle: 'none', outlineWidth: '' };
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  if (!shown) return 'its focus cannot be seen';
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const inWindow = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  return inWindow ? '' : 'it is outside the window';
}

/**
 * Presses Tab until this has the focus, and sees that it has. Throws if it is not reached within a round, or if
 * the focus cannot be seen there.
 */
export async function tabTo(person: Person, role: string, name: string): Promise<void> {
  await person.find(role, name);
  for (let stops = 0; stops < STOPS; stops++) {
    if (await isAt(person, role, name)) {
      const wrong = await person.page.evaluate(unseen);
      if (wrong !== '') throw new Error(`${role} "${name}": ${wrong}`);
      return;
    }
    await person.page.keyboard.press('Tab');
  }
  throw new Error(`${person.name} does not reach ${role} "${name}" with Tab`);
}

/** Whether this has the focus. */
async function isAt(person: Person, role: string, name: string): Promise<boolean> {
  const element = await lookFor(person.page, role, name);
  return (await element?.evaluate((node) => node === document.activeElement)) ?? false;
}

/** Goes there with Tab and presses a key, Enter if not told otherwise. */
export async function use(
  person: Person,
  role: string,
  name: string,
  key: KeyInput = 'Enter',
): Promise<void> {
  await tabTo(person, role, name);
  await person.page.keyboard.press(key);
}

/** Goes there with Tab and writes. */
export async function write(person: Person, name: string, text: string): Promise<void> {
  await tabTo(person, 'textbox', name);
  await person.page.keyboard.type(text);
}

/** Waits until this has the focus by itself. */
export const finds = (person: Person, role: string, name: string): Promise<boolean> =>
  person.until(`the focus on ${role} "${name}"`, () => isAt(person, role, name));
