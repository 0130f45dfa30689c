/**
 * Attack 4: whenever a track starts, or starts anew, and when the worker that seals is dead: the SFU gets no frame
 * that is not its sender's own SFrame.
 */

import { LeaveRequest, LeaveRequest_Action } from '@livekit/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../calls/person.ts';
import { Stack } from '../calls/stack.ts';
import { endAll, pause, twoAndRecorder, type TwoInACall } from './meetings.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { everyIdentity, identities, isOfSfu, placeOf, senderOf, sendersOf, strays } from './sframes.ts';
import { sifTrailer, tell } from './signalProxy.ts';
import type { StockClient } from './stock.ts';
import type { Frame } from './stock.ts';

/** However busy the machine is, the SFU's word on who came is there by then. */
const WEBHOOK_MS = 10_000;

/** Places in the roster. */
const [ADA, BO] = [0, 1];

describe('attack 4: the first frame', () => {
  let pages: PageServer;
  let stack: Stack;
  let call: TwoInACall;
  let recorder: StockClient;
  /** Places by the SFU's ids, of every connection that there was. */
  const places = new Map<string, number>();
  const indices = new Map<string, number>();

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start({ noWebhooks: true });
    ({ call, recorder } = await twoAndRecorder(stack, pages));
    await call.ada.until('frames of both', async () => {
      const known = await identities(stack);
      for (const frame of await recorder.frames()) {
        const [identity, place] = [known.get(senderOf(frame)), placeOf(frame)];
        if (identity !== undefined && place) indices.set(identity, place.index);
      }
      return indices.size === 2;
    });
    expect([...indices.values()].sort()).toEqual([ADA, BO]);
  });
  afterAll(() => endAll([recorder], stack, pages));

  const recorded = async (): Promise<number> => (await recorder.witness()).framesRecorded;

  /** Learns the SFU's ids of all who are or were there. */
  async function meet(): Promise<void> {
    for (const [sid, identity] of await everyIdentity(stack)) {
      const index = indices.get(identity);
      if (index !== undefined) places.set(sid, index);
    }
  }

  /** What people sent since, all of it sealed. */
  async function allSealedSince(from: number): Promise<readonly Frame[]> {
    const trailer = sifTrailer(stack.sfuProxy);
    const frames = (await recorder.frames(from)).filter((frame) => !isOfSfu(trailer, frame));
    // Who a connection is the SFU may tell later than it forwards what comes from there.
    await expect
      .poll(
        async () => {
          await meet();
          return frames.filter((frame) => !sendersOf(frame).some((sender) => places.has(sender))).length;
        },
        { timeout: WEBHOOK_MS },
      )
      .toBe(0);
    expect(strays(frames, (sender) => places.get(sender))).toEqual([]);
    return frames;
  }

  /** By what they say themselves, of which it was seen that it is so: a receiver that changes hands is of two. */
  const of = (index: number, frames: readonly Frame[]): readonly Frame[] =>
    frames.filter((frame) => placeOf(frame)?.index === index);

  /** Has everybody connect anew. */
  async function reconnect(): Promise<void> {
    const { lines } = stack.sfuProxy;
    const before = [...lines];
    const leave = new LeaveRequest({ action: LeaveRequest_Action.RECONNECT });
    tell(stack.sfuProxy, { case: 'leave', value: leave });
    await call.ada.until(
      'new lines',
      async () => [...lines].filter((line) => !before.includes(line)).length >= 2,
    );
  }

  const bothLive = (): Promise<unknown> =>
    Promise.all([
      call.ada.tileBecomes('Bo', { state: 'live' }),
      call.bo.tileBecomes('Ada', { state: 'live' }),
    ]);

  async function flip(person: Person, name: string): Promise<void> {
    await person.turn(name, !(await person.isOn(name)));
  }

  test('from the start of a screen’s track on is sealed, time and again', async () => {
    const from = await recorded();
    for (let times = 0; times < 3; times++) {
      await call.bo.turn('Share screen', true);
      await call.ada.seesScreenOf(call.bo);
      await call.bo.turn('Share screen', false);
    }
    const slots = new Set((await allSealedSince(from)).map((frame) => placeOf(frame)?.slot));
    expect([...slots]).toEqual(expect.arrayContaining([0, 1, 2]));
  });

  test('from every replaceTrack on is sealed', async () => {
    const from = await recorded();
    for (let times = 0; times < 8; times++) {
      for (const person of [call.ada, call.bo]) await flip(person, 'Camera');
    }
    await bothLive();
    const frames = await allSealedSince(from);
    for (const index of [ADA, BO]) expect(of(index, frames).length).toBeGreaterThan(20);
  });

  test('from a full reconnect on is sealed', async () => {
    const from = await recorded();
    await reconnect();
    await bothLive();
    await pause(2000);
    const frames = await allSealedSince(from);
    expect(new Set(frames.map(senderOf)).size, 'connections').toBe(4);
  });

  test('of somebody whose worker is dead never comes, whatever they switch on', async () => {
    const worker = call.bo.page.workers().find((one) => one.url().includes('frame.worker'));
    expect(worker).toBeDefined();
    await worker?.close();
    await pause(1000);
    const from = await recorded();
    await pause(2000);
    const silent = await allSealedSince(from);
    expect(of(ADA, silent).length).toBeGreaterThan(60);
    expect(of(BO, silent)).toEqual([]);

    await flip(call.bo, 'Camera');
    await flip(call.bo, 'Camera');
    await call.bo.turn('Share screen', true);
    await pause(2000);
    await reconnect();
    await pause(5000);
    const still = await allSealedSince(from);
    expect(of(ADA, still).length).toBeGreaterThan(silent.length);
    expect(of(BO, still)).toEqual([]);
  });

  test('of somebody whose worker breaks does not come either', async () => {
    const worker = call.ada.page.workers().find((one) => one.url().includes('frame.worker'));
    expect(worker).toBeDefined();
    await worker?.evaluate(() => void setTimeout(() => JSON.parse('{')));
    await pause(1500);
    const from = await recorded();
    await pause(2000);
    expect(await allSealedSince(from)).toEqual([]);
  });
});
