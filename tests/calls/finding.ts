/** Finds things on a page by role and accessible name, as a person does. */

import { ElementHandle, type JSHandle, type Page } from 'puppeteer-core';
import { bringAxe } from './axe.ts';
import { isFirefox } from './browser.ts';

/** Elements that have a role without saying so, as far as anybody looks for them. */
const NATIVE: Readonly<Record<string, string>> = {
  button: 'button, summary',
  combobox: 'select',
  dialog: 'dialog',
  heading: 'h1, h2, h3',
  list: 'ul, ol',
  main: 'main',
  radio: '[type="radio"]',
  textbox: 'input, textarea',
};

/** The first thing with this role, or any that is looked for, and this name; null if there is none. */
export async function lookFor(
  page: Page,
  role: string | undefined,
  name: string,
): Promise<ElementHandle | null> {
  if (!(await isFirefox(page))) return page.$(`${byRole(role)}[name=${JSON.stringify(name)}])`);
  const found = await inFirefox(page, role, name);
  const first = await found.evaluateHandle((elements) => elements[0]);
  await found.dispose();
  return first instanceof ElementHandle ? first : null;
}

/** The text of everything with this role. */
export async function textsOf(page: Page, role: string): Promise<readonly string[]> {
  const texts = (elements: readonly Element[]): readonly string[] =>
    elements.map((element) => element.textContent);
  if (!(await isFirefox(page))) return page.$$eval(`${byRole(role)})`, texts);
  const found = await inFirefox(page, role);
  const all = await found.evaluate(texts);
  await found.dispose();
  return all;
}

/** The beginning of a selector: Chromium says itself what its elements are. */
const byRole = (role: string | undefined): string =>
  role === undefined ? '::-p-aria(' : `::-p-aria([role="${role}"]`;

/** Firefox takes a second for each glance of that kind: there axe says what elements are. */
async function inFirefox(page: Page, role: string | undefined, name?: string): Promise<JSHandle<Element[]>> {
  await bringAxe(page);
  return page.evaluateHandle(
    (selector, wanted) => {
      const { aria, dom, text } = window.axe.commons;
      window.axe.setup(document.documentElement);
      try {
        return Array.from(document.querySelectorAll(selector)).filter(
          (element) =>
            (wanted.role === undefined
              ? aria.getRole(element) !== 'none'
              : aria.getRole(element) === wanted.role) &&
            dom.isVisibleToScreenReaders(element) &&
            (wanted.name === undefined || text.accessibleText(element) === wanted.name),
        );
      } finally {
        window.axe.teardown();
      }
    },
    role === undefined
      ? ['[role]', ...Object.values(NATIVE)].join(', ')
      : [`[role="${role}"]`, NATIVE[role] ?? []].flat().join(', '),
    { role, name },
  );
}

declare module 'axe-core' {
  interface Aria {
    getRole(element: Element): string | null;
  }
  interface Dom {
    isVisibleToScreenReaders(element: Element): boolean;
  }
}
