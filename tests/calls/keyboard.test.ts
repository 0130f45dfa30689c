/** A whole meeting by keyboard alone: from the start page to the end, for a host and for a guest. */

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { looksGood } from './axe.ts';
import { allTogether } from './hosting.ts';
import { finds, tabTo, use, write } from './keyboard.ts';
import type { Invitation, Person } from './person.ts';
import { Stack } from './stack.ts';
import { story } from './story.ts';

describe('without a mouse', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let invitation: Invitation;

  const press = (person: Person, key: 'm' | 'h' | 'p' | 'c' | 'e' | '?' | 'Escape'): Promise<void> =>
    person.page.keyboard.press(key);

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo] = await stack.people('Ada', 'Bo');
  });
  afterAll(() => stack?.stop());

  step('Ada opens a room, and copies link and passphrase', async () => {
    await ada.page.goto(stack.origin);
    await use(ada, 'button', 'New meeting');
    invitation = { link: await ada.text('Invite link'), passphrase: await ada.text('Passphrase') };
    await use(ada, 'button', 'Copy link');
    await ada.readsWords('Invite link copied.');
    await use(ada, 'button', 'Copy passphrase', 'Space');
    await ada.readsWords('Passphrase copied.');
    await use(ada, 'button', 'More');
    await tabTo(ada, 'textbox', 'Host link');
    await use(ada, 'button', 'Continue');
  });

  step('Ada looks at the settings, closes them with Escape, and starts', async () => {
    await use(ada, 'button', 'Settings');
    await ada.find('dialog', 'Settings');
    await tabTo(ada, 'switch', 'Data saver');
    await use(ada, 'button', 'Keyboard shortcuts');
    await finds(ada, 'button', 'Close');
    await press(ada, 'Escape');
    await finds(ada, 'button', 'Keyboard shortcuts');
    await press(ada, 'Escape');
    await finds(ada, 'button', 'Settings');
    await write(ada, 'Your name', 'Ada');
    await ada.page.keyboard.press('Enter');
    await ada.enter();
  });

  step('Bo follows the link, mistypes the passphrase and mends it', async () => {
    await bo.page.goto(invitation.link);
    await write(bo, 'Your name', 'Bo');
    await write(bo, 'Passphrase', 'correct horse battery staple');
    await bo.page.keyboard.press('Enter');
    await bo.reads('alert', 'passphrase');
    await finds(bo, 'textbox', 'Passphrase');
    await bo.page.keyboard.down('Control');
    await bo.page.keyboard.press('a');
    await bo.page.keyboard.up('Control');
    await bo.page.keyboard.type(invitation.passphrase);
    await use(bo, 'button', 'Try again');
    await bo.reads('status', 'waiting for the host');
  });

  step('Ada writes to him, he answers, she admits him', async () => {
    await press(ada, 'p');
    await use(ada, 'button', 'Message Bo');
    await write(ada, 'Your message to Bo', 'Which Bo?');
    await ada.page.keyboard.press('Enter');
    await write(bo, 'Answer', 'The one with the bow');
    await bo.page.keyboard.press('Enter');
    await ada.readsWords('The one with the bow');
    await use(ada, 'button', 'Admit Bo');
    await bo.enter();
    await allTogether(ada, bo);
  });

  step('single keys mute, raise a hand and open panels; Escape closes them', async () => {
    await press(bo, 'm');
    await ada.tileBecomes('Bo', { microphone: 'off' });
    await press(bo, 'm');
    await ada.tileBecomes('Bo', { microphone: 'on' });
    await press(bo, 'h');
    await ada.readsWords('Bo raised');
    await press(bo, '?');
    await bo.find('dialog', 'Keyboard shortcuts');
    await looksGood(bo, 'the shortcuts');
    await press(bo, 'Escape');
    await press(bo, 'c');
    await bo.find('textbox', 'Message');
    await write(bo, 'Message', 'mute me: m h ?');
    await bo.page.keyboard.press('Enter');
    // What is typed is no command.
    await bo.tileBecomes('Bo (you)', { microphone: 'on' });
    await press(bo, 'Escape');
    await bo.until('the chat to close', async () => !(await bo.has('textbox', 'Message')));
  });

  step('the bar, the reactions and the view are reached by Tab', async () => {
    await use(bo, 'button', 'React');
    await finds(bo, 'button', 'Thumbs up');
    await bo.page.keyboard.press('ArrowRight');
    await finds(bo, 'button', 'Applause');
    await bo.page.keyboard.press('Enter');
    await ada.readsWords('👏');
    await press(bo, 'Escape');
    await finds(bo, 'button', 'React');
    await use(bo, 'button', 'View');
    await tabTo(bo, 'radio', 'Grid view');
    await bo.page.keyboard.press('ArrowDown');
    await finds(bo, 'radio', 'Speaker view');
    await press(bo, 'Escape');
    await finds(bo, 'button', 'View');
    await use(bo, 'button', 'Pin Ada');
    await bo.find('button', 'Unpin Ada');
  });

  step('Ada compares codes, locks the meeting, mutes and removes Bo', async () => {
    await press(ada, 'e');
    await tabTo(ada, 'button', 'It is the same');
    await use(ada, 'switch', 'Lock meeting', 'Space');
    await ada.until('the lock', () => ada.isOn('Lock meeting'));
    await press(ada, 'p');
    await use(ada, 'button', 'Actions for Bo');
    await use(ada, 'button', 'Lower hand');
    await bo.until('the hand to go down', async () => !(await bo.isOn('Raise hand')));
    await finds(ada, 'button', 'Actions for Bo');
    await use(ada, 'button', 'Mute Bo');
    await bo.tileBecomes('Bo (you)', { microphone: 'off' });
    await tabTo(ada, 'button', 'Remove Bo');
    await ada.page.keyboard.press('Enter');
    await ada.find('dialog', 'Remove Bo?');
    await finds(ada, 'button', 'Cancel');
    await looksGood(ada, 'the question on removal');
    // The question holds the focus: a whole round stays in it.
    for (let round = 0; round < 8; round++) {
      await ada.page.keyboard.press('Tab');
      const inside = await ada.page.evaluate(
        () => document.activeElement?.closest('[role="dialog"]') instanceof Element,
      );
      expect(inside, 'the focus stays in the question').toBe(true);
    }
    await press(ada, 'Escape');
    await finds(ada, 'button', 'Remove Bo');
    await ada.page.keyboard.press('Enter');
    await finds(ada, 'button', 'Cancel');
    await use(ada, 'button', 'Remove');
    await bo.reads('heading', 'removed');
    await ada.until('Bo to be gone', async () => (await ada.tile('Bo')) === undefined);
  });

  step('Bo goes back to the start, Ada ends the meeting and rates it', async () => {
    await use(bo, 'button', 'Back to start');
    await bo.find('button', 'New meeting');
    await use(ada, 'button', 'Leave');
    await finds(ada, 'button', 'Cancel');
    await use(ada, 'button', 'End for everyone');
    await ada.reads('heading', 'ended');
    await ada.until('the focus on the heading', () =>
      ada.page.evaluate(() => document.activeElement?.textContent?.includes('ended')),
    );
    await tabTo(ada, 'radio', 'Bad');
    for (let more = 0; more < 3; more++) await ada.page.keyboard.press('ArrowRight');
    await finds(ada, 'radio', 'Good');
    await use(ada, 'button', 'Send rating');
    await ada.until('the focus on the thanks', () =>
      ada.page.evaluate(() => document.activeElement?.textContent.startsWith('Thank you.') ?? false),
    );
    await use(ada, 'button', 'Back to start');
    await ada.find('button', 'New meeting');
    for (const person of [ada, bo]) expect(person.complaints.all(), person.name).toEqual([]);
  });
});
