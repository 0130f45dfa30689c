/** What is said, who may say and send it, and whose keys were compared (§5, §6), through real vaults. */

import { describe, expect, it } from 'vitest';
import { branded, type HostSeed, type Key, type MeetingId } from '../../crypto/brands.ts';
import { HOST_RANK, makeGrant, roomIdOf } from '../../crypto/claim.ts';
import { startMeeting } from '../../crypto/group/epochs.ts';
import { OPEN_POLICY } from '../../crypto/group/policy.ts';
import { randomBytes, signingPair } from '../../crypto/sodium.ts';
import { type FromVault, HAND_BIT } from '../../crypto/workers/protocol.ts';
import { LINES_MAX, Talk } from '../../crypto/workers/talk.ts';
import { NOW } from './making.ts';
import { Meeting, Storage, three } from './meeting.ts';

const CAMERA = 1;
const MICROPHONE = 0;

describe('what is said', () => {
  it('reaches everyone under one name, the speaker too', async () => {
    const { bob, carol, ada, meeting } = await three();
    await bob.chat('Hello\nall');
    await ada.say({ say: 'reaction', emoji: '👩🏽‍🚀' });
    await carol.say({ say: 'hand', up: true });
    for (const person of [ada, bob, carol]) {
      expect(person.heard.map(({ say, label, index, own }) => [say, label, index, own])).toEqual([
        ['chat', 'Bob', bob.index, person === bob],
        ['reaction', 'Ada', ada.index, person === ada],
        ['hand', 'Carol', carol.index, person === carol],
      ]);
    }
    expect(ada.heard.map(({ id }) => id)).toEqual(bob.heard.map(({ id }) => id));
    expect(new Set(ada.heard.map(({ id }) => id)).size).toBe(3);
    expect(ada.heard[0]).toMatchObject({ text: 'Hello\nall' });
    expect(meeting.alarms).toEqual([]);
  });

  it('is refused before it leaves where nobody could show it', async () => {
    const { bob, ada } = await three();
    await bob.chat('   ');
    await bob.chat('a\u202eb');
    await bob.chat('é'.repeat(2001));
    await bob.say({ say: 'reaction', emoji: 'buy now' });
    await bob.say({ say: 'reaction', emoji: '👍👍' });
    expect(bob.refusals).toEqual([
      'say: badText',
      'say: badText',
      'say: tooLong',
      'say: badText',
      'say: badText',
    ]);
    expect(ada.heard).toEqual([]);
    await bob.chat('e\u0301'.repeat(2000));
    expect(ada.heard).toHaveLength(1);
  });

  it('waits for the first answered ping', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    const waiter = await meeting.knock(bob, 'Bob');
    meeting.held = [];
    await meeting.host.act({ do: 'admit', waiter });
    meeting.pass(60_000);
    for (const deliver of meeting.held) deliver();
    await bob.chat('too early');
    expect(bob.refusals).toEqual(['say: outOfTurn']);
  });

  it('is not said by whom the rules forbid it', async () => {
    const { meeting, bob, ada } = await three();
    await ada.act({ do: 'policy', policy: { ...OPEN_POLICY, chat: 'authorities' } });
    meeting.pass(1_500);
    await bob.chat('may I?');
    await bob.say({ say: 'hand', up: true });
    await ada.chat('no');
    expect(bob.refusals).toEqual(['say: notAllowed']);
    expect(ada.heard.map(({ say }) => say)).toEqual(['hand', 'chat']);
    await bob.act({ do: 'policy', policy: OPEN_POLICY });
    await bob.act({ do: 'stop', index: 'all', slots: 15 });
    expect(bob.refusals.slice(1)).toEqual(['act: notAllowed', 'act: notAllowed']);
  });
});

describe('a raised hand', () => {
  it('went up at the same time for who was there and for who comes later', async () => {
    const { meeting, bob, carol, ada } = await three();
    await carol.say({ say: 'hand', up: true });
    meeting.pass(60_000);
    await bob.say({ say: 'hand', up: true });
    meeting.pass(60_000);
    const dave = await meeting.enter('Dave');
    // As its page does at the beginning: by that the others hear that it is there.
    await dave.vault.receive({ type: 'media', on: 0 });
    meeting.pass(2_000);
    const raisedAt = ({ heard }: typeof bob, name: string) => {
      const hand = heard.find(({ label }) => label === name);
      return hand?.say === 'hand' ? hand.at - hand.upFor : undefined;
    };
    for (const name of ['Carol', 'Bob']) {
      expect(raisedAt(dave, name)).toBe(raisedAt(ada, name));
      expect(raisedAt(ada, name)).toBeDefined();
    }
    expect(meeting.alarms).toEqual([]);
  });
});

