/** Eight people, each in a browser of their own: everybody sees everybody, and it stays one meeting. */

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { allTogether, readsInChat, say } from './hosting.ts';
import type { Person } from './person.ts';
import { Stack } from './stack.ts';
import { story } from './story.ts';
import { readOneCode } from './trouble/watching.ts';

describe('a meeting of eight', () => {
  const step = story();
  let stack: Stack;
  let people: readonly Person[];
  let ada: Person;
  let guests: readonly Person[];

  beforeAll(async () => {
    stack = await Stack.start();
    people = await stack.people(
      ...(['Ada', 'Bo', 'Cem', 'Dea', 'Eve', 'Fay', 'Gus', 'Hal'] as const).map((name) => ({
        name,
        small: true,
      })),
    );
    const [first, ...others] = people;
    if (!first) throw new Error('nobody came');
    [ada, guests] = [first, others];
  });
  afterAll(() => stack?.stop());

  step('seven wait at the door, and all are let in by one click', async () => {
    const { link, passphrase } = await ada.newMeeting(stack.origin);
    await ada.startMeeting();
    await Promise.all(guests.map((guest) => guest.knock(link, passphrase)));
    await ada.open('People');
    for (const { name } of guests) await ada.find('button', `Admit ${name}`);
    await ada.press('button', 'Admit all');
    await Promise.all(guests.map((guest) => guest.enter()));
  });

  step('everybody has a live tile of everybody', async () => {
    // Once for those who are quick; a busy machine starts fifty-six pictures one after the other.
    await allTogether(...people).catch(() => undefined);
    await allTogether(...people);
  });

  step('each sees and hears the one before', async () => {
    for (const [at, person] of guests.entries()) {
      const before = people[at];
      if (!before) continue;
      await person.sees(before);
      await person.hears(before);
    }
  });

  step('they read one code, and what one writes all read', async () => {
    await readOneCode(...people);
    const [, , last] = guests;
    if (!last) return;
    await say(last, 'eight of us');
    for (const person of people) await readsInChat(person, 'eight of us');
    for (const person of people) expect(person.complaints.all(), person.name).toEqual([]);
  });
});
