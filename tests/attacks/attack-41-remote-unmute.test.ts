/** Attack 41: the SFU's signalling switches microphones and cameras on. Nothing may leave that its user switched off. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stack } from '../calls/stack.ts';
import { endAll, pause, twoAndRecorder, type TwoInACall } from './meetings.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { tellMuted } from './signalProxy.ts';
import type { StockClient } from './stock.ts';

describe('attack 41: remote unmute', () => {
  let pages: PageServer;
  let stack: Stack;
  let call: TwoInACall;
  let recorder: StockClient;

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start({ noWebhooks: true });
    ({ call, recorder } = await twoAndRecorder(stack, pages));
  });
  afterAll(() => endAll([recorder], stack, pages));

  test('the recorder gets frames of both while they send', async () => {
    await call.ada.until(
      'frames at the recorder',
      async () => (await recorder.witness()).framesRecorded > 100,
    );
  });

  test('no frame leaves for slots that are switched off, whatever the server says', async () => {
    const { ada, bo } = call;
    for (const person of [ada, bo]) {
      await person.turn('Camera', false);
      await person.turn('Microphone', false);
    }
    await Promise.all([ada.tileBecomes('Bo', { state: 'muted' }), bo.tileBecomes('Ada', { state: 'muted' })]);
    await pause(1000);
    const before = (await recorder.witness()).framesRecorded;

    const sids = (await stack.sfu.participants()).flatMap(({ tracks }) => tracks.map(({ sid }) => sid));
    expect(sids.length, 'tracks that the server may speak of').toBeGreaterThan(0);
    for (let times = 0; times < 3; times++) {
      for (const sid of sids) tellMuted(stack.sfuProxy, sid, false);
      await pause(1500);
    }

    expect((await recorder.frames(before)).map(({ kind, stream }) => `${kind} of ${stream}`)).toEqual([]);
    for (const [person, other] of [
      [ada, bo],
      [bo, ada],
    ] as const) {
      expect(await person.isOn('Camera')).toBe(false);
      expect(await person.isOn('Microphone')).toBe(false);
      expect(await person.tile(other.name)).toMatchObject({
        state: 'muted',
        camera: 'off',
        microphone: 'off',
      });
    }
  });

  test('afterwards the user switches on, and is seen', async () => {
    await call.bo.turn('Camera', true);
    await call.ada.sees(call.bo);
  });
});
