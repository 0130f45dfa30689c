/** Eight people, two before each of four browsers, with small pictures: everybody sees everybody, and it stays one meeting. */

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { allTogether, gone, readsInChat, say } from './hosting.ts';
import type { Person } from './person.ts';
import { Stack } from './stack.ts';
import { story } from './story.ts';
import { readOneCode } from './trouble/watching.ts';

describe('a meeting of eight', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let hal: Person;
  let guests: readonly Person[];
  let people: readonly Person[];

  beforeAll(async () => {
    stack = await Stack.start();
    const four = await stack.people('Ada', 'Bo', 'Cem', 'Dea');
    const more = ['Eve', 'Fay', 'Gus', 'Hal'] as const;
    const beside = await stack.people(
      ...four.map((person, at) => ({ name: more[at] ?? '', beside: person })),
    );
    people = [...four, ...beside];
    [ada, hal] = [four[0], beside[3]!];
    guests = people.slice(1);
  });
  afterAll(() => stack?.stop());

  step('seven wait at the door, and all are let in by one click', async () => {
    const { link, passphrase } = await ada.newMeeting(stack.origin);
    await ada.startMeeting();
    for (const guest of guests) {
      await guest.comeTo(link);
      // Eight voices at once are more than two cores mix.
      if (guest !== hal) {
        await guest.until('the microphone', () => guest.isOn('Microphone'));
        await guest.turn('Microphone', false);
      }
      await guest.ask(passphrase);
    }
    await ada.open('People');
    for (const { name } of guests) await ada.find('button', `Admit ${name}`);
    await ada.press('button', 'Admit all');
    for (const guest of guests) await guest.enter();
  });

  step('everybody has a live tile of everybody', async () => {
    await allTogether(...people);
  });

  step('each sees the one before, and all hear the one who speaks', async () => {
    for (const [at, person] of guests.entries()) await person.sees(people[at]!);
    for (const person of people.slice(0, -1)) await person.hears(hal);
  });

  step('they read one code, and what one writes all read', async () => {
    await readOneCode(...people);
    await say(hal, 'eight of us');
    for (const person of people) await readsInChat(person, 'eight of us');
  });

  step('one leaves, and seven go on', async () => {
    await hal.leave();
    await gone('Hal', ...people.slice(0, -1));
    await allTogether(...people.slice(0, -1));
    for (const person of people) expect(person.complaints.all(), person.name).toEqual([]);
  });
});
