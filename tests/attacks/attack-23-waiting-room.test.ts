/**
 * Attack 23: somebody with the link wants in without an authority's click: by asking the real relay, by saying again
 * what was said for others, by being quicker than the lock; and at last with the relay's and the SFU's help.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/bytes.ts';
import { makeRejoin, participantIdOf } from '../../crypto/claim.ts';
import { decodeLink } from '../../crypto/invitation.ts';
import { isRefusal } from '../../crypto/refusal.ts';
import { randomBytes, signingPair } from '../../crypto/sodium.ts';
import type { FromRelay, ToRelay } from '../../relay/wire.ts';
import { Stack } from '../calls/stack.ts';
import { RelayPage } from '../relay/page.ts';
import { lieToRelay, nobodyRemoved, noWebhooks, type Liar } from './hosting.ts';
import { pause, twoInACall, type TwoInACall } from './meetings.ts';
import { HostileMember } from './member.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { framesOf } from './stock.ts';

/** Time in which a relay that gave anything would have given it. */
const ANSWER_MS = 1_500;

describe('attack 23: the waiting room', () => {
  let pages: PageServer;
  let stack: Stack;
  let call: TwoInACall;
  let liar: Liar;
  let mallory: HostileMember;
  const lines: RelayPage[] = [];

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start();
    liar = lieToRelay(stack.relayProxy, {});
    [call, mallory] = await Promise.all([
      twoInACall(stack),
      HostileMember.arrive({ name: 'Mallory', look: 'dea', origin: stack.origin, pages }),
    ]);
  });
  afterAll(async () => {
    for (const line of lines) line.close();
    await mallory?.goHome();
    await stack?.stop();
    await pages?.close();
  });

  /** A line of Mallory's, straight to the relay. */
  async function line(): Promise<RelayPage> {
    const page = await RelayPage.connect(Number(new URL(stack.origin).port), stack.origin);
    lines.push(page);
    return page;
  }

  const roomOf = (link: string): { name: string; id: Parameters<typeof makeRejoin>[2] } => {
    const decoded = decodeLink(link, stack.origin);
    if (isRefusal(decoded) || decoded.kind !== 'invite') throw new Error('no invite link');
    return { name: toBase64url(decoded.roomId), id: decoded.roomId };
  };

  /** All that this line is told, in time. */
  async function told(page: RelayPage): Promise<readonly FromRelay['type'][]> {
    await pause(ANSWER_MS);
    const types: FromRelay['type'][] = [];
    for (let one = page.taken(); one; one = page.taken()) types.push(one.type);
    return types;
  }

  const own = participantIdOf(signingPair().verifyKey);
  const asked: readonly [string, ToRelay][] = [
    ['admits itself', { type: 'admit', participant: own }],
    ['has itself admitted as a waiter', { type: 'admit', participant: own, waiter: 1 }],
    ['opens the room', { type: 'open', move: 0 }],
  ];

  test.each(asked)('the relay gives no token to who waits and %s', async (_how, message) => {
    const page = await line();
    page.say({ type: 'wait', room: roomOf(call.link).name });
    await page.next('host');
    page.say(message);
    expect(await told(page)).toEqual(['nonce', 'refused']);
    expect(page.closed).toBe(true);
  });

  test('nor to who asks for a way back without ever having been in', async () => {
    const page = await line();
    const { nonce } = await page.next('nonce');
    const { name, id } = roomOf(call.link);
    const { verifyKey, signingKey } = signingPair();
    const signature = makeRejoin(
      signingKey,
      stack.origin,
      id,
      Uint8Array.from(Buffer.from(nonce, 'base64url')),
    );
    page.say({
      type: 'rejoin',
      room: name,
      signKey: toBase64url(verifyKey),
      signature: toBase64url(signature),
    });
    expect(await told(page)).toEqual(['refused']);
  });

  test('nor to who says again what the host said when somebody else was let in', async () => {
    const saying = (type: ToRelay['type']): ToRelay => {
      const heard = liar.heard.find(({ from, message }) => from === 'page' && message.type === type);
      if (heard?.from !== 'page') throw new Error(`nobody said ${type}`);
      return heard.message;
    };
    const page = await line();
    for (const type of ['claim', 'open', 'admit'] as const) page.say(saying(type));
    expect(await told(page)).toEqual(['nonce', 'refused']);

    // The sealed answer to Bo, at the door of somebody else.
    const sealed = liar.heard.filter(({ from, message }) => from === 'page' && message.type === 'envelopeTo');
    expect(sealed.length).toBeGreaterThan(1);
    await mallory.knock(call.link, 'not the passphrase at all');
    const refused = ({ type }: { readonly type: string }): boolean => type === 'door';
    await mallory.heardThat('a word from the door', refused);
    const his = [...stack.relayProxy.lines].at(-1);
    for (const { message } of sealed) {
      if (his && message.type === 'envelopeTo') liar.toPage(his, { type: 'envelope', data: message.data });
    }
    await pause(ANSWER_MS);
    expect(mallory.heard.some(({ type }) => type === 'seated')).toBe(false);
    expect(mallory.ways).toEqual([]);
  });

  /** How many tokens the relay gave so far. */
  const tokens = (): number =>
    liar.heard.filter(({ from, message }) => from === 'relay' && message.type === 'token').length;

  test('nor to who knocks at the very moment at which the meeting is locked', async () => {
    const { ada, link, passphrase } = call;
    const before = tokens();
    const eve = await stack.person('Eve');
    await eve.comeTo(link);
    await ada.open('Security');
    await Promise.all([ada.turn('Lock meeting', true), eve.ask(passphrase)]);
    // Whichever was first: she waits, or may be let in by a click, which nobody makes.
    await eve.until('a word from the door', async () =>
      /is locked|has been told/.test(await eve.page.evaluate(() => document.body.innerText)),
    );
    await pause(ANSWER_MS);
    expect(await eve.has('main', 'Meeting')).toBe(false);
    expect(tokens()).toBe(before);
    await eve.page.close();
    await ada.turn('Lock meeting', false);
  });

  test('a token from the relay’s own hand opens the SFU room and nothing more', async () => {
    const { ada, bo } = call;
    noWebhooks(stack);
    nobodyRemoved(stack);
    const [room = ''] = await stack.sfu.rooms();
    const token = await stack.sfu.token(own, room);
    await mallory.join({ url: stack.sfu.url.replace('http', 'ws'), token });
    await mallory.publish();
    for (const person of [ada, bo]) await person.reads('alert', 'whom nobody let in');
    await ada.until('frames at Mallory’s', async () => (await framesOf(mallory.page)).length > 200);

    expect(mallory.roster).toEqual([]);
    expect(mallory.epochs).toEqual([]);
    const frames = await framesOf(mallory.page);
    const opened = await Promise.all(
      frames.map(({ data, kind }) => mallory.openAnyhow(data, kind === 'audio' ? 'opus' : 'vp8')),
    );
    expect(opened.filter((frame) => frame !== undefined)).toEqual([]);
    for (const person of [ada, bo]) {
      const tiles = await person.page.$$eval('[role="group"][data-state]', (all) => all.length);
      expect(tiles).toBe(2);
    }
    expect(await ada.hearsNow(bo)).toBe(true);
    expect(await ada.hearsTone(1500)).toBe(false);
  });

  test('and an honest page that is given one stays in the waiting room', async () => {
    const { link } = call;
    const fay = await stack.person({ name: 'Fay', look: 'cem', browser: 'chromium' });
    await fay.knock(link, 'not the passphrase at all');
    await fay.reads('alert', 'passphrase');
    const [room = ''] = await stack.sfu.rooms();
    const [his] = [...stack.relayProxy.lines].slice(-1);
    if (!his) throw new Error('no line');
    const token = await stack.sfu.token(toBase64url(randomBytes(16)), room);
    liar.toPage(his, { type: 'token', url: stack.sfuProxy.url.replace('http', 'ws'), token, move: 0 });
    await pause(ANSWER_MS);
    expect(await fay.has('main', 'Meeting')).toBe(false);
    expect((await stack.sfu.participants()).length).toBe(3);
  });
});
