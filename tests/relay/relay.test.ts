/** The relay as it runs: real sockets, real SFU. What needs a browser is in `tests/calls` and `tests/attacks`. */

import { createHash, createHmac } from 'node:crypto';
import { SignalResponse } from '@livekit/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { toBase64url } from '../../crypto/bytes.ts';
import { startRelay, type Running, type SfuApart } from '../../relay/conclave.ts';
import type { Limits } from '../../relay/limits.ts';
import { findSfuBinary } from '../../relay/sfu.ts';
import { startSfu, type SfuProcess } from '../../relay/sfuProcess.ts';
import { sfuApi, sfuRoomOf, type Present, type SfuRoom } from '../../relay/tokens.ts';
import { ENVELOPE_BYTES, SOURCE_BITS } from '../../relay/wire.ts';
import { listsOf, makeAuthority, somebody, type Authority } from './authority.ts';
import { RelayPage } from './page.ts';
import { HEARD, NOBODY } from './world.ts';

let process_: SfuProcess;
let sfu: SfuApart;
let relay: Running;
const log: string[] = [];
const pages: RelayPage[] = [];
const sockets: WebSocket[] = [];

const MANY: Partial<Limits> = { socketsPerMinute: 10_000, socketBurst: 10_000, openSockets: 10_000 };
const startAgain = (port = 0, limits: Partial<Limits> = MANY): Promise<Running> =>
  startRelay({ port, sfu, limits, log: (line) => log.push(line) });

beforeAll(async () => {
  process_ = await startSfu({
    binary: await findSfuBinary(process.env, (line) => console.log(line)),
    host: '127.0.0.1',
    onDeath: (lastWords) => log.push(lastWords),
  });
  sfu = { access: process_.access, url: process_.access.apiUrl.replace('http', 'ws') };
  relay = await startAgain();
});
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
  for (const socket of sockets.splice(0)) socket.terminate();
});
afterAll(async () => {
  await relay.close();
  await process_.close();
});

async function page(origin = relay.url, port = relay.port): Promise<RelayPage> {
  const connected = await RelayPage.connect(port, origin);
  pages.push(connected);
  return connected;
}

const api = () => sfuApi(sfu.access);
const roomOf = (authority: Authority, move = 0): SfuRoom =>
  sfuRoomOf(sfu.access.apiSecret, authority.roomId, move);
const insideRoom = async (sfuRoom: SfuRoom): Promise<string[]> =>
  (await api().participants(sfuRoom)).map(({ participant }) => participant).sort();
const inside = (authority: Authority, move = 0): Promise<string[]> => insideRoom(roomOf(authority, move));
const mayPublish = async (authority: Authority, identity: string): Promise<Present['sources']> =>
  (await api().participants(roomOf(authority))).find(({ participant }) => participant === identity)?.sources;

/** The relay asks the SFU who is in when it gets lists: who comes after this is not in that answer. */
const looked = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500));

/** Joins the SFU as far as its signalling goes; gives the identity it was let in as, or the refusal's status. */
function join(token: string): Promise<string | number> {
  const socket = new WebSocket(`${sfu.url}/rtc?access_token=${token}&protocol=15&auto_subscribe=1`);
  sockets.push(socket);
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
    socket.once('message', (data: Buffer) => {
      const { message } = SignalResponse.fromBinary(new Uint8Array(data));
      resolve(message.case === 'join' ? (message.value.participant?.identity ?? '') : (message.case ?? ''));
    });
  });
}

/** A token such as the SFU's operator, or a relay that lies, could make. */
function forgedToken(room: string, identity: string): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: sfu.access.apiKey,
    sub: identity,
    nbf: now - 5,
    exp: now + 60,
    video: { room, roomJoin: true },
  };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', sfu.access.apiSecret).update(signed).digest('base64url')}`;
}

function webhook(body: string, secret = sfu.access.apiSecret): Promise<number> {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const sha256 = createHash('sha256').update(body).digest('base64');
  const claims = { iss: sfu.access.apiKey, exp: Math.floor(Date.now() / 1000) + 60, sha256 };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  const authorization = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  const url = `http://127.0.0.1:${relay.port}/livekit/webhook`;
  return fetch(url, { method: 'POST', body, headers: { authorization } }).then((answer) => answer.status);
}

const joined = (authority: Authority, identity: string): string =>
  JSON.stringify({
    event: 'participant_joined',
    room: { name: roomOf(authority) },
    participant: { identity },
  });

