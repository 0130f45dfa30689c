import { describe, expect, test, vi } from 'vitest';
import { AuthorityLine } from '../../../app/connection/authorityLine.ts';
import { JoinerLine } from '../../../app/connection/joinerLine.ts';
import { RejoinLine } from '../../../app/connection/rejoinLine.ts';
import { branded, type ParticipantId } from '../../../crypto/brands.ts';
import { toBase64url } from '../../../crypto/bytes.ts';
import type { FromVault, RelayLists, ToVault } from '../../../crypto/workers/protocol.ts';
import { answered, type FarEnd, connections, useFarEnd } from './farEnd.ts';

useFarEnd();

const ROOM = toBase64url(new Uint8Array(16).fill(7));
const NONCE = toBase64url(new Uint8Array(32).fill(1));
const SFU = 'ws://sfu';
const ENVELOPE = new Uint8Array(2048).fill(9);
const id = (n: number): ParticipantId => branded<ParticipantId>(toBase64url(new Uint8Array(16).fill(n)));
const ADA = id(1);
const WAY = { url: 'ws://sfu', token: 'a.b.c', move: 0 };

const told: ToVault[] = [];
const options = <Handlers>(handlers: Handlers) => {
  told.length = 0;
  return {
    origin: 'https://conclave.example',
    roomId: ROOM,
    toVault: (message: ToVault) => told.push(message),
    handlers,
  };
};
const kinds = () => told.map(({ type }) => type);

describe('the line of who waits', () => {
  const handlers = () => ({
    connected: vi.fn(),
    sfu: vi.fn(),
    host: vi.fn(),
    token: vi.fn(),
    ended: vi.fn(),
    refused: vi.fn(),
  });
  const waiting = () => {
    const told = handlers();
    const line = new JoinerLine(options(told));
    const relay = answered();
    relay.says({ type: 'nonce', nonce: NONCE, sfu: SFU });
    return { line, relay, told };
  };
  const host = (change: { present?: boolean; full?: boolean; locked?: boolean } = {}) =>
    ({ type: 'host', present: true, full: false, locked: false, ...change }) as const;
  const shown: FromVault = { type: 'door', state: { at: 'shown' } };

  test('takes a place, hears where the SFU is, and knocks when there is somebody to hear it', () => {
    const { relay, told } = waiting();
    expect(relay.heard).toEqual([{ type: 'wait', room: ROOM }]);
    expect(told.sfu).toHaveBeenCalledExactlyOnceWith(SFU);
    relay.says(host({ present: false }));
    expect(kinds()).toEqual([]);
    relay.says(host());
    expect(kinds()).toEqual(['placed']);
  });

  test('knocks once, also when the relay says that the house is full and then is not', () => {
    const { relay } = waiting();
    relay.says(host());
    relay.says(host({ full: true }));
    relay.says(host());
    expect(kinds()).toEqual(['placed']);
  });

  test('knocks anew for another leader', () => {
    const { relay } = waiting();
    for (const present of [true, false, true]) relay.says(host({ present }));
    expect(kinds()).toEqual(['placed', 'placed']);
  });

  test('knocks when a locked door opens, unless the host has been told already', () => {
    const { line, relay } = waiting();
    relay.says(host({ locked: true }));
    told.length = 0;
    relay.says(host());
    expect(kinds()).toEqual(['placed']);
    line.fromVault(shown);
    relay.says(host({ locked: true }));
    relay.says(host());
    expect(kinds()).toEqual(['placed']);
  });

  test.each(['locked', 'full'] as const)('knocks again once it is open, after a host said: %s', (at) => {
    const { line, relay } = waiting();
    relay.says(host());
    line.fromVault({ type: 'door', state: { at } });
    for (const change of [{ full: true }, { full: true, locked: true }, { locked: true }])
      relay.says(host(change));
    expect(kinds()).toEqual(['placed']);
    relay.says(host());
    expect(kinds()).toEqual(['placed', 'placed']);
  });

  test('knocks anew after a break', () => {
    const { relay } = waiting();
    relay.says(host());
    relay.breaks();
    vi.advanceTimersByTime(1_000);
    const next = answered();
    next.says({ type: 'nonce', nonce: NONCE, sfu: SFU });
    next.says(host());
    expect(kinds()).toEqual(['placed', 'placed']);
  });

  test('is made anew at once when a sleep is over, and nothing of the dead one counts', () => {
    const { line, relay } = waiting();
    line.renew();
    expect(relay.closed).toBe(true);
    expect(connections).toHaveLength(2);
    relay.says(host());
    expect(kinds()).toEqual([]);
    relay.breaks();
    vi.advanceTimersByTime(20_000);
    expect(connections).toHaveLength(2);
  });
});

