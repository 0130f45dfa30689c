/**
 * Attack 9: somebody who was removed stays, with the servers' help, in the SFU room, keeps every key that they were
 * ever given, and records everything.
 */

import { TrackSource } from '@livekit/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gone, logOf, remove } from '../calls/hosting.ts';
import { Stack } from '../calls/stack.ts';
import { nobodyRemoved } from './hosting.ts';
import { pause, twoAndCem, type TwoInACall } from './meetings.ts';
import type { HostileMember } from './member.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { placeOf } from './sframes.ts';
import { framesOf, type Frame } from './stock.ts';

/** Places in the roster. */
const [ADA, BO] = [0, 1];
/** After the click. */
const BITES_MS = 2_000;
/** Without an answer of the leader nobody goes on for longer (§5). */
const SILENCED_MS = 30_000;
/** How far a busy machine may be behind. */
const LATE_MS = 5_000;

const SOURCES = [
  TrackSource.MICROPHONE,
  TrackSource.CAMERA,
  TrackSource.SCREEN_SHARE,
  TrackSource.SCREEN_SHARE_AUDIO,
];

let pages: PageServer;
beforeAll(async () => {
  pages = await servePages();
});
afterAll(() => pages.close());

interface Three extends TwoInACall {
  readonly stack: Stack;
  readonly cem: HostileMember;
}

/** Ada, Bo and Cem, who keeps everything; the servers throw nobody out. */
async function three(): Promise<Three> {
  const stack = await Stack.start({ noWebhooks: true });
  nobodyRemoved(stack);
  const { call, cem } = await twoAndCem(stack, pages);
  await call.bo.until('Cem in the meeting', async () => (await call.bo.tile('Cem')) !== undefined);
  return { ...call, stack, cem };
}

const codecOf = ({ kind }: Frame): 'opus' | 'vp8' => (kind === 'audio' ? 'opus' : 'vp8');

/** When this frame came to Cem, milliseconds since 1970. */
async function clockOf({ page }: HostileMember): Promise<(frame: Frame) => number> {
  const origin = await page.evaluate(() => performance.timeOrigin);
  return ({ at }) => origin + at;
}

/** Those of these frames that Cem can open, with any key. */
async function openedBy(cem: HostileMember, frames: readonly Frame[]): Promise<readonly Frame[]> {
  const opened = await Promise.all(frames.map((frame) => cem.openAnyhow(frame.data, codecOf(frame))));
  return frames.filter((_, at) => opened[at] !== undefined);
}

/** Remembers when this person clicked last. */
const watchClicks = ({ ada }: TwoInACall): Promise<void> =>
  ada.page.evaluate(() => {
    const note = (): unknown => Reflect.set(window, Symbol.for('test click'), Date.now());
    document.addEventListener('click', note, { capture: true });
  });
const lastClick = ({ ada }: TwoInACall): Promise<number> =>
  ada.page.evaluate(() => Number(Reflect.get(window, Symbol.for('test click'))));

