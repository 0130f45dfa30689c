/** A network that can be cut cuts everything: sound, picture, signalling and pages; and mended it is whole. */

import { afterEach, describe, expect, test } from 'vitest';
import type { BrowserName } from './browser.ts';
import { meet } from './hosting.ts';
import type { Person } from './person.ts';
import { Stack } from './stack.ts';

/** Long enough for a request to be answered many times over. */
const SOON_MS = 1_500;
/** Sooner than anybody misses the signalling and ends sound and picture for it: those must be cut by themselves. */
const FREEZES_MS = 10_000;

/** Asks the relay for its page; says whether an answer came soon. */
function reaches(person: Person): Promise<boolean> {
  return person.page.evaluate(async (ms) => {
    const answer = fetch('/healthz', { cache: 'no-store' }).then(({ ok }) => ok);
    return Promise.race([answer, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms))]);
  }, SOON_MS);
}

describe.each<BrowserName>(['chromium', 'firefox'])('a wire of the one with %s', (browser) => {
  let stack: Stack | undefined;
  afterEach(() => stack?.stop());

  /** Ada, and Bo with a wire of his own, who see and hear each other. */
  async function twoInACall(onto: Stack): Promise<readonly [ada: Person, bo: Person]> {
    const [ada, bo] = await onto.people('Ada', { name: 'Bo', browser, wire: true });
    await meet(onto.origin, ada, bo);
    await Promise.all([ada.sees(bo), bo.sees(ada), ada.hears(bo)]);
    return [ada, bo];
  }

  async function bothWays(ada: Person, bo: Person): Promise<void> {
    await Promise.all([ada.seesMoving(bo), bo.seesMoving(ada)]);
    await Promise.all([ada.sees(bo), bo.sees(ada), ada.hears(bo)]);
  }

  test('cut, both pictures freeze and nothing gets out; mended, both come back', async () => {
    stack = await Stack.start();
    const [ada, bo] = await twoInACall(stack);
    expect(await reaches(bo)).toBe(true);

    bo.wire.cut();
    await Promise.all([ada.seesFrozen(bo, FREEZES_MS), bo.seesFrozen(ada, FREEZES_MS)]);
    expect(await reaches(bo)).toBe(false);
    expect(await reaches(ada)).toBe(true);
    expect(await ada.hearsNow(bo)).toBe(false);

    bo.wire.mend();
    await bothWays(ada, bo);
    expect(await reaches(bo)).toBe(true);
  });

  test('with another address on a sudden, the call goes on over new connections', async () => {
    stack = await Stack.start();
    const [ada, bo] = await twoInACall(stack);
    const { lines } = stack.sfuProxy;
    const before = [...lines];
    bo.wire.newAddress();
    await bo.until('a new line to the SFU', async () => [...lines].some((line) => !before.includes(line)));
    await bothWays(ada, bo);
  });
});
