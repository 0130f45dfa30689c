/** Calls go on when servers do not. */

import { LeaveRequest, LeaveRequest_Action } from '@livekit/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { twoInACall } from '../attacks/meetings.ts';
import { tell } from '../attacks/signalProxy.ts';
import { Stack } from './stack.ts';

describe('in mid-call', () => {
  let stack: Stack | undefined;
  afterEach(() => stack?.stop());

  test('the relay starts anew: the call goes on, the room opens again, and people can knock', async () => {
    stack = await Stack.start();
    const { ada, bo, link, passphrase } = await twoInACall(stack);
    const cem = await stack.person({ name: 'Cem', look: 'cem', browser: 'chromium' });
    await cem.knock(link, passphrase);
    await ada.open('People');
    await ada.find('button', 'Admit Cem');
    await stack.stopRelay();
    await ada.reads('alert', 'the server is away');
    // Who knocked through the old relay can no longer be let in.
    await ada.until('the old knock to go', async () => !(await ada.has('button', 'Admit Cem')));
    await ada.sees(bo);
    await bo.hears(ada);
    await stack.startRelay();
    // Without a click of Cem's: who waits comes back by themselves.
    await ada.until('Cem at the door again', () => ada.has('button', 'Admit Cem'));
    await ada.admit('Cem');
    await cem.enter();
    await Promise.all([cem.tileBecomes('Ada', { state: 'live' }), ada.tileBecomes('Cem', { state: 'live' })]);
    expect(await ada.tile('Bo')).toMatchObject({ state: 'live' });
  });

  test('the SFU sends everybody to connect anew at the same time', async () => {
    stack = await Stack.start();
    const { ada, bo } = await twoInACall(stack);
    const { lines } = stack.sfuProxy;
    const before = [...lines];
    tell(stack.sfuProxy, {
      case: 'leave',
      value: new LeaveRequest({ action: LeaveRequest_Action.RECONNECT }),
    });
    await ada.until(
      'two new lines',
      async () => [...lines].filter((line) => !before.includes(line)).length === 2,
    );
    await Promise.all([ada.tileBecomes('Bo', { state: 'live' }), bo.tileBecomes('Ada', { state: 'live' })]);
    await Promise.all([ada.sees(bo), bo.sees(ada)]);
    await ada.hears(bo);
    await bo.hears(ada);
  });
});
