/** Who enters late reads nothing of what was said before, not even with the SFU's recordings (§1, §5). */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stack } from '../calls/stack.ts';
import { endAll, pause, twoAndRecorder, type TwoInACall } from './meetings.ts';
import { HostileMember } from './member.ts';
import { servePages, type PageServer } from './pageServer.ts';
import type { StockClient } from './stock.ts';
import type { Frame } from './stock.ts';

describe('three people, one of them late', () => {
  let pages: PageServer;
  let stack: Stack;
  let call: TwoInACall;
  let recorder: StockClient;
  let late: HostileMember;
  let earlier: readonly Frame[];

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start({ noWebhooks: true });
    ({ call, recorder } = await twoAndRecorder(stack, pages));
    late = await HostileMember.arrive({ name: 'Cem', look: 'cem', origin: stack.origin, pages });
  });
  afterAll(() => endAll([recorder, late], stack, pages));

  test('the SFU records the two before the third comes', async () => {
    await pause(5000);
    earlier = await recorder.frames();
    const kinds = new Set(earlier.map(({ kind, stream }) => `${kind} ${stream.split('|')[0] ?? ''}`));
    expect(kinds.size, 'sound and picture of both').toBe(4);
    expect(earlier.length).toBeGreaterThan(200);
  });

  test('the third is let in, and gets every key that there is from then on', async () => {
    await late.knock(call.link, call.passphrase);
    await call.ada.admit('Cem');
    await late.enter();
    await call.bo.until('Cem in the meeting', async () => (await call.bo.tile('Cem')) !== undefined);
    expect(late.roster.map(({ name }) => name)).toEqual(['Ada', 'Bo', 'Cem']);
  });

  test('its keys open what is sent now', async () => {
    await pause(3000);
    const from = (await recorder.witness()).framesRecorded;
    await pause(3000);
    const now = await recorder.frames(from);
    expect(now.length).toBeGreaterThan(100);
    const opened = await Promise.all(
      now.map(({ data, kind }) => late.open(data, kind === 'audio' ? 'opus' : 'vp8')),
    );
    expect(opened.filter((frame) => frame === undefined)).toEqual([]);
  });

  test('and not one frame from before', async () => {
    const opened = await Promise.all(
      earlier.map(({ data, kind }) => late.open(data, kind === 'audio' ? 'opus' : 'vp8')),
    );
    expect(opened.filter((frame) => frame !== undefined)).toEqual([]);
  });
});
