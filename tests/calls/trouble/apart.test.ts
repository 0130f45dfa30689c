/** The host and a guest are away for more than a minute; a co-host leads, and lets somebody in meanwhile. */

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { actOn, allTogether, letIn, logOf, meet } from '../hosting.ts';
import type { Invitation, Person } from '../person.ts';
import { Stack } from '../stack.ts';
import { story } from '../story.ts';
import { allMove, lasting, readOneCode, timesLeading } from './watching.ts';

/** Longer than anybody stays in the roster unheard (60 s). */
const AWAY_MS = 70_000;

describe('the leading host and a guest lose the network, each for themselves', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let cem: Person;
  let dea: Person;
  let invitation: Invitation;
  let awayLongEnough: () => Promise<void>;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo, cem, dea] = await stack.people(
      { name: 'Ada', wire: true },
      'Bo',
      { name: 'Cem', wire: true },
      'Dea',
    );
  });
  afterAll(() => stack?.stop());

  step('they meet, and Bo is made co-host', async () => {
    invitation = await meet(stack.origin, ada, bo, cem);
    await allTogether(ada, bo, cem);
    await actOn(ada, 'Bo', 'Make Bo co-host');
    await bo.until('to be a co-host', async () => (await logOf(bo)).includes('made Bo co-host'));
  });

  step('Ada and Cem are cut off: Bo leads', async () => {
    ada.wire.cut();
    cem.wire.cut();
    awayLongEnough = lasting(AWAY_MS);
    await bo.until('to lead', async () => (await timesLeading(bo, 'Bo')) > 0);
    await bo.tileBecomes('Ada', { state: 'reconnecting' });
    await bo.tileBecomes('Cem', { state: 'reconnecting' });
  });

  step('Bo lets somebody in meanwhile', async () => {
    await letIn(bo, dea, invitation);
    await allTogether(bo, dea);
    await awayLongEnough();
  });

  step('back, all are together without a click, in one meeting', async () => {
    ada.wire.mend();
    cem.wire.mend();
    await allTogether(ada, bo, cem, dea);
    await allMove(ada, bo, cem, dea);
    await readOneCode(ada, bo, cem, dea);
  });

  step('the host hosts again, and nobody was removed', async () => {
    await dea.until('Ada to lead', async () => (await timesLeading(dea, 'Ada')) > 0);
    expect(await logOf(ada)).not.toContain('removed');
    // Only who leads admits.
    await dea.leave();
    await dea.reads('heading', 'left');
    await letIn(ada, dea, invitation);
    await allTogether(ada, bo, cem, dea);
  });
});
