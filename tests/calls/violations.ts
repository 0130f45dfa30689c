/** Writes down whatever a browser objects to while a story runs. */

import type { Page } from 'puppeteer-core';

export interface Complaints {
  /** Violations of the content security policy and of Trusted Types, as the browser reported them. */
  readonly violations: readonly string[];
  /** Errors and warnings on the console, and uncaught exceptions. */
  readonly errors: readonly string[];
  /** Every line on the console, of whatever level. */
  readonly lines: readonly string[];
  all(): readonly string[];
}

const MARK = 'violation seen by the test: ';

/** Must be in place before the page's own code. Workers' violations come through their console. */
export async function watchForViolations(page: Page): Promise<Complaints> {
  const violations: string[] = [];
  const errors: string[] = [];
  const lines: string[] = [];
  await page.evaluateOnNewDocument((mark) => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      console.debug(`${mark}${violatedDirective} ${blockedURI} ${sample}`);
    });
  }, MARK);
  page.on('console', (message) => {
    const text = message.text();
    if (text.startsWith(MARK)) {
      violations.push(text.slice(MARK.length));
      return;
    }
    lines.push(text);
    if (/content.security.policy|trusted ?types/i.test(text)) violations.push(text);
    else if (message.type() === 'error') errors.push(`${text} (${message.location().url ?? ''})`);
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return { violations, errors, lines, all: () => [...violations, ...errors] };
}
