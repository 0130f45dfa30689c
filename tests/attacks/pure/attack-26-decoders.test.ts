/**
 * Attack 26: whatever bytes come in. No decoder throws; what one takes is what its encoder gives; and what a
 * key seals opens with no bit of it changed.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type MeetingId,
  type MemberIndex,
  type VerifyKey,
} from '../../../crypto/brands.ts';
import { concat, fromBase64url, toBase64url } from '../../../crypto/bytes.ts';
import { checkHello } from '../../../crypto/claim.ts';
import { decode, lv, u16, u32, u8, utf8 } from '../../../crypto/codec.ts';
import { makeKnock, stepJoiner } from '../../../crypto/door/joiner.ts';
import { emptyDoor } from '../../../crypto/door/knocks.ts';
import { stepDoor } from '../../../crypto/door/leader.ts';
import { ENVELOPE_BYTES, openDeny } from '../../../crypto/door/messages.ts';
import { step } from '../../../crypto/group/epochs.ts';
import { present } from '../../../crypto/group/member.ts';
import { decodeContent, encodeContent, TYPE_NUMBERS } from '../../../crypto/group/messages.ts';
import {
  decodeMembers,
  encodeMembers,
  EVERYONE,
  NO_RANK,
  type RosterMember,
} from '../../../crypto/group/roster.ts';
import {
  openMessage,
  openPacket,
  PACKET_BYTES_MAX,
  readPacket,
} from '../../../crypto/group/sealedMessage.ts';
import { decodeHeader, encodeHeader } from '../../../crypto/group/state.ts';
import { decodeLink } from '../../../crypto/invitation.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { isRefusal, refuse } from '../../../crypto/refusal.ts';
import { box, BOX_OVERHEAD, randomBytes, unbox, verify, xwing } from '../../../crypto/sodium.ts';
import { callerOf, makeKeeper, NOW } from '../../crypto/making.ts';
import { Table } from '../../crypto/table.ts';
import { bytes, anyBytes, signature, index, message, bent, header } from '../../crypto/arbitraries.ts';
import {
  room,
  key,
  T,
  ofJoiner,
  ofLeader,
  fromJoiner,
  fromLeader,
  verdict,
  FORMATS,
} from '../../crypto/formats.ts';

describe.each(FORMATS)('attack 26: $name', ({ honest, again }) => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(honest, (whole) => {
        expect(again(whole)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused, or reads as what its encoder writes, whatever was done to it', () => {
    fc.assert(
      fc.property(fc.oneof(bent(honest), bent(bent(honest)), anyBytes(300)), (whole) => {
        const back = again(whole);
        if (!isRefusal(back)) expect(back).toEqual(whole);
      }),
      { numRuns: 250 },
    );
  });

  it('of no bytes, of zeros and of ones, small and large, does not throw', () => {
    for (const length of [0, 1, 16, 162, 2008, 12_288, 70_000]) {
      for (const fill of [0, 1, 255]) {
        const whole = new Uint8Array(length).fill(fill);
        const back = again(whole);
        if (!isRefusal(back)) expect(back).toEqual(whole);
      }
    }
  });
});

describe('attack 26: deep and large', () => {
  it('a roster inside a roster inside a roster is not followed', () => {
    let nested: Bytes = new Uint8Array();
    for (let depth = 0; depth < 2000; depth++) nested = lv(nested);
    expect(decodeMembers(nested)).toSatisfy(isRefusal);
    expect(
      decodeContent(
        TYPE_NUMBERS.catchUp,
        concat(lv(new Uint8Array()), lv(u8(1)), randomBytes(96), lv(new Uint8Array()), nested),
      ),
    ).toSatisfy(isRefusal);
  });

  it('a length of four thousand million costs nothing', () => {
    for (let time = 0; time < 1000; time++) {
      expect(decode(concat(u32(0xffffffff), u8(1)), (reader) => reader.part())).toSatisfy(isRefusal);
      expect(decodeMembers(concat(u32(0xfffffff0), u8(1)))).toSatisfy(isRefusal);
    }
  });

  it('fifty thousand entries are read once, in reasonable time', () => {
    const entries = concat(...Array.from({ length: 50_000 }, () => u32(0)));
    const start = performance.now();
    expect(decodeMembers(entries)).toSatisfy(isRefusal);
    expect(decodeContent(TYPE_NUMBERS.state, entries)).toSatisfy(isRefusal);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe('attack 26: machines', () => {
  it('at the door take any bytes without a word', () => {
    const keeper = makeKeeper(room);
    const { state } = makeKnock(callerOf(room));
    fc.assert(
      fc.property(fc.oneof(anyBytes(100), anyBytes(4096), bytes(ENVELOPE_BYTES)), (data) => {
        expect(stepJoiner(state, data, NOW)).toEqual({ state });
        expect(stepDoor(emptyDoor, keeper, { type: 'envelope', waiter: 1, data }, NOW)).toEqual({
          state: emptyDoor,
          effects: [],
        });
      }),
    );
  });

  it('at the door take any text from whoever has the link', () => {
    const keeper = makeKeeper(room);
    const { state } = makeKnock(callerOf(room));
    const texts = fc.oneof(
      bent(fromJoiner.map(ofJoiner.encode)),
      bent(fromLeader.map(ofLeader.encode)),
      fromJoiner.map(ofJoiner.encode),
      fromLeader.map(ofLeader.encode),
      bytes(ENVELOPE_BYTES - BOX_OVERHEAD),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(0, 1), (text, direction) => {
        const data = box(room.envelopeKey, LABELS.doorEnvelope, [room.roomId, u8(direction)], text);
        expect(stepJoiner(state, data, NOW).state).toBe(state);
        const door = stepDoor(emptyDoor, keeper, { type: 'envelope', waiter: 1, data }, NOW);
        expect(door.effects.filter(({ type }) => type === 'shown')).toEqual([]);
      }),
    );
  });

  it('in the group take any packet, and stay in their epoch', () => {
    const table = new Table();
    const bob = table.sit('Bob');
    table.pass(3000);
    const packets = table.log.map(({ data }) => data);
    const some = fc.oneof(
      anyBytes(600),
      bent(fc.constantFrom(...packets)),
      bent(bent(fc.constantFrom(...packets))),
      fc.constantFrom(...packets),
    );
    const [before, leader] = [table.member(bob), table.leader];
    fc.assert(
      fc.property(fc.array(some, { maxLength: 5 }), (datas) => {
        for (const at of [before, leader]) {
          let now = at;
          for (const data of datas) now = step(now, { type: 'packet', data }, table.now).member;
          expect(present(now).signed.hash).toEqual(present(at).signed.hash);
          expect(now.over).toBeUndefined();
          expect(now.confirmedAt).toBe(at.confirmedAt);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('in the group take any text a member can seal', () => {
    const table = new Table();
    const [bob, eve] = [table.sit('Bob'), table.sit('Eve')];
    table.pass(3000);
    const { messageKey, n } = present(table.member(eve));
    const { meetingId } = table.member(eve).seat;
    const before = table.member(bob);
    const texts = fc.oneof(
      anyBytes(300),
      fc
        .tuple(fc.nat(255), fc.nat(255), fc.nat(9), message.map(encodeContent), signature)
        .map(([part, of, type, content, signed]) =>
          concat(u32(7), u8(part % 3), u8(of % 4), u8(type), u32(7), content, signed),
        ),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(0, eve), (text, from) => {
        const clear = concat(u8(1), u32(n), u16(from));
        const data = concat(clear, box(messageKey, LABELS.msgBox, [meetingId, clear], text));
        if (data.length > PACKET_BYTES_MAX) return;
        const { member: after, effects } = step(before, { type: 'packet', data }, table.now);
        expect(present(after).signed.hash).toEqual(present(before).signed.hash);
        expect(effects.filter(({ type }) => type !== 'alarm')).toEqual([]);
      }),
    );
  });
});

it('attack 26: checks and openers give refusals for bytes of any length', () => {
  const anything = anyBytes(200);
  const under = { meetingId: branded<MeetingId>(new Uint8Array(16)), n: branded<EpochNumber>(0), hash: T };
  fc.assert(
    fc.property(anything, anything, index, (a, b, from) => {
      expect(verify(a, b, LABELS.grant)).toBe(false);
      expect(unbox(key, LABELS.msgBox, [a], b)).toSatisfy(isRefusal);
      expect(openMessage(a, under, from, branded<VerifyKey>(b), EVERYONE)).toSatisfy(isRefusal);
      expect(
        openPacket({ kind: 'everyone', n: under.n, sender: from, clear: a, sealed: b }, key, under.meetingId),
      ).toSatisfy(isRefusal);
      expect(openDeny(key, T, verdict(a))).toSatisfy(isRefusal);
      const expected = { origin: '', roomId: room.roomId, nonce: a, now: NOW };
      expect(checkHello({ grant: a, signature: b }, expected)).toSatisfy(isRefusal);
      const made = xwing.decapsulate(a, b);
      expect(made).toSatisfy(isRefusal);
    }),
  );
});

it('attack 26: lists that stand in another order than their encoder gives, or twice, are refused', () => {
  const wrap = (at: number): Bytes => concat(u16(at), new Uint8Array(72));
  const wraps = (...list: number[]): Bytes => concat(u8(3), u32(1), u16(0), ...list.map(wrap));
  expect(readPacket(wraps(1, 2))).not.toSatisfy(isRefusal);
  for (const list of [[2, 1], [1, 1], [], [1, EVERYONE]])
    expect(readPacket(wraps(...list))).toSatisfy(isRefusal);

  const one = (at: number): RosterMember => ({
    index: branded<MemberIndex>(at),
    rank: NO_RANK,
    signKey: branded<VerifyKey>(randomBytes(32)),
    name: 'Bob',
  });
  const twice = one(3);
  for (const list of [
    [one(2), one(1)],
    [one(1), one(1)],
    [twice, { ...twice, index: branded<MemberIndex>(4) }],
  ]) {
    expect(decodeMembers(encodeMembers(list))).toSatisfy(isRefusal);
  }

  const none = new Uint8Array();
  const left = (...list: number[]): Bytes =>
    concat(
      lv(u8(1), concat(...list.map((at) => concat(u16(at), u8(0), u16(at)))), none, none, none, none),
      randomBytes(64),
    );
  expect(decodeContent(TYPE_NUMBERS.state, left(1, 2))).not.toSatisfy(isRefusal);
  for (const list of [
    [2, 1],
    [1, 1],
  ])
    expect(decodeContent(TYPE_NUMBERS.state, left(...list))).toSatisfy(isRefusal);
});

it('attack 26: names and links made of traps are refused or kept as they are', () => {
  for (const trap of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const one: RosterMember = {
      index: branded<MemberIndex>(1),
      rank: NO_RANK,
      signKey: branded<VerifyKey>(randomBytes(32)),
      name: trap,
    };
    expect(decodeMembers(encodeMembers([one]))).toEqual([one]);
    expect(decodeLink(trap, 'https://conclave.test')).toSatisfy(isRefusal);
  }
});

it.each([
  ['a control character', 'Bo\u0007b'],
  ['a line feed', 'Bo\nb'],
  ['a line separator', 'Bo\u2028b'],
  ['what turns the writing direction', 'Bo\u202eb'],
  ['what isolates a writing direction', 'Bo\u2066b'],
  ['a character for private use', 'Bo\ue000b'],
  ['a character that is none', 'Bo\u{e0fff}b'],
  ['a letter in two parts', 'Zoe\u0308'],
])('attack 26: a name with %s is refused', (_what, name) => {
  const entry = (text: Uint8Array): Bytes => lv(concat(u16(1), u8(NO_RANK), new Uint8Array(32), lv(text)));
  expect(decodeMembers(entry(utf8('Bob')))).not.toSatisfy(isRefusal);
  expect(decodeMembers(entry(utf8(name)))).toSatisfy(isRefusal);
  // Half of a surrogate pair, an overlong slash, and a character cut in two.
  for (const raw of [
    [0xed, 0xa0, 0x80],
    [0xc0, 0xaf],
    [0xe2, 0x82],
  ]) {
    expect(decodeMembers(entry(Uint8Array.from(raw)))).toSatisfy(isRefusal);
  }
});

it('attack 26: versions and types that do not exist are refused', () => {
  const [state] = fc.sample(header.map(encodeHeader), 1);
  const [knock] = fc.sample(fromJoiner.filter(({ type }) => type === 'knock').map(ofJoiner.encode), 1);
  if (!state || !knock) throw new Error('no sample');
  const VERSION_OF_KNOCK = 1 + 16 + 2;
  /** The one type beyond 6 that a joiner sends. */
  const PING = 8;
  for (let version = 0; version < 256; version++) {
    if (version === 1) continue;
    expect(decodeHeader(state.with(0, version))).toBe(refuse('unknownVersion'));
    expect(ofJoiner.decodes(new Uint8Array(knock.with(VERSION_OF_KNOCK, version)))).toBe(
      refuse('unknownVersion'),
    );
  }
  for (let type = 7; type < 256; type++) {
    if (type === PING) continue;
    expect(ofJoiner.decodes(new Uint8Array(knock.with(0, type)))).toBe(refuse('unknownType'));
  }
});

it('attack 26: one text alone stands for bytes', () => {
  for (const length of [1, 2, 4, 5, 16, 35]) {
    const text = toBase64url(randomBytes(length));
    const last = text.charCodeAt(text.length - 1);
    for (let letter = 32; letter < 127; letter++) {
      const other = text.slice(0, -1) + String.fromCharCode(letter);
      const read = fromBase64url(other);
      if (read) expect(toBase64url(read)).toBe(other);
      else expect(letter).not.toBe(last);
    }
    for (const longer of [`${text}=`, `${text}A`, ` ${text}`, `${text}\n`]) {
      const read = fromBase64url(longer);
      if (read) expect(toBase64url(read)).toBe(longer);
    }
  }
});