describe('the line of an authority', () => {
  const handlers = () => ({
    connected: vi.fn(),
    opened: vi.fn(),
    token: vi.fn(),
    stranger: vi.fn(),
    full: vi.fn(),
    moved: vi.fn(),
    refused: vi.fn(),
  });
  const lists = (...admitted: ParticipantId[]): RelayLists => ({
    admitted,
    authorities: [ADA],
    everyone: 3,
    authoritiesMay: 15,
    locked: false,
  });
  const claim = (known: RelayLists | undefined): FromVault => ({
    type: 'claim',
    grant: new Uint8Array(153),
    signature: new Uint8Array(64),
    move: 2,
    lists: known,
  });
  function opening(self: ParticipantId | undefined, known: RelayLists | undefined, leading = true) {
    const heard = handlers();
    const line = new AuthorityLine(options(heard), self);
    const relay = answered();
    relay.says({ type: 'nonce', nonce: NONCE, sfu: SFU });
    line.fromVault(claim(known));
    relay.says({ type: 'opened', move: 2, max: 50, leading });
    return { line, relay, heard, said: () => relay.heard.slice(2) };
  }

  test('claims the room and opens it with what the vault knows', () => {
    const { relay, heard } = opening(undefined, lists(ADA));
    expect(relay.heard[0]).toMatchObject({ type: 'claim', room: ROOM });
    expect(relay.heard[1]).toEqual({ type: 'open', move: 2, lists: lists(ADA) });
    expect(told).toMatchObject([{ type: 'relayNonce' }, { type: 'opened', move: 2, max: 50 }]);
    expect(heard.opened).toHaveBeenCalledWith(50);
  });

  test('opens it without lists where the vault does not know who is in', () => {
    expect(opening(ADA, undefined).relay.heard[1]).toEqual({ type: 'open', move: 2 });
  });

  test('asks for a token of its own until one came, also where it does not lead', () => {
    const { relay, heard, said } = opening(ADA, undefined, false);
    expect(said()).toEqual([{ type: 'admit', participant: ADA }]);
    relay.says({ type: 'token', ...WAY });
    relay.says({ type: 'token', ...WAY, token: 'another' });
    expect(heard.token).toHaveBeenCalledTimes(1);
    expect(heard.token).toHaveBeenCalledWith(expect.objectContaining(WAY));
  });

  test('does not use a token that nobody asked for', () => {
    const { relay, heard } = opening(undefined, lists(ADA));
    relay.says({ type: 'token', ...WAY });
    expect(heard.token).not.toHaveBeenCalled();
  });

  test('gives new lists only while it leads at the relay, and the newest when it begins to', () => {
    const { line, relay, said } = opening(undefined, lists(ADA), false);
    line.fromVault({ type: 'lists', lists: lists(ADA, id(2)) });
    expect(said()).toEqual([]);
    relay.says({ type: 'leading', is: true });
    expect(said()).toEqual([{ type: 'lists', ...lists(ADA, id(2)) }]);
    relay.says({ type: 'leading', is: false });
    line.fromVault({ type: 'lists', lists: lists(ADA) });
    expect(said()).toHaveLength(1);
  });

  test('says that a knock was denied after the sealed answer, and that it was admitted by the token alone', () => {
    const { line, said } = opening(undefined, undefined);
    line.fromVault({ type: 'envelope', data: ENVELOPE, waiter: 4 });
    line.fromVault({ type: 'answered', waiter: 4, how: 'denied' });
    line.fromVault({ type: 'tokenFor', waiter: 5, participantId: id(5) });
    line.fromVault({ type: 'answered', waiter: 5, how: 'admitted' });
    expect(said().map(({ type }) => type)).toEqual(['envelopeTo', 'deny', 'admit']);
  });

  test.each([
    ['when another leads', (relay: FarEnd) => relay.says({ type: 'leading', is: false })],
    ['when the line breaks', (relay: FarEnd) => relay.breaks()],
  ])('lets go of those who wait %s: their numbers mean nothing elsewhere', (_when, happens) => {
    const { relay } = opening(undefined, lists(ADA));
    relay.says({ type: 'waiting', waiter: 4 });
    relay.says({ type: 'waiting', waiter: 5 });
    relay.says({ type: 'gone', waiter: 4 });
    happens(relay);
    expect(told.filter(({ type }) => type === 'gone')).toEqual([
      { type: 'gone', waiter: 4 },
      { type: 'gone', waiter: 5 },
    ]);
  });

  test('has a stranger removed, if it leads', () => {
    const { line, relay, said } = opening(undefined, undefined);
    line.remove('ghost');
    relay.says({ type: 'leading', is: false });
    line.remove('ghost');
    expect(said()).toEqual([{ type: 'remove', participant: 'ghost' }]);
  });

  test('tells the vault and the page that the meeting has a new SFU room', () => {
    const { relay, heard } = opening(undefined, undefined);
    relay.says({ type: 'moved', move: 3 });
    expect(told.at(-1)).toEqual({ type: 'moved', move: 3 });
    expect(heard.moved).toHaveBeenCalledWith(3);
  });
});

