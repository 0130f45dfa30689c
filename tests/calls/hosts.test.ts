/** Several who host at once: co-hosts who act at the same moment, and one host on two devices. */

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { actOn, allTogether, gone, letIn, logOf, meet } from './hosting.ts';
import type { Invitation, Person } from './person.ts';
import { Stack } from './stack.ts';
import { story } from './story.ts';
import { readOneCode } from './trouble/watching.ts';

/** How often these words stand in the meeting's log. */
const timesInLog = async (person: Person, words: string): Promise<number> =>
  (await logOf(person)).split(words).length - 1;

/** Presses the buttons of several people, found before, in one moment. One that is gone by then was not pressed. */
async function pressTogether(...presses: readonly (readonly [Person, string])[]): Promise<void> {
  const buttons = await Promise.all(
    presses.map(async ([person, name]) => {
      await person.open('People');
      return person.find('button', name);
    }),
  );
  await Promise.all(buttons.map((button) => button.click().catch(() => undefined)));
}

describe('two co-hosts', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let cem: Person;
  let dea: Person;
  let eve: Person;
  let invitation: Invitation;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo, cem, dea, eve] = await stack.people('Ada', 'Bo', 'Cem', 'Dea', 'Eve');
    invitation = await meet(stack.origin, ada, bo, cem);
    await actOn(ada, 'Bo', 'Make Bo co-host');
    await actOn(ada, 'Cem', 'Make Cem co-host');
  });
  afterAll(() => stack?.stop());

  step('let in two guests at the same moment: both are in', async () => {
    await Promise.all([dea, eve].map((guest) => guest.knock(invitation.link, invitation.passphrase)));
    await pressTogether([bo, 'Admit Dea'], [cem, 'Admit Eve']);
    await Promise.all([dea.enter(), eve.enter()]);
    await allTogether(ada, bo, cem, dea, eve);
    await readOneCode(ada, bo, cem, dea, eve);
  });

  step('let in one guest, both of them: it is in once', async () => {
    await dea.leave();
    await dea.reads('heading', 'left');
    const before = await timesInLog(ada, 'Dea came in');
    await dea.knock(invitation.link, invitation.passphrase);
    await pressTogether([bo, 'Admit Dea'], [cem, 'Admit Dea']);
    await dea.enter();
    await allTogether(ada, bo, cem, dea, eve);
    await readOneCode(ada, bo, cem, dea, eve);
    expect(await timesInLog(ada, 'Dea came in')).toBe(before + 1);
    for (const person of [ada, bo, cem, eve]) expect(await person.tile('Dea (2)')).toBeUndefined();
  });

  step('are left by the host, who hands over to the second: that one hosts, and no other', async () => {
    await ada.press('button', 'Leave');
    await ada.choose('New host', 1);
    await ada.press('button', 'Hand over and leave');
    await ada.reads('heading', 'left');
    await cem.readsWords('You are the host now');
    await gone('Ada', bo, cem, dea, eve);
    expect(await logOf(cem)).toContain('Cem answers the door');
    expect(await logOf(bo)).not.toContain('Bo answers the door');
    expect(await bo.words()).not.toContain('You are the host now');
  });

  step('and who was handed over to reads at the end what was thought, not who handed over', async () => {
    await eve.leave();
    await eve.press('radio', 'Good');
    await eve.fill('Comment (optional)', 'two hosts, one door');
    await eve.press('button', 'Send rating');
    await eve.readsWords('Your rating waits for the host');
    await cem.leave();
    await cem.readsWords('two hosts, one door');
    expect(await ada.words()).not.toContain('What the others thought');
    for (const person of [ada, bo, cem, dea, eve]) expect(person.complaints.all(), person.name).toEqual([]);
  });
});

describe('one host on two devices', () => {
  const step = story();
  let stack: Stack;
  let desk: Person;
  let phone: Person;
  let bo: Person;
  let cem: Person;
  let invitation: Invitation;
  let hostLink: string;

  beforeAll(async () => {
    stack = await Stack.start();
    [desk, phone] = await stack.people('Ada', { name: 'Ada’s phone', look: 'eve', browser: 'chromium' });
    [bo, cem] = await stack.people('Bo', 'Cem');
    invitation = await desk.newMeeting(stack.origin);
    await desk.press('button', 'More');
    hostLink = await desk.text('Host link');
    await desk.startMeeting();
    await letIn(desk, bo, invitation);
    await allTogether(desk, bo);
  });
  afterAll(() => stack?.stop());

  step('the host link leads in beside the one who is there', async () => {
    await phone.page.goto(hostLink);
    await phone.press('button', 'Continue as host');
    await phone.fill('Your name', phone.name);
    await phone.press('button', 'Start meeting');
    await phone.enter();
    await allTogether(desk, phone, bo);
    await readOneCode(desk, phone, bo);
  });

  step('both are hosts', async () => {
    for (const person of [desk, phone]) {
      await person.open('Security');
      await person.find('switch', 'Lock meeting');
      await person.find('button', 'New passphrase');
    }
  });

  step('what one does holds for both', async () => {
    await phone.turn('Lock meeting', true);
    await desk.until('the lock', () => desk.isOn('Lock meeting'));
    await desk.turn('Lock meeting', false);
    await phone.until('no lock', async () => !(await phone.isOn('Lock meeting')));
  });

  step('either lets people in', async () => {
    await letIn(phone, cem, invitation);
    await allTogether(desk, phone, bo, cem);
    await cem.leave();
    await cem.reads('heading', 'left');
    await letIn(desk, cem, invitation);
    await allTogether(desk, phone, bo, cem);
  });

  step('one ends it for all', async () => {
    await desk.leave();
    await desk.press('button', 'End for everyone');
    await Promise.all([desk, phone, bo, cem].map((person) => person.reads('heading', 'has ended')));
  });
});