describe('a reaction', () => {
  it('that is no emoji is not shown, whoever signed it', () => {
    const seed = branded<HostSeed>(randomBytes(32));
    const signing = signingPair();
    const meetingId = branded<MeetingId>(randomBytes(16));
    const roomId = roomIdOf(signingPair(seed).verifyKey);
    const roomKey = branded<Key>(randomBytes(32));
    const grant = makeGrant(seed, {
      meetingId,
      signKey: signing.verifyKey,
      rank: HOST_RANK,
      notAfter: NOW + 1,
    });
    const { member } = startMeeting(
      { seat: { roomId, meetingId, signing, roomKey }, grant, name: 'Ada' },
      NOW,
    );
    const said: FromVault[] = [];
    const around = {
      now: () => NOW,
      toPage: (message: FromVault) => said.push(message),
      toFrames: () => undefined,
      stretch: () => Promise.reject(new Error('nothing to stretch')),
      records: new Storage(),
    };
    const talk = new Talk(around);
    for (const [at, emoji] of ['buy now', '👍👍', '🎉'].entries()) {
      const saying = { say: 'reaction', emoji } as const;
      talk.heard(member, { type: 'heard', from: member.seat.index, label: 'Ada', seq: at, saying });
    }
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ heard: { emoji: '🎉' } });
  });
});

describe('the chat from before', () => {
  it('goes to newcomers where the host allows it, marked as such, and to nobody twice', async () => {
    const { meeting, bob, carol, ada } = await three();
    await bob.chat('one');
    await ada.act({ do: 'history', on: true });
    meeting.pass(1_500);
    await carol.chat('two');
    const dave = await meeting.enter('Dave');
    meeting.pass(2_000);
    expect(ada.last('roster')?.history).toBe(true);
    const before = dave.heard.map((line) => [line.say === 'chat' && line.text, line.label, line.before]);
    expect(before).toEqual([
      ['one', 'Bob', true],
      ['two', 'Carol', true],
    ]);
    expect(bob.heard.some((line) => line.before)).toBe(false);
  });

  it('goes to newcomers also if a state was made before they were connected', async () => {
    const { meeting, bob, ada } = await three();
    await ada.act({ do: 'history', on: true });
    await bob.chat('one');
    const dave = meeting.person();
    const waiter = await meeting.knock(dave, 'Dave');
    await ada.act({ do: 'admit', waiter });
    meeting.pass(600);
    await ada.act({ do: 'lock', on: true });
    meeting.pass(1_500);
    await dave.connect();
    expect(dave.heard).toMatchObject([{ text: 'one', before: true }]);
    expect(dave.last('roster')?.locked).toBe(true);
    expect(meeting.alarms).toEqual([]);
  });

  it('goes to nobody unless the host allows it', async () => {
    const { meeting, bob } = await three();
    await bob.chat('one');
    const dave = await meeting.enter('Dave');
    meeting.pass(2_000);
    expect(dave.heard).toEqual([]);
  });

  it('is not told again to those who heard it, when somebody else leads', async () => {
    const { meeting, bob, carol, ada } = await three();
    await ada.act({ do: 'history', on: true });
    await ada.act({ do: 'appoint', index: bob.index });
    meeting.pass(1_500);
    await bob.chat('one');
    ada.leave();
    meeting.pass(30_000);
    expect(bob.last('lead')).toMatchObject({ is: true, authority: true });
    expect(carol.last('membership')?.state).toBe('confirmed');
    expect(carol.heard).toHaveLength(1);
  });

  it('has an end', async () => {
    const { meeting, bob, ada } = await three();
    await ada.act({ do: 'history', on: true });
    for (let at = 0; at < LINES_MAX + 20; at++) await bob.chat(`${at} ${'x'.repeat(300)}`);
    meeting.pass(1_500);
    const dave = await meeting.enter('Dave');
    meeting.pass(2_000);
    expect(dave.heard).toHaveLength(LINES_MAX);
    expect(dave.heard.at(-1)).toMatchObject({ say: 'chat', before: true });
    expect(meeting.alarms).toEqual([]);
  });
});

