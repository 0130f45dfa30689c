/** The call, by the page: who may send what, who leads, and how one gets back in. */

import { describe, expect, test, vi } from 'vitest';
import { branded, type MemberIndex } from '../../crypto/brands.ts';
import { HEIR_RANK, OPEN_POLICY } from '../../crypto/group/policy.ts';
import { answered, connections } from './connection/farEnd.ts';
import {
  greeting,
  guest,
  guests,
  hosting,
  knocking,
  made,
  ROOM,
  rooms,
  says,
  seated,
  SELF,
  settle,
  SFU,
  told,
  token,
  usePage,
  vault,
} from './openedPage.ts';

usePage();

describe('somebody who waits', () => {
  test('has what the way in needs made ready, once, and goes in by that', async () => {
    const meeting = await knocking();
    await settle();
    const relay = connections.at(-1)!;
    relay.says(greeting);
    await settle();
    expect(made.map(({ ready }) => ready)).toEqual([[SFU, SFU]]);
    expect([rooms, meeting.phase.at]).toEqual([[], 'waiting']);
    await says({ type: 'door', state: { at: 'admitted' } });
    await says(seated(false));
    relay.says({ type: 'token', url: 'ws://sfu/0', token: token(SELF), move: 0 });
    await settle();
    await says(guests());
    expect(meeting.phase).toEqual({ at: 'call' });
    expect([made.length, rooms]).toEqual([1, made]);
  });

  test('and goes away, leaves nothing of it behind', async () => {
    const meeting = await knocking();
    await settle();
    expect(made.map(({ left }) => left)).toEqual([false]);
    meeting.backToStart();
    expect(made.map(({ left }) => left)).toEqual([true]);
  });
});

describe('somebody who was admitted', () => {
  test('asks for a token by themselves when none comes', async () => {
    const meeting = await knocking();
    await says({ type: 'door', state: { at: 'admitted' } });
    await says(seated(false));
    await vi.advanceTimersByTimeAsync(8_000);
    const relay = answered();
    relay.says(greeting);
    await says({ type: 'rejoin', signKey: new Uint8Array(32), signature: new Uint8Array(64) });
    relay.says({ type: 'token', url: 'ws://sfu/2', token: token(SELF), move: 2 });
    await settle();
    await says(guests());
    expect(meeting.phase).toEqual({ at: 'call' });
    expect(rooms.map(({ url }) => url)).toEqual(['ws://sfu/2']);
  });
});