describe('admission', () => {
  test('goes from a knock to a place in the SFU room', async () => {
    const host = makeAuthority();
    const leader = await (await page()).lead(host);
    const joiner = await page();
    joiner.say({ type: 'wait', room: host.room });
    const { waiter } = await leader.next('waiting');
    expect(await joiner.next('host')).toEqual(HEARD);

    const knock = toBase64url(new Uint8Array(ENVELOPE_BYTES).fill(1));
    joiner.say({ type: 'envelope', data: knock });
    expect(await leader.next('envelopeFrom')).toEqual({ type: 'envelopeFrom', waiter, data: knock });
    const challenge = toBase64url(new Uint8Array(ENVELOPE_BYTES).fill(2));
    leader.say({ type: 'envelopeTo', waiter, data: challenge });
    expect(await joiner.next('envelope')).toEqual({ type: 'envelope', data: challenge });

    const participant = somebody();
    leader.say({ type: 'admit', participant, waiter });
    const { token, url, move } = await joiner.next('token');
    expect(move).toBe(0);
    expect(url).toBe(sfu.url);
    expect(await join(token)).toBe(participant);
    leader.say({ type: 'admit', participant: host.participant });
    expect(await join((await leader.next('token')).token)).toBe(host.participant);
    await expect.poll(() => inside(host)).toEqual([participant, host.participant].sort());
  });

  test('is the only way into an SFU room: none comes into being by joining', async () => {
    const nowhere = makeAuthority();
    expect(await join(forgedToken(roomOf(nowhere), somebody()))).toBe(404);
  });

  test('finds the SFU room again after the SFU has closed it', async () => {
    const host = makeAuthority();
    const leader = await (await page()).lead(host);
    await api().deleteRoom(roomOf(host));
    leader.say({ type: 'admit', participant: host.participant });
    const { token } = await leader.next('token');
    // It comes while the SFU still makes the room.
    await expect.poll(() => join(token)).toBe(host.participant);
  });
});

describe('strangers', () => {
  test('that are inside when an authority opens the room are thrown out', async () => {
    const host = makeAuthority();
    const [admitted, stranger] = [somebody(), somebody()];
    await api().openRoom(roomOf(host));
    for (const identity of [admitted, stranger]) await join(forgedToken(roomOf(host), identity));
    await expect.poll(() => inside(host)).toEqual([admitted, stranger].sort());
    const leader = await (await page()).lead(host, { admitted: [admitted] });
    expect(await leader.next('stranger')).toEqual({ type: 'stranger', participant: stranger });
    await expect.poll(() => inside(host)).toEqual([admitted]);
  });

  test('that come later are thrown out on the word of the SFU, and only of the SFU', async () => {
    const host = makeAuthority();
    const leader = await (await page()).lead(host);
    const stranger = somebody();
    await looked();
    await join(forgedToken(roomOf(host), stranger));
    await expect.poll(() => inside(host)).toEqual([stranger]);
    expect(await webhook(joined(host, stranger), 'not the secret of this SFU, not at all')).toBe(401);
    expect(await inside(host)).toEqual([stranger]);
    expect(await webhook(joined(host, stranger))).toBe(200);
    await leader.next('stranger');
    await expect.poll(() => inside(host)).toEqual([]);
  });

  test('include somebody who was removed', async () => {
    const host = makeAuthority();
    const member = somebody();
    const leader = await (await page()).lead(host, { admitted: [member] });
    await join(forgedToken(roomOf(host), member));
    await expect.poll(() => inside(host)).toEqual([member]);
    leader.say({ type: 'remove', participant: member });
    await expect.poll(() => inside(host), { timeout: 5_000 }).toEqual([]);
    await join(forgedToken(roomOf(host), member));
    await expect.poll(() => inside(host)).toEqual([member]);
    expect(await webhook(joined(host, member))).toBe(200);
    await leader.next('stranger');
    await expect.poll(() => inside(host)).toEqual([]);
  });
});

