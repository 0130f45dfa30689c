/** Networks that fail for a while, of one person or of everybody: all come back by themselves. */

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { allTogether, meet } from '../hosting.ts';
import type { Person } from '../person.ts';
import { Stack } from '../stack.ts';
import { story } from '../story.ts';
import { allMove, lasting, readOneCode, shows, watchTile } from './watching.ts';

/** A tunnel, a lift, another access point. */
const SHORT_MS = 10_000;
/** Longer than anybody goes on sending unconfirmed (30 s). */
const LONG_MS = 40_000;
const SILENCED = 'Nothing of you is sent';

describe('three people, each on a wire of their own', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let cem: Person;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo, cem] = await stack.people(
      { name: 'Ada', wire: true },
      { name: 'Bo', wire: true },
      { name: 'Cem', wire: true },
    );
  });
  afterAll(() => stack?.stop());

  /** Their network is away and comes back: nobody loses anybody, and nobody does anything about it. */
  async function shortCut(who: Person): Promise<void> {
    const others = [ada, bo, cem].filter((person) => person !== who);
    const fared = await Promise.all([
      ...others.map((other) => watchTile(other, who.name)),
      ...others.map((other) => watchTile(who, other.name)),
    ]);
    who.wire.cut();
    const whole = lasting(SHORT_MS);
    await Promise.all(others.map((other) => other.tileBecomes(who.name, { state: 'reconnecting' })));
    await whole();
    who.wire.mend();
    await allMove(ada, bo, cem);
    await allTogether(ada, bo, cem);
    for (const states of fared) expect(await states()).not.toContain('gone');
    await readOneCode(ada, bo, cem);
  }

  step('they meet', async () => {
    await meet(stack.origin, ada, bo, cem);
    await allTogether(ada, bo, cem);
    await allMove(ada, bo, cem);
  });

  step('a guest has no network for ten seconds', () => shortCut(cem));

  step('the host has no network for ten seconds', () => shortCut(ada));

  step('nobody has any for forty seconds: all fall silent and say so', async () => {
    const people = [ada, bo, cem];
    for (const { wire } of people) wire.cut();
    const whole = lasting(LONG_MS);
    await Promise.all(people.map((person) => person.reads('alert', SILENCED)));
    await whole();
    for (const { wire } of people) wire.mend();
  });

  step('then all are back', async () => {
    const people = [ada, bo, cem];
    await allMove(...people);
    await allTogether(...people);
    await Promise.all(
      people.map((person) =>
        person.until('nothing to be said any more', async () => !(await shows(person, SILENCED))),
      ),
    );
    await readOneCode(...people);
    await ada.hears(bo);
    await cem.hears(ada);
  });
});
