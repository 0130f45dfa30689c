/** What trouble is told by: how tiles fared meanwhile, who reads which code, how long it takes. */

import { freshCode, logOf } from '../hosting.ts';
import type { Person } from '../person.ts';

/** A page that is gone without a word is silent; it stays in the roster for a minute. */
export const UNHEARD_MS = 100_000;

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Milliseconds of trouble, counted from now: gives what waits for the rest of them. */
export function lasting(ms: number): () => Promise<void> {
  const until = Date.now() + ms;
  return () => pause(until - Date.now());
}

/** Notes from now on every state of a person's tile, `gone` while there is none; gives what asks for them, in order. */
export async function watchTile(person: Person, name: string): Promise<() => Promise<readonly string[]>> {
  const key = `test tile ${name} ${Date.now()}`;
  await person.page.evaluate(
    (label, place) => {
      const states: string[] = [];
      Object.defineProperty(window, place, { value: states });
      const look = (): void => {
        const tile = document.querySelector(`[role="group"][aria-label="${CSS.escape(label)}"]`);
        const state = tile?.getAttribute('data-state') ?? 'gone';
        if (states.at(-1) !== state) states.push(state);
      };
      look();
      new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
    },
    name,
    key,
  );
  return () => person.page.evaluate((place) => [...(Reflect.get(window, place) as string[])], key);
}

/** Each code takes a browser a second and more; five at once on two cores take long. */
const CODES_MS = 120_000;

/** Waits until all read the same security code. */
export async function readOneCode(...people: readonly Person[]): Promise<void> {
  const [first] = people;
  await first?.until(
    'one code for all',
    async () => {
      const codes = await Promise.all(people.map((person) => freshCode(person)));
      return new Set(codes).size === 1;
    },
    CODES_MS,
  );
}

/** Waits until the picture of everybody moves at everybody else. */
export async function allMove(...people: readonly Person[]): Promise<void> {
  await Promise.all(
    people.map(async (person) => {
      for (const other of people) if (other !== person) await person.seesMoving(other);
    }),
  );
}

/** Whether the page shows these words anywhere. */
export const shows = (person: Person, words: string): Promise<boolean> =>
  person.page.evaluate((text) => document.body.innerText.includes(text), words);

/** How often the log says that somebody answers the door. */
export async function timesLeading(person: Person, name: string): Promise<number> {
  return (await logOf(person)).split(`${name} answers the door`).length - 1;
}