describe('what people may publish', () => {
  const { microphone, camera } = SOURCE_BITS;

  test('is what their tokens say, and changes while they are inside', async () => {
    const host = makeAuthority();
    const member = somebody();
    const lists = { admitted: [host.participant, member], authorities: [host.participant] };
    const leader = await (await page()).lead(host, { ...lists, everyone: microphone });
    for (const participant of [member, host.participant]) {
      leader.say({ type: 'admit', participant });
      expect(await join((await leader.next('token')).token)).toBe(participant);
    }
    await expect.poll(() => inside(host)).toHaveLength(2);
    expect(await mayPublish(host, member)).toBe(microphone);
    expect(await mayPublish(host, host.participant)).toBe(15);

    leader.say({ type: 'lists', ...listsOf({ ...lists, everyone: 0, authoritiesMay: camera }) });
    await expect.poll(() => mayPublish(host, member), { timeout: 5_000 }).toBe(0);
    await expect.poll(() => mayPublish(host, host.participant)).toBe(camera);
    leader.say({ type: 'lists', ...listsOf({ ...lists, authorities: [member], everyone: microphone }) });
    await expect.poll(() => mayPublish(host, member), { timeout: 5_000 }).toBe(15);
  });

  test('is set right for whoever came in with more', async () => {
    const host = makeAuthority();
    const member = somebody();
    await (await page()).lead(host, { admitted: [member], everyone: microphone });
    await looked();
    await join(forgedToken(roomOf(host), member));
    await expect.poll(() => inside(host)).toEqual([member]);
    expect(await mayPublish(host, member)).not.toBe(microphone);
    expect(await webhook(joined(host, member))).toBe(200);
    await expect.poll(() => mayPublish(host, member)).toBe(microphone);
  });
});

describe('a member that was removed and keeps coming back', () => {
  test('has the others move to a new SFU room, and stays outside for good', async () => {
    const host = makeAuthority();
    const [member, removed] = [host.appoint(255), somebody()];
    const admitted = [host.participant, member.participant, removed];
    const leader = await (await page()).lead(host, { admitted });
    await join(forgedToken(roomOf(host), member.participant));
    leader.say({ type: 'remove', participant: removed });
    // Both the look and the removal are over before it comes back.
    await looked();
    for (let time = 0; time < 2; time++) {
      await join(forgedToken(roomOf(host), removed));
      await expect.poll(() => inside(host)).toContain(removed);
      expect(await webhook(joined(host, removed))).toBe(200);
      await leader.next('stranger');
      await expect.poll(() => inside(host)).not.toContain(removed);
    }
    expect(await leader.next('moved')).toEqual({ type: 'moved', move: 1 });

    const back = await page();
    const { nonce } = await back.next('nonce');
    back.say(member.rejoin(nonce, back.origin));
    const { token, move } = await back.next('token');
    expect(move).toBe(1);
    expect(await join(token)).toBe(member.participant);
    await back.gone();
    await expect.poll(() => inside(host, 1)).toEqual([member.participant]);
    // The old room goes as soon as nobody who belongs to the meeting is in it: there is no way back into it.
    for (const socket of sockets.slice(0, -1)) socket.terminate();
    await api().remove(roomOf(host), member.participant);
    await expect.poll(() => join(forgedToken(roomOf(host), removed)), { timeout: 20_000 }).toBe(404);
    expect(await inside(host, 1)).toEqual([member.participant]);
  });
});

describe('a rejoin', () => {
  test('is patient after a relay has started again, and then leads back in', async () => {
    const host = makeAuthority();
    const member = host.appoint(255);
    const stranger = host.appoint(255);
    const asking = await Promise.all([page(), page()]);
    for (const [at, who] of [member, stranger].entries()) {
      const line = asking[at]!;
      line.say(who.rejoin((await line.next('nonce')).nonce, line.origin));
      expect(await line.next('host')).toEqual(NOBODY);
    }
    await (await page()).lead(host, { admitted: [member.participant] }, 5);
    const { token, move } = await asking[0].next('token');
    expect(move).toBe(5);
    expect(await join(token)).toBe(member.participant);
    await expect.poll(() => inside(host, 5)).toEqual([member.participant]);
    expect(await asking[1].next('refused')).toEqual({ type: 'refused', reason: 'notIn' });
    await Promise.all(asking.map((line) => line.gone()));
  });

  test('signed for another relay is refused', async () => {
    const member = makeAuthority();
    const line = await page();
    line.say(member.rejoin((await line.next('nonce')).nonce, 'http://evil.example'));
    expect(await line.next('refused')).toEqual({ type: 'refused', reason: 'badClaim' });
    await line.gone();
  });
});

