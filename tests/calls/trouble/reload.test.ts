/** Tabs that are reloaded and browsers that die: a host comes straight back, a guest knocks again. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { allTogether, die, gone, meet } from '../hosting.ts';
import type { Invitation, Person } from '../person.ts';
import { Stack } from '../stack.ts';
import { story } from '../story.ts';
import { readOneCode, shows, UNHEARD_MS, watchTile } from './watching.ts';

/** What its browser keeps of a host: the profile outlives it. */
const profile = mkdtempSync(join(tmpdir(), 'conclave-profile-'));
const ADA = { name: 'Ada', profile } as const;

describe('in mid-call', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let cem: Person;
  let invitation: Invitation;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo, cem] = await stack.people(ADA, 'Bo', 'Cem');
    invitation = await meet(stack.origin, ada, bo, cem);
    await allTogether(ada, bo, cem);
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Whether somebody called Ada is live there; while the one before is in the list the other is "Ada (2)". */
  async function seesAda(person: Person): Promise<boolean> {
    const tiles = await Promise.all(['Ada', 'Ada (2)', 'Ada (3)'].map((name) => person.tile(name)));
    return tiles.some((tile) => tile?.state === 'live');
  }

  /** Back in the call as the host, with the others there. */
  async function hostsAgain(): Promise<void> {
    await ada.enter();
    await ada.turn('Camera', true);
    await ada.turn('Microphone', true);
    await Promise.all([bo, cem].map((person) => person.until('Ada to be live', () => seesAda(person))));
    await ada.tileBecomes('Bo', { state: 'live' });
    await ada.tileBecomes('Cem', { state: 'live' });
    await allTogether(bo, cem);
    await ada.open('People');
    await ada.find('button', 'Mute all');
    await readOneCode(ada, bo, cem);
  }

  step('the host’s tab is reloaded: straight back in, and the others do not notice', async () => {
    const fared = await watchTile(bo, 'Cem');
    // The browser asks whether to leave such a page.
    ada.page.once('dialog', (dialog) => void dialog.accept());
    await ada.page.reload();
    await hostsAgain();
    expect(await fared()).not.toContain('gone');
    await Promise.all([bo.seesMoving(cem), cem.seesMoving(bo)]);
  });

  step('a guest reloads: what lets in must be given again', async () => {
    await cem.page.reload();
    await cem.find('button', 'New meeting');
    await gone('Cem', ada, bo);
    await cem.comeTo(invitation.link);
    await cem.find('textbox', 'Passphrase');
    expect(await cem.has('button', 'Leave')).toBe(false);
    await cem.ask(invitation.passphrase);
    await ada.admit('Cem');
    await cem.enter();
    await allTogether(bo, cem);
    await ada.tileBecomes('Cem', { state: 'live' });
    await cem.until('Ada to be live', () => seesAda(cem));
  });

  step('the host’s browser dies: the others go on', async () => {
    const fared = await watchTile(bo, 'Cem');
    die(ada);
    await bo.until('Ada to be missed', async () => !(await seesAda(bo)));
    await bo.seesMoving(cem);
    await cem.hears(bo);
    expect(await fared()).not.toContain('gone');
  });

  step('opened anew, it offers the meeting, and leads back into it', async () => {
    ada = await stack.person(ADA);
    await ada.page.goto(stack.origin);
    await ada.press('button', 'Go back to your meeting');
    await ada.fill('Your name', 'Ada');
    await ada.press('button', 'Start meeting');
    await hostsAgain();
    await bo.until('the silent ones to be out', async () => !(await shows(bo, 'Ada (2)')), UNHEARD_MS);
    await allTogether(ada, bo, cem);
    await readOneCode(ada, bo, cem);
  });
});
