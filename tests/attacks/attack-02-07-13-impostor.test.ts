/**
 * Attacks 2, 7 and 13 from the SFU: in a member's own place, under the member's own identity, come clear frames,
 * the member's own old ones, and another member's.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenCounts } from '../../crypto/workers/frameProtocol.ts';
import { growth } from '../calls/counting.ts';
import { LOOKS } from '../calls/looks.ts';
import { alike } from '../calls/seeing.ts';
import { Stack } from '../calls/stack.ts';
import { lieToRelay } from './hosting.ts';
import { endAll, pause, twoAndRecorder, type TwoInACall } from './meetings.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { identities, placeOf, senderOf } from './sframes.ts';
import type { StockClient } from './stock.ts';
import type { Frame } from './stock.ts';

/** Places in the roster. */
const [ADA, BO] = [0, 1];

describe('an SFU that plays a member', () => {
  let pages: PageServer;
  let stack: Stack;
  let call: TwoInACall;
  let sfu: StockClient;
  let recorded: readonly Frame[];

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start({ noWebhooks: true });
    ({ call, recorder: sfu } = await twoAndRecorder(stack, pages));
    expect((await meanwhile(5000)).opened, 'frames that open while Bo sends').toBeGreaterThan(100);
    const identity = await call.ada.until('frames of both at the SFU', async () => {
      recorded = await sfu.frames();
      const known = await identities(stack);
      const of = (index: number): readonly Frame[] =>
        recorded.filter((frame) => placeOf(frame)?.index === index);
      const bo = of(BO).find((frame) => known.has(senderOf(frame)));
      return of(ADA).length > 100 && of(BO).length > 100 && bo && known.get(senderOf(bo));
    });
    // The relay is hostile too: whom the SFU threw out finds no way back.
    lieToRelay(stack.relayProxy, { fromPage: (said) => (said.type === 'rejoin' ? [] : [said]) });
    await sfu.leave();
    // Who comes with an identity that is there takes its place.
    await sfu.enter(stack, identity);
  });
  afterAll(() => endAll([sfu], stack, pages));

  /** What became of the frames that came to Ada in this time: nobody but the impostor sends any. */
  async function meanwhile(ms: number): Promise<OpenCounts> {
    const before = await call.ada.counts();
    await pause(ms);
    return growth(before, await call.ada.counts());
  }

  async function nothingComesOut(): Promise<void> {
    const { ada } = call;
    expect(alike(await ada.see('Bo'), LOOKS.dea.quarters)).toBe(false);
    expect(await ada.hearsTone(LOOKS.dea.hertz)).toBe(false);
    expect(await ada.hearsNow(call.bo)).toBe(false);
    expect((await ada.tile('Bo'))?.state).toBe('blocked');
  }

  test('attack 2: clear sound and picture are never played, and the tile says so', async () => {
    await sfu.publishClear();
    await call.ada.tileBecomes('Bo', { state: 'blocked' });
    const came = await meanwhile(3000);
    expect(came.opened).toBe(0);
    // Clear bytes may happen to read as somebody's header; never as a frame.
    expect(came.notSFrame).toBeGreaterThan(0);
    expect(came.notSFrame + came.wrongTrack + came.noKey + came.authFailed).toBeGreaterThan(60);
    await nothingComesOut();
  });

  const again = (index: number): Promise<void> =>
    sfu.page.evaluate(
      (audio, video) => {
        window.stock.replay('audio', audio);
        window.stock.replay('video', video);
      },
      numbers('audio', index),
      numbers('video', index),
    );
  const numbers = (kind: Frame['kind'], index: number): number[] =>
    recorded.flatMap((frame, number) =>
      frame.kind === kind && placeOf(frame)?.index === index ? [number] : [],
    );

  test('attack 7: the member’s own frames, recorded and sent again', async () => {
    await again(BO);
    // What Ada had not got yet, of another layer or lost on the way, is not old to her: once.
    await call.ada.until('nothing new', async () => (await meanwhile(2000)).opened === 0);
    const came = await meanwhile(3000);
    expect(came.opened).toBe(0);
    expect(came.replayed).toBeGreaterThan(100);
    await nothingComesOut();
  });

  test('attack 13: another member’s frames', async () => {
    await again(ADA);
    await pause(1000);
    const came = await meanwhile(3000);
    expect(came.opened).toBe(0);
    expect(came.wrongTrack).toBeGreaterThan(100);
    await nothingComesOut();
  });
});