test('a co-host stands in for the host while it is away, and lets people in', async () => {
  const host = makeAuthority();
  const coHost = host.appoint(1);
  const leader = await (await page()).lead(host, { authorities: [coHost.participant] });
  const deputy = await (await page()).lead(coHost);
  const joiner = await page();
  joiner.say({ type: 'wait', room: host.room });
  await leader.next('waiting');
  leader.close();
  expect(await deputy.next('leading')).toEqual({ type: 'leading', is: true });
  const { waiter } = await deputy.next('waiting');
  const participant = somebody();
  deputy.say({ type: 'admit', participant, waiter });
  expect(await join((await joiner.next('token')).token)).toBe(participant);
  const back = await (await page()).lead(host.onAnotherDevice(), { admitted: [participant] });
  expect(await deputy.next('refused')).toEqual({ type: 'refused', reason: 'notAllowed' });
  await deputy.gone();
  await back.next('waiting');
});

test('a meeting holds as many as whoever runs the relay says', async () => {
  const small = await startRelay({ port: 0, sfu, limits: MANY, maxParticipants: 2 });
  const host = makeAuthority();
  const leader = await page(small.url, small.port);
  await leader.claim(host);
  leader.say({ type: 'open', move: 0, lists: listsOf({ admitted: [somebody()] }) });
  expect(await leader.next('opened')).toEqual({ type: 'opened', move: 0, max: 2, leading: true });
  leader.say({ type: 'admit', participant: somebody() });
  await leader.next('full');
  await small.close();
});

test('a storm of a hundred knocks of full length does not cut the leader off', async () => {
  const generous = await startAgain(0, { ...MANY, knocksPerMinute: 10_000, waitersPerPlace: 10_000 });
  const host = makeAuthority();
  const leader = await (await page(generous.url, generous.port)).lead(host);
  const joiners = await Promise.all(Array.from({ length: 100 }, () => page(generous.url, generous.port)));
  for (const joiner of joiners) joiner.say({ type: 'wait', room: host.room });
  for (const joiner of joiners) expect(await joiner.next('host')).toEqual(HEARD);
  leader.socket.pause();
  const data = toBase64url(new Uint8Array(ENVELOPE_BYTES));
  for (let time = 0; time < 3; time++) for (const joiner of joiners) joiner.say({ type: 'envelope', data });
  await new Promise((resolve) => setTimeout(resolve, 300));
  leader.socket.resume();
  for (let time = 0; time < 300; time++) await leader.next('envelopeFrom');
  expect(leader.closed).toBe(false);
  await generous.close();
});

test('the end deletes the SFU room, tells who waits, and closes', async () => {
  const host = makeAuthority();
  const leader = await (await page()).lead(host);
  const joiner = await page();
  joiner.say({ type: 'wait', room: host.room });
  await leader.next('waiting');
  await join(forgedToken(roomOf(host), host.participant));
  leader.say({ type: 'end' });
  await joiner.next('ended');
  await Promise.all([joiner.gone(), leader.gone()]);
  expect(await join(forgedToken(roomOf(host), host.participant))).toBe(404);
});

test('a relay that starts again leaves calls alone until the host is back', async () => {
  const host = makeAuthority();
  const member = somebody();
  const leader = await (await page()).lead(host, { admitted: [member] });
  const joiner = await page();
  joiner.say({ type: 'wait', room: host.room });
  await leader.next('waiting');
  await join(forgedToken(roomOf(host), member));
  await expect.poll(() => inside(host)).toEqual([member]);

  const { port } = relay;
  await relay.close();
  await Promise.all([leader.gone(), joiner.gone()]);
  expect(await leader.next('refused')).toEqual({ type: 'refused', reason: 'shuttingDown' });
  relay = await startAgain(port);
  expect(await inside(host)).toEqual([member]);
  expect(await webhook(joined(host, member))).toBe(200);
  expect(await inside(host)).toEqual([member]);

  const waiting = await page();
  waiting.say({ type: 'wait', room: host.room });
  expect(await waiting.next('host')).toEqual(NOBODY);
  await (await page()).lead(host, { admitted: [member] });
  expect(await waiting.next('host')).toEqual(HEARD);
  expect(await inside(host)).toEqual([member]);
});

test('the relay logs nothing about anyone', () => {
  // An SFU asked to throw out somebody who is just leaving may not answer: that is said, but not of whom.
  for (const line of log) expect(line).toBe('The SFU did not do what the relay asked of it.');
});
