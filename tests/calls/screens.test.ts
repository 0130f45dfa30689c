/**
 * The same way as on a desktop, for those who have something else: a host in Firefox and a guest on a phone. On
 * every screen axe is asked in both themes, and nothing may stand out of the window.
 */

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { looksGood } from './axe.ts';
import { actOn, allTogether, chatOf, readsInChat, remove, say } from './hosting.ts';
import type { Invitation, Person } from './person.ts';
import { Stack } from './stack.ts';
import { story } from './story.ts';

describe('a host in Firefox and a guest on a phone', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let invitation: Invitation;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo] = await stack.people({ name: 'Ada', browser: 'firefox' }, { name: 'Bo', phone: true });
  });
  afterAll(() => stack?.stop());

  step('the start page, and a link that is none', async () => {
    for (const person of [ada, bo]) {
      await person.page.goto(stack.origin);
      await person.fill('Invite link', 'https://example.org/');
      await person.press('button', 'Open');
      await person.find('textbox', 'Invite link');
      await looksGood(person, 'a link that is none');
    }
  });

  step('the room, its QR code, its calendar file and the host link', async () => {
    for (const person of [bo, ada]) {
      invitation = await person.newMeeting(stack.origin);
      for (const part of ['QR code', 'More', 'Choose my own']) await person.press('button', part);
      await looksGood(person, 'the room is ready');
    }
    await ada.press('button', 'Cancel');
  });

  step('too early, and the prejoin, with settings', async () => {
    // A room of one's own is not left for a link that comes into the address bar.
    await bo.page.goto('about:blank');
    await bo.comeTo(invitation.link);
    await bo.ask(invitation.passphrase);
    await bo.reads('status', 'no host is here yet');
    await looksGood(bo, 'before the host');
    await ada.press('button', 'Continue');
    await ada.press('button', 'Settings');
    await ada.find('dialog', 'Settings');
    await looksGood(ada, 'settings before the call');
    await ada.press('button', 'Done');
    await looksGood(ada, 'the prejoin of a host');
    await ada.fill('Your name', 'Ada');
    await ada.press('button', 'Start meeting');
    await ada.enter();
    await bo.page.goto('about:blank');
    await bo.comeTo(invitation.link);
    await bo.press('button', 'Settings');
    await bo.find('dialog', 'Settings');
    await looksGood(bo, 'settings before the call');
    await bo.press('button', 'Done');
    await looksGood(bo, 'the prejoin of a guest');
  });

  step('the door: a wrong passphrase, a word with the host, declined, locked, let in', async () => {
    await bo.ask('correct horse battery staple');
    await bo.reads('alert', 'passphrase');
    await looksGood(bo, 'a wrong passphrase');
    await bo.tryAgain(invitation.passphrase);
    await bo.reads('status', 'waiting for the host');
    await ada.open('People');
    await ada.press('button', 'Message Bo');
    await ada.fill('Your message to Bo', 'Which Bo?');
    await ada.press('button', 'Send');
    await bo.find('textbox', 'Answer');
    await looksGood(bo, 'a word from the host');
    await looksGood(ada, 'somebody knocks');
    await ada.deny('Bo');
    await bo.reads('alert', 'declined');
    await looksGood(bo, 'declined');
    await ada.open('Security');
    await ada.turn('Lock meeting', true);
    await bo.press('button', 'Ask again');
    await bo.reads('status', 'the meeting is locked');
    await looksGood(bo, 'locked');
    await looksGood(ada, 'while it is locked');
    await ada.turn('Lock meeting', false);
    await ada.admit('Bo');
    await bo.enter();
    await allTogether(ada, bo);
    await Promise.all([ada.sees(bo), bo.sees(ada)]);
  });

  step('the call and its panels', async () => {
    for (const person of [ada, bo]) {
      await looksGood(person, 'the call');
      for (const panel of ['Chat', 'People', 'Security', 'Settings'] as const) {
        await person.open(panel);
        await person.find('heading', panel);
        await looksGood(person, panel);
        await person.press('button', 'Close');
      }
      await person.press('button', 'View');
      await person.find('radio', 'Speaker view');
      await looksGood(person, 'the view');
      await person.page.keyboard.press('Escape');
      await person.press('button', 'React');
      await looksGood(person, 'reactions');
      await person.page.keyboard.press('Escape');
    }
    await say(bo, 'one line\nand a second');
    await readsInChat(ada, 'and a second');
    expect(await chatOf(ada)).toContain('one line');
    await looksGood(ada, 'what was said');
    await looksGood(bo, 'what was said');
    await bo.press('button', 'Close');
  });

  step('muted by the host, asked to be recorded, removed', async () => {
    await actOn(ada, 'Bo', 'Mute Bo');
    await bo.tileBecomes('Bo (you)', { microphone: 'off' });
    await looksGood(ada, 'actions for somebody');
    await looksGood(bo, 'muted by the host');
    await ada.turn('Record on this device', true);
    await bo.find('button', 'Stay');
    await looksGood(bo, 'the question before a recording');
    await bo.press('button', 'Stay');
    await looksGood(bo, 'while it is recorded');
    await bo.open('Chat');
    await bo.find('textbox', 'Message');
    expect(await lookedOver(bo), 'a panel over the tiles').toEqual({
      mark: 'in sight',
      tiles: 'out of reach',
    });
    await looksGood(bo, 'while it is recorded, with a panel over the tiles');
    await bo.press('button', 'Close');
    await ada.turn('Record on this device', false);
    await remove(ada, 'Bo');
    await bo.reads('heading', 'removed');
    await looksGood(bo, 'removed');
  });

  step('a link that the host took back, and the new one', async () => {
    await ada.open('Security');
    await ada.press('button', 'New link');
    const link = await ada.until('another link', async () => {
      const now = await ada.text('Invite link');
      return now !== invitation.link && now;
    });
    const passphrase = await ada.text('Passphrase');
    expect(passphrase).not.toBe(invitation.passphrase);
    await bo.comeTo(invitation.link);
    await bo.ask(invitation.passphrase);
    await bo.readsWords('This link is no longer valid: the host made a new one.');
    await looksGood(bo, 'a link of before');
    await bo.page.goto('about:blank');
    await bo.comeTo(link);
    await bo.ask(passphrase);
    await ada.admit('Bo');
    await bo.enter();
    await allTogether(ada, bo);
    await bo.leave();
    await bo.reads('heading', 'left');
    await looksGood(bo, 'left');
  });

  step('the end', async () => {
    await ada.press('button', 'Leave');
    await ada.find('button', 'End for everyone');
    await looksGood(ada, 'the question on leaving');
    await ada.press('button', 'End for everyone');
    await ada.reads('heading', 'ended');
    await looksGood(ada, 'the end');
    for (const person of [ada, bo]) expect(person.complaints.all(), person.name).toEqual([]);
  });
});

/** With a panel over the tiles: whether the mark of a recording is on top, and whether what is under the panel can be reached. */
const lookedOver = ({ page }: Person) =>
  page.evaluate(() => {
    const mark = document.querySelector('header p');
    const { x = 0, y = 0, width = 0, height = 0 } = mark?.getBoundingClientRect() ?? {};
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    const tile = document.querySelector<HTMLElement>('.tile');
    tile?.focus();
    return {
      mark: mark?.contains(top) ? 'in sight' : 'covered',
      tiles: tile && document.activeElement !== tile ? 'out of reach' : 'in reach',
    };
  });
