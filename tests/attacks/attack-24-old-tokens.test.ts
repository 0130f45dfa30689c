/**
 * Attack 24: the SFU gives every participant a token of its own, good for a new connection, and asks nobody whether
 * they were removed meanwhile. Somebody who was removed comes back with it, and again.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gone, remove } from '../calls/hosting.ts';
import { Stack } from '../calls/stack.ts';
import { endAll, pause, twoAndCem, type TwoInACall } from './meetings.ts';
import type { HostileMember } from './member.ts';
import type { WayIn } from './member.ts';
import { servePages, type PageServer } from './pageServer.ts';
import { responseIn } from './signalProxy.ts';
import { longestSilence, watchSilence } from './silence.ts';

/** Somebody who notices a longer silence would take the call for broken. */
const BROKEN_MS = 5_000;

describe('attack 24: tokens that outlive a removal', () => {
  let pages: PageServer;
  let stack: Stack;
  let call: TwoInACall;
  let cem: HostileMember;
  let identity: string;
  let refreshed: WayIn;
  let firstRoom: string;

  beforeAll(async () => {
    pages = await servePages();
    stack = await Stack.start();
    ({ call, cem } = await twoAndCem(stack, pages));
    identity = cem.roster.find(({ name }) => name === 'Cem')?.participantId ?? '';
    [firstRoom = ''] = await stack.sfu.rooms();
    const token = await call.ada.until('the SFU’s own token for Cem', async () => tokensOf(identity).at(-1));
    refreshed = { url: cem.ways[0]?.url ?? '', token };
  });
  afterAll(() => endAll([cem], stack, pages));

  /** What the SFU has said on its signalling connections. */
  const said = () =>
    stack.sfuProxy.recorded.flatMap(({ direction, socket, message }) => {
      const response = direction === 'down' && socket >= 0 ? responseIn(message) : undefined;
      return response ? [response.message] : [];
    });

  /** Tokens that the SFU gave this identity by itself. */
  const tokensOf = (of: string): readonly string[] =>
    said().flatMap((message) => {
      if (message.case !== 'refreshToken') return [];
      const token = message.value;
      const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
      return claims.includes(`"${of}"`) ? [token] : [];
    });

  /** How often the SFU has let Cem in. */
  const timesIn = (): number =>
    said().filter(({ case: what, value }) => what === 'join' && value.participant?.identity === identity)
      .length;

  const isOut = (): Promise<true | undefined> =>
    call.ada.until('Cem to be out', async () => {
      const { connection } = await cem.page.evaluate(() => window.stock.witness());
      const present = (await stack.sfu.participants()).some((one) => one.identity === identity);
      return connection === 'disconnected' && !present;
    });

  const comeBack = (way: WayIn): Promise<boolean> =>
    cem.join(way).then(
      () => true,
      () => false,
    );

  test('who is removed is thrown out of the SFU room', async () => {
    await remove(call.ada, 'Cem');
    await isOut();
  });

  test('who comes back by the SFU’s own token is out again at once', async () => {
    const before = timesIn();
    // He may be out before his media connection stands, for which his client goes on waiting.
    const trying = comeBack(refreshed);
    await call.ada.until('the SFU to let Cem in', async () => timesIn() > before);
    await trying;
    await isOut();
    await gone('Cem', call.ada, call.bo);
    expect(await stack.sfu.rooms()).toEqual([firstRoom]);
  });

  test('the second time the meeting goes on in a new SFU room', async () => {
    const { ada, bo } = call;
    for (const person of [ada, bo]) await watchSilence(person.page);
    await pause(3_000);
    for (const person of [ada, bo]) await longestSilence(person.page);
    const began = Date.now();
    await comeBack(refreshed);
    await ada.until('a new room, and the old one gone', async () => {
      const rooms = await stack.sfu.rooms();
      return rooms.length === 1 && rooms[0] !== firstRoom && (await stack.sfu.participants()).length === 2;
    });
    console.log(`everybody is in the new room, alone, after ${((Date.now() - began) / 1000).toFixed(1)} s`);
    await pause(3_000);
    const silences = await Promise.all([ada, bo].map(({ page }) => longestSilence(page)));
    console.log(`longest silence: Ada ${silences[0] ?? 0} ms, Bo ${silences[1] ?? 0} ms`);
    for (const silence of silences) expect(silence).toBeLessThan(BROKEN_MS);
    await Promise.all([ada.tileBecomes('Bo', { state: 'live' }), bo.tileBecomes('Ada', { state: 'live' })]);
    await Promise.all([ada.sees(bo), bo.sees(ada), ada.hears(bo), bo.hears(ada)]);
  });

  test('of which the old tokens are none', async () => {
    const { ada, bo } = call;
    const [present = ''] = await stack.sfu.rooms();
    for (const way of [refreshed, ...cem.ways]) {
      await comeBack(way);
      const inside = await stack.sfu.api.listParticipants(present);
      expect(inside.map((one) => one.identity)).not.toContain(identity);
      expect(inside).toHaveLength(2);
    }
    // An SFU may open a room for whoever has a token for it: there is nobody else in it.
    const { participants } = await cem.page.evaluate(() => window.stock.witness());
    expect(participants.length).toBeLessThanOrEqual(1);
    await Promise.all([ada.sees(bo), bo.sees(ada)]);
  });
});
