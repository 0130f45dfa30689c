/**
 * Attack 16: somebody who was let in sends twelve hundred forged frames a second behind their own sound: half of them
 * bear another member's place and slot, half their own with a tag that does not fit.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SLOTS } from '../../crypto/workers/frameProtocol.ts';
import { growth, type Counts } from '../calls/counting.ts';
import { Stack } from '../calls/stack.ts';
import { endAll, pause, twoAndCem, type TwoInACall } from './meetings.ts';
import type { HostileMember } from './member.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { placeOf } from './sframes.ts';
import { longestSilence, watchSilence } from './silence.ts';
import { framesOf } from './stock.ts';

/** Places in the roster: Ada, the host, and Bo. */
const BO = 1;
/** Behind each of fifty frames a second. */
const COPIES = 24;
const FLOOD_MS = 8_000;
/** Whoever is silent for longer was not only stuttering. */
const CUT_OFF_MS = 3_000;
const PATIENCE_MS = 120_000;
/** Of each kind; they come again and again. */
const FORGED = 200;

describe('attack 16: a flood of forged frames', () => {
  let pages: PageServer;
  let stack: Stack;
  let call: TwoInACall;
  let cem: HostileMember;
  let forged: readonly string[];
  /** Transforms at Ada's that are not Cem's. */
  let known: ReadonlySet<string>;
  const hisIds = (counts: Counts): readonly string[] => Object.keys(counts).filter((id) => !known.has(id));

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start({ noWebhooks: true });
    ({ call, cem } = await twoAndCem(stack, pages));
    const others = await call.ada.until('Bo’s sound at Cem’s', async () => {
      const frames = await framesOf(cem.page);
      const of = frames.filter((one) => one.kind === 'audio' && placeOf(one)?.index === BO);
      return of.length >= FORGED && of.slice(-FORGED);
    });
    const own = await Promise.all(
      Array.from({ length: FORGED }, async (_, at) => {
        const sealed = await cem.seal(SLOTS.microphone, 'opus', new Uint8Array(80).fill(at), at);
        return sealed.with(-1, (sealed.at(-1) ?? 0) ^ 1);
      }),
    );
    forged = others.flatMap(({ data }, at) =>
      [data, own[at] ?? new Uint8Array(0)].map((bytes) => Buffer.from(bytes).toString('base64')),
    );
    await watchSilence(call.ada.page);
  });
  afterAll(() => endAll([cem], stack, pages));

  test('costs the others nothing: their sound stays whole, and not one frame of it opens', async () => {
    const { ada, bo } = call;
    await pause(FLOOD_MS);
    await longestSilence(ada.page);
    await pause(FLOOD_MS);
    const before = await longestSilence(ada.page);
    known = new Set(Object.keys(await ada.counts()));

    await cem.page.evaluate((frames, copies) => window.stock.flood(frames, copies), forged, COPIES);
    await cem.sendInstead({
      audio: forged.slice(0, 2).map((text) => Buffer.from(text, 'base64')),
      video: [],
    });
    await cem.publish();
    await ada.tileBecomes('Cem', { state: 'blocked' });
    const [from, since] = [await ada.counts(), Date.now()];
    await longestSilence(ada.page);
    await pause(FLOOD_MS);
    const [after, seconds] = [await ada.counts(), (Date.now() - since) / 1000];
    const during = await longestSilence(ada.page);

    const his = growth(from, after, hisIds(after));
    const honest = growth(from, after, known);
    const came = his.wrongTrack + his.authFailed + his.replayed;
    console.log(
      `${Math.round(came / seconds)} forged frames a second; longest silence ${before} ms before, ${during} ms meanwhile`,
    );
    expect(came / seconds).toBeGreaterThan(200);
    expect([his.wrongTrack > 0, his.authFailed > 0]).toEqual([true, true]);
    expect(honest.authFailed + honest.wrongTrack + honest.replayed + honest.notSFrame).toBe(0);
    expect(honest.opened / seconds).toBeGreaterThan(30);
    // A machine that also makes the flood stutters by itself; nobody is cut off.
    expect(during).toBeLessThan(CUT_OFF_MS);
    await ada.hears(bo);
    await bo.hears(ada);
    await Promise.all([ada.sees(bo), bo.sees(ada)]);
  });

  test('and changes nothing that is kept: who stops it is heard again', async () => {
    await cem.page.evaluate(() => window.stock.flood([], 0));
    let ctr = 0;
    // What of the flood is still on its way comes first.
    await call.ada.until(
      'Cem’s frames to open',
      async () => {
        const first = (ctr += 1000);
        const fresh = Array.from({ length: 1000 }, (_, at) =>
          cem.seal(SLOTS.microphone, 'opus', new Uint8Array(80).fill(at % 250), first + at),
        );
        await cem.sendInstead({ audio: await Promise.all(fresh), video: [] });
        const before = await call.ada.counts();
        await pause(1_000);
        const came = growth(before, await call.ada.counts(), hisIds(before));
        return came.opened > came.authFailed + came.wrongTrack;
      },
      PATIENCE_MS,
    );
    await call.ada.tileBecomes('Cem', { state: 'live' });
  });
});