describe('in the call', () => {
  test('everybody is looked at once for all who ask, and anew when something changed', async () => {
    const meeting = await guest();
    await (await import('../../app/words/catalogue.svelte.ts')).catalogue.complete();
    const { tiles } = meeting;
    expect(tiles.map(({ own }) => own)).toEqual([true, false]);
    expect(meeting.tiles).toBe(tiles);
    await says({ type: 'media', index: branded<MemberIndex>(0), on: 0b0010 });
    expect(meeting.tiles.map(({ camera }) => camera)).toEqual([false, true]);
  });

  test('a screen goes off when an authority says so, and it is said who', async () => {
    const meeting = await guest();
    await meeting.switchScreen(true);
    expect(meeting.screenOn).toBe(true);
    await says({ type: 'stop', by: 'Ada', slots: 0b0001 });
    expect([meeting.screenOn, meeting.notices]).toEqual([true, []]);
    await says({ type: 'stop', by: 'Ada', slots: 0b1100 });
    expect(meeting.screenOn).toBe(false);
    expect(meeting.notices).toMatchObject([{ kind: { is: 'stopped', by: 'Ada', slots: 0b0100 } }]);
  });

  test('a raised hand goes down when an authority says so, and it is said who', async () => {
    const meeting = await guest();
    const lower = { type: 'stop', by: 'Ada', slots: 0b1000_0000 } as const;
    await says(lower);
    expect(told()).not.toContain('say');
    const { index } = meeting.me!;
    const hand = { say: 'hand', up: true, upFor: 0, id: '1', index, label: 'Bo', own: true, at: 0 } as const;
    await says({ type: 'heard', heard: hand });
    await says({ type: 'stop', by: 'Ada', slots: 0b1111 });
    expect(told()).not.toContain('say');
    await says(lower);
    expect(told().filter((type) => type === 'say')).toHaveLength(1);
    expect(meeting.notices).toMatchObject([{ kind: { is: 'handLowered', by: 'Ada' } }]);
  });

  test('a screen goes off when the rules forbid it, and cannot be shared again', async () => {
    const meeting = await guest();
    await meeting.switchScreen(true);
    await says(guests({ ...OPEN_POLICY, screen: 'authorities' }));
    expect(meeting.screenOn).toBe(false);
    expect(meeting.notices).toMatchObject([{ kind: { is: 'forbidden', use: 'screen' } }]);
    expect(meeting.may('screen')).toBe(false);
    expect(await meeting.switchScreen(true)).toBe('notAllowedByHost');
  });

  test('a message that the vault refuses is told of, a hand is not', async () => {
    const meeting = await guest();
    const refused = { type: 'refused', of: 'say', reason: 'outOfTurn' } as const;
    meeting.say({ say: 'hand', up: true });
    await says(refused);
    expect(meeting.notices).toEqual([]);
    meeting.say({ say: 'image', picture: new Uint8Array() });
    meeting.say({ say: 'chat', text: 'Hello' });
    await says(refused);
    await says(refused);
    expect(told().filter((type) => type === 'say')).toHaveLength(3);
    expect(meeting.notices).toMatchObject([{ kind: { is: 'notSent' } }]);
  });

  test('who becomes a co-host is told, has a line to the relay while leading, and none when dismissed', async () => {
    const meeting = await guest();
    const before = connections.length;
    await says(guests(OPEN_POLICY, 2));
    expect(meeting.isAuthority).toBe(true);
    expect(connections).toHaveLength(before);
    await says({ type: 'lead', is: true, authority: true });
    expect(connections).toHaveLength(before + 1);
    expect(meeting.notices.map(({ kind }) => kind.is)).toEqual(['appointed']);
    await says({ type: 'lead', is: false, authority: true });
    expect(connections.at(-1)!.closed).toBe(true);
    await says(guests());
    expect(meeting.notices.map(({ kind }) => kind.is)).toEqual(['dismissed']);
  });

  test('who was handed over to is told once, and not again whenever they lead', async () => {
    const meeting = await guest();
    await says(guests(OPEN_POLICY, 2));
    await says(guests(OPEN_POLICY, HEIR_RANK));
    expect(meeting.notices).toMatchObject([{ kind: { is: 'nowHost' } }]);
    meeting.dismissNotice(meeting.notices[0]!.id);
    await says({ type: 'lead', is: true, authority: true });
    expect(meeting.notices).toEqual([]);
  });

  test('a lost SFU is come back to by a signed question to the relay', async () => {
    const meeting = await guest();
    rooms[0]!.tells.over();
    await settle();
    expect([meeting.phase.at, meeting.connection]).toEqual(['call', 'reconnecting']);
    const relay = answered();
    relay.says(greeting);
    await settle();
    expect(told().at(-1)).toBe('rejoinNonce');
    await says({ type: 'rejoin', signKey: new Uint8Array(32), signature: new Uint8Array(64) });
    expect(relay.heard).toMatchObject([{ type: 'rejoin', room: ROOM }]);
    relay.says({ type: 'token', url: 'ws://sfu/0', token: token(SELF), move: 0 });
    await settle();
    expect(meeting.connection).toBe('connected');
    expect(vault().told.filter(({ type }) => type === 'connected')).toHaveLength(2);
  });

  test('a way back for somebody else is not gone', async () => {
    const meeting = await guest();
    rooms[0]!.tells.over();
    await settle();
    const relay = answered();
    relay.says(greeting);
    await says({ type: 'rejoin', signKey: new Uint8Array(32), signature: new Uint8Array(64) });
    relay.says({ type: 'token', url: 'ws://evil', token: token('mallory'), move: 0 });
    await settle();
    expect(rooms).toHaveLength(1);
    expect(meeting.connection).toBe('reconnecting');
  });

  test('is lost when ten minutes brought no way back, and over at once when the vault says so', async () => {
    const lost = await guest();
    rooms[0]!.tells.over();
    await vi.advanceTimersByTimeAsync(9 * 60_000);
    expect(lost.phase).toEqual({ at: 'call' });
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(lost.phase).toEqual({ at: 'end', how: 'lost', back: 'knock' });
    const removed = await guest();
    rooms.at(-1)!.tells.over();
    await says({ type: 'over', how: 'removed' });
    expect(removed.phase).toEqual({ at: 'end', how: 'removed' });
  });

  test('a move leads to the new room before the old one is left; one that was made already to none', async () => {
    await guest();
    await says({ type: 'move', move: 1 });
    const relay = answered();
    relay.says(greeting);
    await says({ type: 'rejoin', signKey: new Uint8Array(32), signature: new Uint8Array(64) });
    relay.says({ type: 'token', url: 'ws://sfu/1', token: token(SELF), move: 1 });
    await settle();
    expect(rooms.map(({ url, left }) => [url, left])).toEqual([
      ['ws://sfu/0', false],
      ['ws://sfu/1', false],
    ]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(rooms.map(({ left }) => left)).toEqual([true, false]);
    const { length } = connections;
    await says({ type: 'move', move: 1 });
    expect(connections).toHaveLength(length);
  });
});

describe('a host', () => {
  test('sends the word list along with what makes a new passphrase', async () => {
    const meeting = await hosting();
    meeting.act({ do: 'newPassphrase', link: true });
    meeting.act({ do: 'dismiss', index: branded<MemberIndex>(1), newPassphrase: true });
    meeting.act({ do: 'dismiss', index: branded<MemberIndex>(1), newPassphrase: false });
    await settle();
    expect(vault().told.slice(-3)).toEqual(
      expect.arrayContaining([
        { type: 'act', action: { do: 'newPassphrase', link: true, words: ['abacus', 'zoom'] } },
        { type: 'act', action: { do: 'dismiss', index: 1, words: ['abacus', 'zoom'] } },
        { type: 'act', action: { do: 'dismiss', index: 1 } },
      ]),
    );
  });
});