describe('the rules for media', () => {
  it('decide whose keys a vault gives out at all, in the epochs they hold for', async () => {
    const { meeting, bob, carol, ada } = await three();
    const before = ada.n ?? 0;
    expect(carol.baseKey(before, bob.index, CAMERA)).toBeDefined();
    await ada.act({ do: 'policy', policy: { ...OPEN_POLICY, camera: 'authorities', screen: 'nobody' } });
    meeting.pass(1_500);
    const n = ada.n ?? 0;
    expect(n).toBeGreaterThan(before);
    for (const person of [ada, bob, carol]) {
      expect(person.baseKey(n, bob.index, CAMERA)).toBeUndefined();
      expect(person.baseKey(n, ada.index, CAMERA)).toBeDefined();
      expect(person.baseKey(n, bob.index, MICROPHONE)).toBeDefined();
      expect(person.baseKey(n, ada.index, 2)).toBeUndefined();
      expect(person.baseKey(n, ada.index, 3)).toBeUndefined();
    }
    expect(bob.last('roster')?.policy).toMatchObject({ camera: 'authorities', screen: 'nobody' });
  });

  it('are waited for by who has no roster yet', async () => {
    const meeting = await Meeting.open();
    // More than an admit has room for.
    for (let at = 1; at <= 16; at++) await meeting.enter(`${at} ${'x'.repeat(60)}`);
    const bob = meeting.person();
    const waiter = await meeting.knock(bob, 'Bob');
    await meeting.host.act({ do: 'admit', waiter });
    meeting.pass(600);
    const n = meeting.host.n ?? 0;
    expect(bob.baseKey(n, 0, MICROPHONE)).toBeUndefined();
    expect(bob.frames.some(({ type }) => type === 'base' || type === 'noBase')).toBe(false);
    await bob.connect();
    expect(bob.frames.filter(({ type }) => type === 'base')).toHaveLength(1);
    expect(bob.baseKey(n, 77, MICROPHONE)).toBeUndefined();
  });

  it('are known at the door to who has room for the roster there', async () => {
    const meeting = await Meeting.open();
    const bob = meeting.person();
    const waiter = await meeting.knock(bob, 'Bob');
    await meeting.host.act({ do: 'admit', waiter });
    meeting.pass(600);
    expect(bob.names).toEqual(['Ada', 'Bob']);
    expect(bob.baseKey(1, 0, MICROPHONE)).toBeDefined();
    expect(bob.baseKey(1, 7, MICROPHONE)).toBeUndefined();
  });
});

describe('a request to switch off', () => {
  it('reaches whom it is for: one, or everybody but those who may ask it', async () => {
    const { bob, carol, ada } = await three();
    await ada.act({ do: 'stop', index: bob.index, slots: 1 });
    expect(bob.all('stop')).toEqual([{ type: 'stop', by: 'Ada', slots: 1 }]);
    expect(carol.all('stop')).toEqual([]);
    await ada.act({ do: 'stop', index: 'all', slots: 3 });
    expect([ada, bob, carol].map((person) => person.all('stop').length)).toEqual([0, 2, 1]);
    await ada.act({ do: 'stop', index: carol.index, slots: HAND_BIT });
    expect(carol.last('stop')).toEqual({ type: 'stop', by: 'Ada', slots: HAND_BIT });
  });
});

describe('a code that was confirmed', () => {
  it('marks the keys it stands for, and not those that come later', async () => {
    const { meeting, bob, carol, ada } = await three();
    expect(ada.roster.map(({ compared }) => compared)).toEqual([undefined, undefined, undefined]);
    await ada.code();
    const { n } = ada.last('code') ?? {};
    if (n === undefined) throw new Error('no code');
    const dave = await meeting.enter('Dave');
    await ada.vault.receive({ type: 'compared', n });
    expect(ada.roster.map(({ name, compared }) => [name, compared])).toEqual([
      ['Ada', true],
      ['Bob', true],
      ['Carol', true],
      ['Dave', false],
    ]);
    bob.leave();
    meeting.pass(2_000);
    expect(ada.roster.map(({ compared }) => compared)).toEqual([true, true, false]);
    await ada.vault.receive({ type: 'compared', n: dave.n ?? n });
    expect(ada.refusals).toEqual(['compared: unknownEpoch']);
    expect(carol.roster.every(({ compared }) => compared === undefined)).toBe(true);
  });
});
