/**
 * Five people, one of them with a Firefox, through all that a host does: entry, lock, notes, rules, co-host,
 * removal, a new passphrase, the death of the host's browser, its way back from another device, and hand-over.
 */

import { afterAll, beforeAll, describe, expect } from 'vitest';
import {
  actOn,
  allTogether,
  chatOf,
  die,
  gone,
  isDisabled,
  logOf,
  readsInChat,
  remove,
  say,
} from './hosting.ts';
import type { Invitation, Person } from './person.ts';
import { Stack } from './stack.ts';
import { story } from './story.ts';
import { readOneCode, UNHEARD_MS } from './trouble/watching.ts';

describe('a meeting of five', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let cem: Person;
  let dea: Person;
  let eve: Person;
  let invitation: Invitation;
  let hostLink: string;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo, cem, dea, eve] = await stack.people(
      'Ada',
      'Bo',
      { name: 'Cem', browser: 'firefox' },
      'Dea',
      'Eve',
    );
  });
  afterAll(() => stack?.stop());

  step('Ada starts it, and lets two in at once', async () => {
    invitation = await ada.newMeeting(stack.origin);
    await ada.press('button', 'More');
    hostLink = await ada.text('Host link');
    await ada.startMeeting();
    await Promise.all([bo, cem].map((guest) => guest.knock(invitation.link, invitation.passphrase)));
    await ada.open('People');
    await ada.find('button', 'Admit Bo');
    await ada.find('button', 'Admit Cem');
    await ada.press('button', 'Admit all');
    await Promise.all([bo.enter(), cem.enter()]);
    await allTogether(ada, bo, cem);
    await Promise.all([ada.sees(bo), bo.sees(cem), cem.sees(ada)]);
  });

  step('who waits reads what the host writes, and answers', async () => {
    await dea.knock(invitation.link, invitation.passphrase);
    await actOn(ada, 'Dea', 'Message Dea');
    await ada.fill('Your message to Dea', 'Are you with the press?');
    await ada.press('button', 'Send');
    await dea.fill('Answer', 'No, with the works council.');
    await dea.press('button', 'Send');
    await ada.until('the answer', async () =>
      ada.page.evaluate(() => document.body.innerText.includes('with the works council')),
    );
    await ada.admit('Dea');
    await dea.enter();
  });

  step('a locked meeting lets nobody in, and says so', async () => {
    await ada.open('Security');
    await ada.turn('Lock meeting', true);
    await eve.knock(invitation.link, invitation.passphrase);
    await eve.until('that it is locked', async () =>
      eve.page.evaluate(() => document.body.innerText.toLowerCase().includes('locked')),
    );
    await ada.open('People');
    expect(await ada.has('button', 'Admit Eve')).toBe(false);
    await ada.open('Security');
    await ada.turn('Lock meeting', false);
    for (const raises of [dea, cem, bo, ada]) await raises.turn('Raise hand', true);
    await ada.admit('Eve');
    await eve.enter();
    await allTogether(ada, bo, dea, eve);
  });

  step('who came later sees the hands in the order in which they were raised', async () => {
    for (const person of [ada, eve]) {
      await person.until('Dea, Cem, Bo, Ada', async () =>
        person.page.evaluate(() =>
          ['Dea', 'Cem', 'Bo', 'Ada'].every((name, at) =>
            document
              .querySelector(`[role=group][aria-label^="${name}"]`)
              ?.textContent?.includes(`number ${at + 1} in the order`),
          ),
        ),
      );
    }
    for (const lowers of [dea, cem, bo, ada]) await lowers.turn('Raise hand', false);
  });

  step('what is said in the chat is read by all who were there', async () => {
    await say(bo, 'Shall we begin?');
    await Promise.all([ada, cem, eve].map((person) => readsInChat(person, 'Shall we begin?')));
    await eve.turn('Raise hand', true);
    await ada.open('People');
    await ada.until('Eve’s hand', async () =>
      ada.page.evaluate(() =>
        /hand/i.test(document.querySelector('[role=group][aria-label^="Eve"]')?.textContent ?? ''),
      ),
    );
    await eve.turn('Raise hand', false);
  });

  step('what the rules forbid is not sent, and said', async () => {
    await ada.open('Security');
    await ada.turn('Everyone may use the camera', false);
    await ada.turn('Everyone may chat', false);
    await Promise.all([ada.tileBecomes('Bo', { camera: 'off' }), bo.tileBecomes('Eve', { camera: 'off' })]);
    await ada.tileBecomes('Bo', { microphone: 'on' });
    expect(await isDisabled(bo, 'switch', 'Camera')).toBe(true);
    await bo.open('Chat');
    await bo.until('the chat to be closed', () => isDisabled(bo, 'textbox', 'Message'));
    await ada.open('Security');
    await ada.turn('Everyone may use the camera', true);
    await ada.turn('Everyone may chat', true);
    await bo.turn('Camera', true);
    await ada.tileBecomes('Bo', { camera: 'on', state: 'live' });
    await eve.turn('Camera', true);
  });

  step('somebody muted is silent, and may speak again', async () => {
    await actOn(ada, 'Bo', 'Mute Bo');
    await ada.tileBecomes('Bo', { microphone: 'off' });
    await bo.until('to be told who muted him', async () =>
      bo.page.evaluate(() => document.body.innerText.includes('Ada muted you')),
    );
    await bo.turn('Microphone', true);
    await ada.tileBecomes('Bo', { microphone: 'on' });
  });

  step('Bo, a co-host now, lets people in and removes them', async () => {
    await actOn(ada, 'Bo', 'Make Bo co-host');
    await bo.open('People');
    await remove(bo, 'Eve');
    await eve.reads('heading', 'removed');
    await gone('Eve', ada, bo, cem, dea);
    expect(await logOf(ada)).toContain('Eve');
  });

  step('a new passphrase opens the door, and the old one does not', async () => {
    await ada.open('Security');
    const before = await ada.text('Passphrase');
    await ada.press('button', 'New passphrase');
    const passphrase = await ada.until('another passphrase', async () => {
      const now = await ada.text('Passphrase');
      return now !== before && now;
    });
    await eve.knock(invitation.link, before);
    await eve.reads('alert', 'passphrase');
    await eve.tryAgain(passphrase);
    await bo.admit('Eve');
    await eve.enter();
    invitation = { ...invitation, passphrase };
    await allTogether(ada, bo, eve);
    expect(await chatOfNewcomer(eve)).not.toContain('Shall we begin?');
  });

  step('the host’s browser dies: the call goes on, and the co-host lets people in', async () => {
    die(ada);
    await bo.until('to lead', async () => (await logOf(bo)).includes('Bo answers the door'), 90_000);
    await eve.leave();
    await gone('Eve', bo, cem, dea);
    await eve.knock(invitation.link, invitation.passphrase);
    await bo.admit('Eve');
    await eve.enter();
    await allTogether(bo, dea, eve);
  });

  step('the host comes back by the host link, from another device', async () => {
    ada = await stack.person('Ada');
    await ada.page.goto(hostLink);
    await ada.press('button', 'Continue as host');
    await ada.fill('Your name', 'Ada');
    await ada.press('button', 'Start meeting');
    await ada.enter();
    await bo.until(
      'the empty place to be out',
      async () => (await bo.tile('Ada'))?.state === 'live',
      UNHEARD_MS,
    );
    await allTogether(ada, bo, dea, eve);
    await ada.open('People');
    await ada.find('button', 'Mute all');
  });

  step('all read the same code', async () => {
    await readOneCode(ada, bo, cem, dea, eve);
  });

  step('the host hands over and leaves: the next one hosts', async () => {
    await ada.press('button', 'Leave');
    await ada.press('button', 'Hand over and leave');
    await ada.reads('heading', 'left');
    await gone('Ada', bo, cem, dea, eve);
    await actOn(bo, 'Dea', 'Mute Dea');
    await bo.tileBecomes('Dea', { microphone: 'off' });
  });

  step('nothing complained', async () => {
    for (const person of [bo, cem, dea, eve]) expect(person.complaints.all(), person.name).toEqual([]);
    await Promise.resolve();
  });
});

const chatOfNewcomer = async (person: Person): Promise<string> => {
  await person.open('Chat');
  return chatOf(person);
};