describe('the line of who asks for a way back', () => {
  const handlers = () => ({ connected: vi.fn(), asked: vi.fn(), token: vi.fn(), failed: vi.fn() });
  const rejoin: FromVault = {
    type: 'rejoin',
    signKey: new Uint8Array(32),
    signature: new Uint8Array(64),
  };
  const asking = () => {
    const heard = handlers();
    const line = new RejoinLine(options(heard));
    const relay = answered();
    relay.says({ type: 'nonce', nonce: NONCE, sfu: SFU });
    return { line, relay, heard };
  };

  test('signs the nonce once and hands on the token', () => {
    const { line, relay, heard } = asking();
    expect(told).toMatchObject([{ type: 'rejoinNonce' }]);
    line.fromVault(rejoin);
    line.fromVault(rejoin);
    expect(relay.heard).toMatchObject([{ type: 'rejoin', room: ROOM }]);
    relay.says({ type: 'token', ...WAY });
    expect(heard.token).toHaveBeenCalledTimes(1);
  });

  test('does not use a token that came before it asked', () => {
    const { relay, heard } = asking();
    relay.says({ type: 'token', ...WAY });
    expect(heard.token).not.toHaveBeenCalled();
  });

  test.each([
    ['a refusal', true, (relay: FarEnd) => relay.says({ type: 'refused', reason: 'notIn' })],
    ['another refusal', false, (relay: FarEnd) => relay.says({ type: 'refused', reason: 'tooMany' })],
    ['the relay’s word that it ended', false, (relay: FarEnd) => relay.says({ type: 'ended' })],
    ['a break', false, (relay: FarEnd) => relay.breaks()],
  ])('takes %s for a failed try', (_what, notIn, happens) => {
    const { line, relay, heard } = asking();
    line.fromVault(rejoin);
    happens(relay);
    expect(heard.failed.mock.calls).toEqual([[notIn]]);
  });
});
