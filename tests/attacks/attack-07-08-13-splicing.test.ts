/**
 * Attacks 7, 8 and 13: somebody who was let in, and knows every key, sends what is not theirs or not new in
 * their own place.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bytes } from '../../crypto/brands.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import { SLOTS, type OpenCounts, type OpenRefusal, type Slot } from '../../crypto/workers/frameProtocol.ts';
import { growth, type Counts } from '../calls/counting.ts';
import { LOOKS } from '../calls/looks.ts';
import { alike } from '../calls/seeing.ts';
import { Stack } from '../calls/stack.ts';
import { endAll, pause, twoAndCem, type TwoInACall } from './meetings.ts';
import type { HostileMember } from './member.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { placeOf } from './sframes.ts';
import { framesOf, type Frame } from './stock.ts';

/** Ada's place in the roster: she is the host. */
const ADA = 0;
/** Counters come in blocks of this many, backwards in each: far less than the window's 1024. */
const SHUFFLED = 50;
type Both<T> = Readonly<Record<Frame['kind'], T>>;

describe('a member that splices', () => {
  let pages: PageServer;
  let stack: Stack;
  let call: TwoInACall;
  let cem: HostileMember;
  /** Ada's frames as the SFU handed them to Cem, and as Cem, who may, opened them. */
  let recorded: Both<readonly Frame[]>;
  let opened: Both<readonly Bytes[]>;
  /** What Cem sent, and was shown for. */
  let old: Both<readonly Bytes[]>;
  /** Transforms at Ada's and Bo's that are not Cem's. */
  let others: readonly Set<string>[];
  let counter = 0;

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start({ noWebhooks: true });
    ({ call, cem } = await twoAndCem(stack, pages));
    await pause(6000);
    const frames = (await framesOf(cem.page)).filter((frame) => placeOf(frame)?.index === ADA);
    const video = frames.filter(({ kind }) => kind === 'video');
    recorded = {
      audio: frames.filter(({ kind }) => kind === 'audio'),
      video: video.slice(video.findIndex(({ type }) => type === 'key')).slice(0, 60),
    };
    opened = { audio: await openAll(recorded.audio), video: await openAll(recorded.video) };
    others = (await countsOfBoth()).map((now) => new Set(Object.keys(now)));
  });
  afterAll(() => endAll([cem], stack, pages));

  async function openAll(frames: readonly Frame[]): Promise<Bytes[]> {
    const all = await Promise.all(
      frames.map(({ data, kind }) => cem.open(data, kind === 'audio' ? 'opus' : 'vp8')),
    );
    return all.flatMap((one) => one?.frame ?? []);
  }

  /** Ada's sound and picture again, sealed anew as Cem's, under counters that were never used. */
  async function fresh(slots: Both<Slot>, count: number, elsewhere?: Bytes): Promise<Both<readonly Bytes[]>> {
    const first = counter;
    counter += count;
    const all = (kind: Frame['kind']): Promise<Bytes[]> =>
      Promise.all(
        Array.from({ length: count }, (_, at) => {
          const frame = opened[kind][at % opened[kind].length] ?? new Uint8Array(0);
          const ctr = first + at - (at % SHUFFLED) + (SHUFFLED - 1 - (at % SHUFFLED));
          return cem.seal(slots[kind], kind === 'audio' ? 'opus' : 'vp8', frame, ctr, elsewhere);
        }),
      );
    return { audio: await all('audio'), video: await all('video') };
  }

  const OWN = { audio: SLOTS.microphone, video: SLOTS.camera } as const;

  const countsOfBoth = (): Promise<Counts[]> =>
    Promise.all([call.ada, call.bo].map((person) => person.counts()));

  /** What became of Cem's frames, and of all others, at Ada's and at Bo's, since then. */
  async function since(before: readonly Counts[]): Promise<{ his: OpenCounts; honest: OpenCounts }[]> {
    return (await countsOfBoth()).map((after, at) => {
      const [from, not] = [before[at] ?? {}, others[at] ?? new Set<string>()];
      const his = Object.keys(after).filter((id) => !not.has(id));
      return { his: growth(from, after, his), honest: growth(from, after, not) };
    });
  }

  async function meanwhile(ms: number): ReturnType<typeof since> {
    const before = await countsOfBoth();
    await pause(ms);
    return since(before);
  }

  const bothSay = (state: string): Promise<unknown> =>
    Promise.all([call.ada, call.bo].map((person) => person.tileBecomes('Cem', { state })));

  test('attack 8: what comes out of order, within the window, is shown', async () => {
    old = await fresh(OWN, 1000);
    await cem.sendInstead(old);
    await cem.publish();
    await bothSay('live');
    for (const { his } of await meanwhile(2000)) {
      expect(his.opened).toBeGreaterThan(60);
      expect({ ...his, opened: 0 }).toEqual(growth({}, {}));
    }
    for (const person of [call.ada, call.bo]) {
      await person.until('what Cem sends', async () => alike(await person.see('Cem'), LOOKS.ada.quarters));
    }
  });

  const SPLICED: [string, OpenRefusal, () => Promise<Both<readonly Uint8Array[]>>][] = [
    [
      'attack 13: another member’s frames on an own track',
      'wrongTrack',
      async () => ({
        audio: recorded.audio.map(({ data }) => data),
        video: recorded.video.map(({ data }) => data),
      }),
    ],
    [
      'attack 13: own frames of the screen’s slots as camera and microphone',
      'wrongTrack',
      () => fresh({ audio: SLOTS.screenAudio, video: SLOTS.screen }, 200),
    ],
    [
      'attack 13: own sound as picture, and picture as sound',
      'wrongTrack',
      () => fresh({ audio: SLOTS.camera, video: SLOTS.microphone }, 200),
    ],
    [
      'attack 13: frames of another meeting, in which the place is the same',
      'authFailed',
      () => fresh(OWN, 200, randomBytes(32)),
    ],
    [
      'attack 7: own old frames, again and again',
      'replayed',
      async () => ({ audio: old.audio.slice(0, 50), video: old.video.slice(0, 10) }),
    ],
    [
      'attack 7: one old frame',
      'replayed',
      async () => ({ audio: old.audio.slice(0, 1), video: old.video.slice(0, 1) }),
    ],
  ];

  test.each(SPLICED)(
    '%s: nothing is shown, the tile says so, others are whole',
    async (_title, why, splice) => {
      const [frames, before] = [await splice(), await countsOfBoth()];
      await cem.sendInstead(frames);
      if (why === 'replayed') {
        // What was lost before anybody had subscribed is not old to them: it opens, once.
        await call.ada.until('nothing new', async () =>
          (await meanwhile(3000)).every(({ his }) => his.opened === 0),
        );
        for (const { his } of await since(before)) {
          expect(his.opened).toBeLessThanOrEqual(frames.audio.length + frames.video.length);
        }
      }
      await bothSay('blocked');
      for (const { his, honest } of await meanwhile(2000)) {
        expect(his.opened).toBe(0);
        expect(his[why]).toBeGreaterThan(60);
        expect(honest.opened).toBeGreaterThan(60);
        const { opened: whole, ...refused } = honest;
        const lost = Object.values(refused).reduce((sum, count) => sum + count, 0);
        expect(lost, `of the others’ ${whole}: ${JSON.stringify(refused)}`).toBeLessThan(whole / 20);
      }
      await bothSay('blocked');
      await Promise.all([call.ada.sees(call.bo), call.bo.sees(call.ada)]);
      expect(await call.ada.tile('Bo')).toMatchObject({ state: 'live' });
    },
  );

  test('attack 13: who goes back to sending their own is shown again', async () => {
    await cem.sendInstead(await fresh(OWN, 1000));
    await bothSay('live');
  });
});
