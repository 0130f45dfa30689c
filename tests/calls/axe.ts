/** Asks axe what is wrong with a screen for people who use it otherwise (WCAG 2.2 AA). */

import axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'puppeteer-core';

const OPTIONS: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

/** One line for each finding; none is what it should be. Looks once in light and once in dark. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const findings: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: theme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    const results: AxeResults = await page.evaluate((options) => window.axe.run(document, options), OPTIONS);
    for (const { id, nodes } of results.violations) {
      for (const { target, failureSummary } of nodes) {
        findings.push(`${theme}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`);
      }
    }
  }
  await page.emulateMediaFeatures([]);
  return findings;
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
