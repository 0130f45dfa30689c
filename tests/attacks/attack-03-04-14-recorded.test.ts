/**
 * Attacks 3 and 4: ten thousand frames as the SFU hands them to a subscriber, from before the first key frame
 * on, across mute, `replaceTrack`, a change of device and a full reconnect, while the SFU says of everything
 * that it is not encrypted. Every one is SFrame, under its sender's key and KID of that moment.
 */

import { LeaveRequest, LeaveRequest_Action } from '@livekit/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../calls/person.ts';
import { Stack } from '../calls/stack.ts';
import { endAll, pause } from './meetings.ts';
import { HostileMember, type Opened } from './member.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { describeFrame, isOfSfu } from './sframes.ts';
import {
  changeResponses,
  encodeResponse,
  sifTrailer,
  speakersTold,
  withoutEncryption,
} from './signalProxy.ts';
import { framesOf, type Frame } from './stock.ts';

const FRAMES = 10_000;

describe('attack 3 and 4: ten thousand frames', () => {
  let pages: PageServer;
  let stack: Stack;
  let ada: Person;
  let bo: Person;
  let host: HostileMember;
  let frames: readonly Frame[];
  let opened: readonly { readonly frame: Frame; readonly opened: Opened | undefined }[];

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start({ noWebhooks: true });
    changeResponses(stack.sfuProxy, (response) => {
      withoutEncryption(response);
      if (response.message.case === 'join') response.message.value.sifTrailer = new Uint8Array([1, 2, 3, 4]);
    });
    [ada, bo] = await stack.people({ name: 'Ada', cameras: 2 }, 'Bo');
    host = await HostileMember.arrive({ name: 'Cem', look: 'cem', origin: stack.origin, pages });
  });
  afterAll(() => endAll([host], stack, pages));

  const recorded = async (): Promise<number> =>
    host.page.evaluate(() => window.stock.witness().framesRecorded);

  /** Waits until this many more frames came. */
  async function more(count: number): Promise<void> {
    const wanted = (await recorded()) + count;
    await ada.until(`${count} more frames`, async () => (await recorded()) >= wanted, 60_000);
  }

  const bothLive = (): Promise<unknown> =>
    Promise.all([ada.tileBecomes('Bo', { state: 'live' }), bo.tileBecomes('Ada', { state: 'live' })]);

  test('are recorded from before the first key frame on', async () => {
    const { link, passphrase } = await host.host();
    for (const person of [ada, bo]) {
      await person.comeTo(link);
      if (person === ada) await person.choose('Camera device', 1);
      await person.ask(passphrase);
      await host.admit(person.name);
      await person.enter();
    }
    await bothLive();
    await more(1500);
  });

  test('and across mute', async () => {
    await bo.turn('Camera', false);
    await bo.turn('Microphone', false);
    await ada.tileBecomes('Bo', { state: 'muted' });
    await bo.turn('Camera', true);
    await bo.turn('Microphone', true);
    await ada.tileBecomes('Bo', { state: 'live' });
    await more(1500);
  });

  test('and across replaceTrack and a change of device', async () => {
    // A camera that is switched on anew is another track for the same sender.
    for (const on of [false, true, false, true]) await ada.turn('Camera', on);
    const before = await ada.ownCamera();
    await ada.unplugCamera();
    await ada.until('another camera', async () => {
      const now = await ada.ownCamera();
      return now !== '' && now !== before;
    });
    await bo.tileBecomes('Ada', { state: 'live', camera: 'on' });
    await more(1500);
  });

  test('and across a screen’s beginning and end', async () => {
    await bo.turn('Share screen', true);
    await ada.seesScreenOf(bo);
    await more(1500);
    await bo.turn('Share screen', false);
  });

  test('and across a full reconnect of both', async () => {
    const [, ...lines] = [...stack.sfuProxy.lines];
    const known = [...stack.sfuProxy.lines].map(({ number }) => number);
    const leave = new LeaveRequest({ action: LeaveRequest_Action.RECONNECT });
    for (const line of lines) line.add('down', encodeResponse({ case: 'leave', value: leave }));
    await ada.until(
      'a full reconnect of both',
      async () => [...stack.sfuProxy.lines].filter(({ number }) => !known.includes(number)).length >= 2,
    );
    await more(1500);
    await bothLive();
  });

  test('until they are ten thousand', async () => {
    const left = FRAMES - (await recorded());
    if (left > 0) await more(left);
    frames = await framesOf(host.page);
    opened = await Promise.all(
      frames.map(async (frame) => ({
        frame,
        opened: await host.open(frame.data, frame.kind === 'audio' ? 'opus' : 'vp8'),
      })),
    );
    expect(frames.length).toBeGreaterThanOrEqual(FRAMES);
  });

  test('are all sealed, each under its own key', async () => {
    const trailer = sifTrailer(stack.sfuProxy);
    const left = opened.filter((one) => one.opened === undefined && !isOfSfu(trailer, one.frame));
    expect(left.map(({ frame }) => describeFrame(frame))).toEqual([]);
    expect(opened.filter((one) => one.opened !== undefined).length).toBeGreaterThan(FRAMES - 100);
    expect(wrongKinds(opened)).toEqual([]);
    expect(new Set(opened.map((one) => one.opened?.n)).size, 'epochs').toBeGreaterThan(1);
  });

  test('and beside none of them stands how loud it is', () => {
    expect(speakersTold(stack.sfuProxy)).toEqual([]);
  });

  test('attack 14: no counter comes twice under one key', async () => {
    const taken = new Map<string, Frame>();
    const twice: string[] = [];
    for (const { frame, opened: one } of opened) {
      if (!one) continue;
      const place = `${one.n}/${one.kid}/${one.ctr}`;
      const before = taken.get(place);
      taken.set(place, frame);
      // The SFU may hand over a frame twice: then it is the same to the last bit, and a receiver drops it.
      if (before && !before.data.equals(frame.data))
        twice.push(`${place}: ${describeFrame(before)}, ${describeFrame(frame)}`);
    }
    expect(taken.size).toBeGreaterThan(FRAMES - 100);
    expect(twice).toEqual([]);
  });

  test('and those who are in see each other all the same', async () => {
    await pause(500);
    await ada.sees(bo);
  });
});

/** Sound in a picture's slot, or the other way round. */
function wrongKinds(
  all: readonly { readonly frame: Frame; readonly opened: Opened | undefined }[],
): string[] {
  return all.flatMap(({ frame, opened }) => {
    const sound = opened?.slot === 0 || opened?.slot === 3;
    return opened && sound !== (frame.kind === 'audio') ? [describeFrame(frame)] : [];
  });
}
