/** Calls go on when servers do not: relay and SFU start anew in mid-call, one after the other and together. */

import { LeaveRequest, LeaveRequest_Action } from '@livekit/protocol';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { tell } from '../../attacks/signalProxy.ts';
import { allTogether, letIn, meet } from '../hosting.ts';
import type { Invitation, Person } from '../person.ts';
import { Stack } from '../stack.ts';
import { story } from '../story.ts';
import { allMove, readOneCode, watchTile } from './watching.ts';

/** Back in the call that long after the servers are. */
const BACK_MS = 60_000;
const RECONNECTING = 'connection is lost';

describe('in mid-call', () => {
  const step = story();
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let cem: Person;
  let invitation: Invitation;

  beforeAll(async () => {
    stack = await Stack.start();
    [ada, bo, cem] = await stack.people('Ada', 'Bo', 'Cem');
    invitation = await meet(stack.origin, ada, bo);
    await allTogether(ada, bo);
  });
  afterAll(() => stack?.stop());

  /** Waits until these are in one call again, in time. */
  async function backInTime(...people: readonly Person[]): Promise<void> {
    const until = Date.now() + BACK_MS;
    await Promise.all(
      people.flatMap((person) =>
        people
          .filter((other) => other !== person)
          .map((other) => person.tileBecomes(other.name, { state: 'live' }, until - Date.now())),
      ),
    );
    await allMove(...people);
    await readOneCode(...people);
  }

  step('the relay goes: the call does not', async () => {
    await cem.knock(invitation.link, invitation.passphrase);
    await ada.open('People');
    await ada.find('button', 'Admit Cem');
    const fared = await watchTile(ada, 'Bo');
    await stack.stopRelay();
    await ada.reads('alert', 'the server is away');
    // Who knocked through the old relay can no longer be let in.
    await ada.until('the old knock to go', async () => !(await ada.has('button', 'Admit Cem')));
    await ada.seesMoving(bo);
    await bo.hears(ada);
    expect(await fared()).toEqual(['live']);
  });

  step('the relay comes: who waited knocks by themselves, and is let in', async () => {
    await stack.startRelay();
    await ada.until('Cem at the door again', () => ada.has('button', 'Admit Cem'));
    await ada.admit('Cem');
    await cem.enter();
    await allTogether(ada, bo, cem);
  });

  step('the SFU sends everybody to connect anew at the same time', async () => {
    const { lines } = stack.sfuProxy;
    const before = [...lines];
    tell(stack.sfuProxy, {
      case: 'leave',
      value: new LeaveRequest({ action: LeaveRequest_Action.RECONNECT }),
    });
    await ada.until(
      'three new lines',
      async () => [...lines].filter((line) => !before.includes(line)).length === 3,
    );
    await allTogether(ada, bo, cem);
    await Promise.all([ada.sees(bo), bo.sees(cem), cem.sees(ada)]);
    await ada.hears(bo);
    await bo.hears(ada);
  });

  step('the SFU starts anew: all are back by themselves', async () => {
    await stack.sfu.stop();
    await Promise.all([ada, bo, cem].map((person) => person.reads('alert', RECONNECTING)));
    await stack.sfu.startAgain();
    await backInTime(ada, bo, cem);
  });

  step('relay and SFU start anew together', async () => {
    await Promise.all([stack.sfu.stop(), stack.stopRelay()]);
    await Promise.all([ada, bo, cem].map((person) => person.reads('alert', RECONNECTING)));
    await Promise.all([stack.sfu.startAgain(), stack.startRelay()]);
    await backInTime(ada, bo, cem);
  });

  step('and the door opens as before', async () => {
    await cem.leave();
    await cem.reads('heading', 'left');
    await letIn(ada, cem, invitation);
    await allTogether(ada, bo, cem);
  });
});
