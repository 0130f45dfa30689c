/** Asks axe what is wrong with a screen for people who use it otherwise (WCAG 2.2 AA). */

import axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { isFirefox } from './browser.ts';
import type { Person } from './person.ts';

const RUNS: readonly { readonly theme: Theme; readonly asks: RunOptions['runOnly'] }[] = [
  {
    theme: 'light',
    asks: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  },
  // Nothing but colours is another in the dark.
  { theme: 'dark', asks: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
];

type Theme = 'light' | 'dark';

/** Axe is in the page, once. */
export async function bringAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
}

/** One line for each finding; none is what it should be. Looks once in light and once in dark. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await bringAxe(page);
  const findings: string[] = [];
  for (const { theme, asks } of RUNS) {
    await show(page, theme);
    const results: AxeResults = await page.evaluate(
      (runOnly) => window.axe.run(document, { resultTypes: ['violations'], ...(runOnly && { runOnly }) }),
      asks,
    );
    for (const { id, nodes } of results.violations) {
      for (const { target, failureSummary } of nodes) {
        findings.push(`${theme}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`);
      }
    }
  }
  await show(page, undefined);
  return findings;
}

/** As a system set to this theme and to little movement would; where the system cannot be played, by the page's own switch. */
async function show(page: Page, theme: Theme | undefined): Promise<void> {
  if (await isFirefox(page)) {
    return page.evaluate((chosen) => {
      const { dataset } = document.documentElement;
      if (chosen === undefined) delete dataset['theme'];
      else dataset['theme'] = chosen;
    }, theme);
  }
  await page.emulateMediaFeatures(
    theme && [
      { name: 'prefers-color-scheme', value: theme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ],
  );
}

/** How many pixels of the page stand out of the window at its side. */
const outside = ({ page }: Person): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Fails when axe finds something, in either theme, or something stands out of the window. */
export async function looksGood(person: Person, screen: string): Promise<void> {
  expect(await axeFindings(person.page), `${screen}, ${person.name}`).toEqual([]);
  expect(await outside(person), `${screen}, ${person.name}: pixels outside`).toBe(0);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
