/** The hands and eyes of somebody before a page: find things by role and accessible name, and by nothing else. */

import type { ElementHandle, Page } from 'puppeteer-core';
import type { BrowserName } from './browser.ts';
import { keepEvidence } from './failures.ts';
import { lookFor, textsOf } from './finding.ts';
import type { Complaints } from './violations.ts';

/** How long a person waits for what should come by itself. Generous: a busy machine is no fault of the product. */
export const PATIENCE_MS = 45_000;
const GLANCE_MS = 100;

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whose hands they are, and what they have before them. */
export interface AtPage {
  readonly name: string;
  readonly browser: BrowserName;
  readonly page: Page;
  /** What the browser objected to: CSP violations, errors on the console, exceptions. */
  readonly complaints: Complaints;
  /** Touches, and has no mouse. */
  readonly touches: boolean;
}

export class Hands {
  readonly name: string;
  readonly browser: BrowserName;
  readonly page: Page;
  readonly complaints: Complaints;
  readonly #touches: boolean;

  constructor({ name, browser, page, complaints, touches }: AtPage) {
    this.name = name;
    this.browser = browser;
    this.page = page;
    this.complaints = complaints;
    this.#touches = touches;
  }

  /** Waits for what has this role and name. */
  find(role: string, name: string, patience = PATIENCE_MS): Promise<ElementHandle> {
    return this.until(`${role} "${name}"`, () => lookFor(this.page, role, name), patience);
  }

  /** Whether something with this role and name is there now. */
  async has(role: string, name: string): Promise<boolean> {
    return (await lookFor(this.page, role, name)) !== null;
  }

  /** Clicks, or taps, once it is there and enabled. A view may be replaced between finding and clicking: then again. */
  async press(role: string, name: string): Promise<void> {
    await this.until(`${role} "${name}" to press`, async () => {
      const element = await lookFor(this.page, role, name);
      if (!element) return false;
      const disabled = await element.evaluate((node) => node.matches(':disabled, [aria-disabled="true"]'));
      if (disabled) return false;
      return (this.#touches ? element.tap() : element.click()).then(
        () => true,
        () => false,
      );
    });
  }

  /** Puts this text, and nothing else, into a text box. */
  async fill(name: string, text: string): Promise<void> {
    const field = await this.find('textbox', name);
    await field.evaluate((element) => {
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.select();
    });
    await field.type(text);
  }

  /** Picks an option of a combobox by its place, once there are so many. */
  async choose(name: string, place: number): Promise<void> {
    const box = await this.find('combobox', name);
    const value = await this.until(`option ${place} of "${name}"`, () =>
      box.evaluate(
        (element, at) => (element instanceof HTMLSelectElement ? element.options[at]?.value : undefined),
        place,
      ),
    );
    await box.select(value);
  }

  /** What a text box holds, once it holds something. */
  text(name: string): Promise<string> {
    return this.until(`text in "${name}"`, async () => {
      const field = await lookFor(this.page, 'textbox', name);
      return field?.evaluate((element) =>
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
          ? element.value
          : (element.textContent ?? ''),
      );
    });
  }

  /** Asks again and again until the answer is not empty; after `patience` fails with a picture of the page. */
  async until<T>(
    what: string,
    ask: () => Promise<T | null | undefined | false | ''>,
    patience = PATIENCE_MS,
  ): Promise<T> {
    const deadline = Date.now() + patience;
    let problem = '';
    while (Date.now() < deadline) {
      try {
        const answer = await ask();
        if (answer) return answer;
      } catch (error) {
        // An element that is replaced while it is looked at, a page on its way: look again.
        problem = error instanceof Error ? error.message : String(error);
      }
      await pause(GLANCE_MS);
    }
    const where = await keepEvidence(this.page, this.name);
    const also = [problem, ...this.complaints.all()].filter((line) => line !== '').join('\n  ');
    throw new Error(
      `${this.name} (${this.browser}) waited ${patience} ms for ${what}. See ${where}\n  ${also}`,
    );
  }

  async isOn(name: string): Promise<boolean> {
    const toggle = await this.find('switch', name);
    return toggle.evaluate(
      (element) =>
        element.getAttribute('aria-checked') === 'true' ||
        (element instanceof HTMLInputElement && element.checked),
    );
  }

  /** Moves a switch to where it should be. */
  async turn(name: string, on: boolean): Promise<void> {
    if ((await this.isOn(name)) !== on) await this.press('switch', name);
    await this.until(`${name} to be ${on ? 'on' : 'off'}`, async () => (await this.isOn(name)) === on);
  }

  /** Waits for a status, alert or heading that contains these words, in any case of letters. */
  async reads(role: 'status' | 'alert' | 'heading', words: string): Promise<void> {
    await this.until(`${role} "${words}"`, async () => {
      const texts = await textsOf(this.page, role);
      return texts.some((text) => text.toLowerCase().includes(words.toLowerCase()));
    });
  }

  /** All the words on the page, also those for screen readers alone. */
  words(): Promise<string> {
    return this.page.evaluate(() => document.body.textContent ?? '');
  }

  /** Waits until these words are on the page, or said to a screen reader. */
  async readsWords(words: string): Promise<void> {
    await this.until(`"${words}"`, async () => (await this.words()).includes(words));
  }
}