describe('attack 9: who was removed', () => {
  let all: Three;
  let clicked: number;
  let cameAt: (frame: Frame) => number;

  beforeAll(async () => {
    all = await three();
    cameAt = await clockOf(all.cem);
  });
  afterAll(async () => {
    await all?.cem.goHome();
    await all?.stack.stop();
  });

  test('opens what both others send, before', async () => {
    const { ada, cem } = all;
    await ada.until('frames of both that Cem opens', async () => {
      const opened = await openedBy(cem, (await framesOf(cem.page)).slice(-200));
      const indices = new Set(opened.map((frame) => placeOf(frame)?.index));
      return opened.length > 100 && indices.has(ADA) && indices.has(BO);
    });
  });

  test('opens nothing that is sent two seconds after the click', async () => {
    const { ada, bo, cem } = all;
    await watchClicks(all);
    const from = (await framesOf(cem.page)).length;
    await remove(ada, 'Cem');
    clicked = await lastClick(all);
    await gone('Cem', ada, bo);
    let after: readonly Frame[] = [];
    await ada.until('frames of both from two seconds after the click on', async () => {
      after = (await framesOf(cem.page, from)).filter((frame) => cameAt(frame) > clicked + BITES_MS);
      const by = (index: number): number => after.filter((frame) => placeOf(frame)?.index === index).length;
      return by(ADA) > 200 && by(BO) > 200;
    });
    const last = await openedBy(cem, (await framesOf(cem.page, from)).slice(0, 600));
    const latest = Math.max(clicked, ...last.map(cameAt));
    console.log(
      `the last frame that could be opened came ${Math.round(latest - clicked)} ms after the click`,
    );
    expect(await openedBy(cem, after)).toEqual([]);
  });

  test('is told so, and the others go on', async () => {
    const { ada, bo, cem } = all;
    await cem.heardThat('removal', (message) => message.type === 'over' && message.how === 'removed');
    await Promise.all([ada.sees(bo), bo.sees(ada), ada.hears(bo), bo.hears(ada)]);
    expect(await logOf(ada)).toContain('removed Cem');
  });
});

describe('attack 9: a sender that does not hear of the removal', () => {
  let all: Three;

  beforeAll(async () => {
    all = await three();
  });
  afterAll(async () => {
    await all?.cem.goHome();
    await all?.stack.stop();
  });

  /** Whether the SFU hands on what Ada says in data packets: states, keys, answers. */
  async function adaIsHeard(is: boolean): Promise<void> {
    const { stack, cem } = all;
    const [room = ''] = await stack.sfu.rooms();
    const identity = cem.roster.find(({ name }) => name === 'Ada')?.participantId ?? '';
    const permission = {
      canSubscribe: true,
      canPublish: true,
      canPublishData: is,
      canPublishSources: SOURCES,
    };
    await stack.sfu.api.updateParticipant(room, identity, { permission });
  }

  test('is warned within half a minute, and falls silent where nobody confirms who is in', async () => {
    const { ada, bo, cem } = all;
    await adaIsHeard(false);
    // Whoever is next in the order keeps the list where no host is heard; nobody confirms it to Bo.
    cem.deafTo = () => true;
    const since = Date.now();
    await remove(ada, 'Cem');
    const reads = (words: RegExp) => async (): Promise<string | undefined> =>
      words.exec(await bo.page.evaluate(() => document.body.innerText))?.[0];
    const warned = await bo.until(
      'a warning',
      reads(/Nothing of you is sent|No host is here/),
      SILENCED_MS + LATE_MS,
    );
    console.log(`Bo reads “${warned}” after ${((Date.now() - since) / 1000).toFixed(1)} s`);
    await bo.until('silence', reads(/Nothing of you is sent/), SILENCED_MS + LATE_MS);
    console.log(`Bo sends nothing after ${((Date.now() - since) / 1000).toFixed(1)} s`);
    // What was on its way.
    await pause(1_000);
    const from = (await framesOf(cem.page)).length;
    await pause(3_000);
    const later = (await framesOf(cem.page, from)).map((frame) => placeOf(frame)?.index);
    expect([later.includes(ADA), later.includes(BO)]).toEqual([true, false]);
  });

  test('goes on with the others once it hears of it, and who was removed opens nothing', async () => {
    const { ada, bo, cem } = all;
    await adaIsHeard(true);
    cem.deafTo = () => false;
    await Promise.all([ada.tileBecomes('Bo', { state: 'live' }), bo.tileBecomes('Ada', { state: 'live' })]);
    await gone('Cem', ada, bo);
    await Promise.all([ada.sees(bo), bo.sees(ada)]);
    const from = (await framesOf(cem.page)).length;
    const frames = await ada.until('frames of both', async () => {
      const now = await framesOf(cem.page, from);
      const indices = new Set(now.map((frame) => placeOf(frame)?.index));
      return now.length > 300 && indices.size >= 2 && now;
    });
    expect(await openedBy(cem, frames)).toEqual([]);
  });
});
