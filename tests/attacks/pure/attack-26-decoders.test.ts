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
  type Hash,
  type HostSeed,
  type Key,
  type LinkSecret,
  type MeetingId,
  type MemberIndex,
  type RoomId,
  type Signature,
  type VerifyKey,
} from '../../../crypto/brands.ts';
import { concat, fromBase64url, toBase64url } from '../../../crypto/bytes.ts';
import { checkHello, decodeGrant, encodeGrant, type Grant, GRANT_BYTES } from '../../../crypto/claim.ts';
import { decode, isCleanText, lv, u16, u32, u8, utf8 } from '../../../crypto/codec.ts';
import { makeKnock, stepJoiner } from '../../../crypto/door/joiner.ts';
import { emptyDoor, stepDoor } from '../../../crypto/door/leader.ts';
import {
  DIRECTION,
  ENVELOPE_BYTES,
  type FromJoiner,
  type FromLeader,
  openAdmit,
  openDeny,
  openFromJoiner,
  openFromLeader,
  openProof,
  sealEnvelope,
} from '../../../crypto/door/messages.ts';
import { step } from '../../../crypto/group/epochs.ts';
import { present } from '../../../crypto/group/member.ts';
import { decodeContent, encodeContent, type GroupMessage, TYPE_NUMBERS } from '../../../crypto/group/messages.ts';
import { decodeMembers, encodeMembers, EVERYONE, NO_RANK, type RosterMember } from '../../../crypto/group/roster.ts';
import { openMessage, openPacket, PACKET_BYTES_MAX, type Packet, readPacket } from '../../../crypto/group/sealedMessage.ts';
import { decodeHeader, encodeHeader, type Header, POLICY_EVERYONE } from '../../../crypto/group/state.ts';
import { decodeLink, encodeLink } from '../../../crypto/invitation.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { isRefusal, type Refusal } from '../../../crypto/refusal.ts';
import { box, BOX_OVERHEAD, randomBytes, unbox, verify, xwing } from '../../../crypto/sodium.ts';
import { callerOf, granted, makeKeeper, makeRoom, NOW } from '../../crypto/making.ts';
import { Table } from '../../crypto/table.ts';

// ── what honest clients say ────────────────────────────────────────────────────────────────────────────────

const bytes = (length: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => new Uint8Array(array));
const anyBytes = (maxLength: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ maxLength, size: 'max' }).map((array) => new Uint8Array(array));
const hash = bytes(32).map((value) => branded<Hash>(value));
const signature = bytes(64).map((value) => branded<Signature>(value));
const epoch = fc.nat(0xffffffff).map((value) => branded<EpochNumber>(value));
const index = fc.nat(0xfffe).map((value) => branded<MemberIndex>(value));
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => isCleanText(text) && utf8(text).length <= 64);

const grant: fc.Arbitrary<Grant> = fc.record({
  hostKey: bytes(32).map((value) => branded<VerifyKey>(value)),
  meetingId: bytes(16).map((value) => branded<MeetingId>(value)),
  signKey: bytes(32).map((value) => branded<VerifyKey>(value)),
  rank: fc.nat(255),
  notAfter: fc.maxSafeNat(),
  signature,
});

const header: fc.Arbitrary<Header> = fc.record({
  roomId: bytes(16).map((value) => branded<RoomId>(value)),
  meetingId: bytes(16).map((value) => branded<MeetingId>(value)),
  n: epoch,
  parent: hash,
  leader: index,
  nextIndex: index,
  kind: fc.constantFrom('renew' as const, 'advance' as const),
  policy: fc.constant(POLICY_EVERYONE),
  failedGuesses: fc.nat(0xffffffff),
  generation: fc.nat(0xffffffff),
  secretHash: hash,
  rosterHash: hash,
});

const person = fc.record({ index, signKey: bytes(32).map((value) => branded<VerifyKey>(value)), name });
const authority = fc.record({ grant: bytes(GRANT_BYTES), kemKey: bytes(1216) });
const member: fc.Arbitrary<RosterMember> = fc.oneof(
  { weight: 4, arbitrary: person.map((one): RosterMember => ({ ...one, rank: NO_RANK })) },
  {
    weight: 1,
    arbitrary: fc.tuple(person, fc.nat(254), authority).map(([one, rank, given]): RosterMember => ({ ...one, rank, authority: given })),
  },
);
const roster = fc
  .uniqueArray(member, { maxLength: 6, selector: (one) => one.index })
  .map((members) => members.toSorted((a, b) => a.index - b.index));
const rising = <N extends number>(one: fc.Arbitrary<N>): fc.Arbitrary<N[]> =>
  fc.uniqueArray(one, { maxLength: 6 }).map((list) => list.toSorted((a, b) => a - b));
const someHeader = header.map(encodeHeader);

const message: fc.Arbitrary<GroupMessage> = fc.oneof(
  fc.record({ type: fc.constant('state' as const), header: someHeader, signature, left: rising(index), entered: roster }),
  fc.record({ type: fc.constant('ping' as const), token: bytes(16), number: epoch, n: epoch }),
  fc.record({ type: fc.constant('pong' as const), token: bytes(16), number: epoch, n: epoch, hash }),
  fc.record({ type: fc.constant('ask' as const), n: epoch }),
  fc.record({
    type: fc.constant('catchUp' as const),
    header: someHeader,
    signature,
    secret: bytes(32).map((value) => branded<Key>(value)),
    renews: rising(epoch),
    roster,
  }),
  fc.constant({ type: 'leave' as const }),
  fc.constant({ type: 'end' as const }),
  fc.record({ type: fc.constant('media' as const), on: fc.nat(15) }),
);

/** Honest bytes with one thing done to them. */
const bent = (honest: fc.Arbitrary<Bytes>): fc.Arbitrary<Bytes> =>
  fc.tuple(honest, fc.nat(), fc.nat(), fc.constantFrom('flip', 'cut', 'grow', 'insert', 'drop', 'length', 'double')).map(
    ([whole, place, value, how]) => {
      const at = whole.length === 0 ? 0 : place % whole.length;
      const [before, after] = [whole.slice(0, at), whole.slice(at)];
      switch (how) {
        case 'flip':
          return concat(before, after.map((byte, offset) => (offset === 0 ? byte ^ (1 << (value % 8)) : byte)));
        case 'cut':
          return before;
        case 'grow':
          return concat(whole, u8(value % 256));
        case 'insert':
          return concat(before, u8(value % 256), after);
        case 'drop':
          return concat(before, after.slice(1));
        case 'length':
          return concat(before, u32(0xffffffff), after.slice(4));
        default:
          return concat(whole, after);
      }
    },
  );

// ── the decoders ───────────────────────────────────────────────────────────────────────────────────────────

interface Format {
  readonly name: string;
  readonly honest: fc.Arbitrary<Bytes>;
  /** What the encoder gives for what the decoder took, or the decoder's refusal. */
  readonly again: (bytes: Bytes) => Bytes | Refusal;
}

const format = <T extends object>(
  title: string,
  honest: fc.Arbitrary<T>,
  encode: (value: T) => Bytes,
  decodes: (bytes: Bytes) => T | Refusal,
): Format => ({
  name: title,
  honest: honest.map(encode),
  again: (input) => {
    const value = decodes(input);
    return isRefusal(value) ? value : encode(value);
  },
});

const room = makeRoom();
const key = branded<Key>(randomBytes(32));
const T = branded<Hash>(randomBytes(32));
const sid = bytes(16);

function encodePacket(packet: Packet): Bytes {
  if (packet.kind !== 'wraps') return concat(packet.clear, packet.sealed);
  return concat(u8(3), u32(packet.n), u16(packet.leader), ...[...packet.wraps].flatMap(([at, wrap]) => [u16(at), wrap]));
}

/** The text of an envelope as its sender lays it out, read through a box made for it. */
const envelopeText = <M extends FromJoiner | FromLeader>(
  direction: number,
  open: (key: Key, roomId: RoomId, envelope: Uint8Array) => M | Refusal,
) => ({
  encode: (said: M): Bytes => {
    const sealed = sealEnvelope(key, room.roomId, said);
    return granted(unbox(key, LABELS.doorEnvelope, [room.roomId, u8(direction)], sealed));
  },
  decodes: (text: Bytes): M | Refusal =>
    open(key, room.roomId, box(key, LABELS.doorEnvelope, [room.roomId, u8(direction)], text)),
});
const ofJoiner = envelopeText<FromJoiner>(DIRECTION.fromJoiner, openFromJoiner);
const ofLeader = envelopeText<FromLeader>(DIRECTION.fromLeader, openFromLeader);
const inner = fc.uint8Array({ minLength: BOX_OVERHEAD, maxLength: 400 }).map((array): Bytes => new Uint8Array(array));

const fromJoiner: fc.Arbitrary<FromJoiner> = fc.oneof(
  fc.record({
    type: fc.constant('knock' as const),
    sid,
    Ya: bytes(32),
    signKey: bytes(32).map((value) => branded<VerifyKey>(value)),
    kemKey: bytes(1216),
  }),
  fc.record({ type: fc.constant('proof' as const), sid, Ta: bytes(32), seq: epoch, sealed: inner }),
);
const fromLeader: fc.Arbitrary<FromLeader> = fc.oneof(
  fc.record({
    type: fc.constant('challenge' as const),
    sid,
    Yb: bytes(32),
    grant: bytes(GRANT_BYTES),
    ct: bytes(1120),
    Tb: bytes(32),
    signature,
  }),
  fc.record({ type: fc.constantFrom('admit' as const, 'deny' as const), sid, seq: epoch, sealed: inner }),
);

const verdict = (sealed: Bytes) => ({ type: 'admit' as const, sid: new Uint8Array(16), seq: 0, sealed });
const inside = (label: (typeof LABELS)[keyof typeof LABELS], text: Bytes): Bytes => box(key, label, [T, u32(0)], text);

const FORMATS: readonly Format[] = [
  format('grant', grant, encodeGrant, decodeGrant),
  format('header', header, encodeHeader, decodeHeader),
  format('roster', roster, encodeMembers, decodeMembers),
  ...Object.entries(TYPE_NUMBERS).map(([type, number]) =>
    format(
      `content ${type}`,
      message.filter((one) => one.type === type),
      encodeContent,
      (content) => decodeContent(number, content),
    ),
  ),
  format('envelope of a joiner', fromJoiner, ofJoiner.encode, ofJoiner.decodes),
  format('envelope of the leader', fromLeader, ofLeader.encode, ofLeader.decodes),
  format(
    'proof',
    fc.record({ signature, name, capabilities: epoch }),
    (text) => concat(text.signature, lv(utf8(text.name)), u32(text.capabilities)),
    (text) => {
      const proof = openProof(key, T, { type: 'proof', sid: new Uint8Array(16), Ta: T, seq: 0, sealed: inside(LABELS.doorProofBox, text) });
      return isRefusal(proof) ? proof : { ...proof, capabilities: branded<EpochNumber>(proof.capabilities) };
    },
  ),
  format(
    'admit',
    fc.record({ index, secret: bytes(32), roomKey: bytes(32), header: someHeader, signature }),
    (text) => concat(u16(text.index), text.secret, text.roomKey, lv(text.header), text.signature),
    (text) => openAdmit(key, T, verdict(inside(LABELS.doorAdmit, text))),
  ),
  format(
    'packet',
    fc.oneof(
      fc.tuple(epoch, index, inner).map(([n, from, sealed]) => concat(u8(1), u32(n), u16(from), sealed)),
      fc
        .tuple(epoch, index, index, epoch, inner)
        .map(([n, from, to, since, sealed]) => concat(u8(2), u32(n), u16(from), u16(to), u32(since), sealed)),
      fc
        .tuple(epoch, index, fc.uniqueArray(index, { minLength: 1, maxLength: 5 }), bytes(72))
        .map(([n, from, to, wrap]) =>
          concat(u8(3), u32(n), u16(from), ...to.toSorted((a, b) => a - b).flatMap((at) => [u16(at), wrap])),
        ),
    ).map((data) => granted(readPacket(data))),
    encodePacket,
    readPacket,
  ),
  format(
    'link',
    fc.oneof(
      fc.record({
        kind: fc.constant('invite' as const),
        roomId: bytes(16).map((value) => branded<RoomId>(value)),
        linkSecret: bytes(16).map((value) => branded<LinkSecret>(value)),
      }),
      fc.record({
        kind: fc.constant('host' as const),
        seed: bytes(32).map((value) => branded<HostSeed>(value)),
        linkSecret: bytes(16).map((value) => branded<LinkSecret>(value)),
        passphrase: name,
      }),
    ),
    (link) => granted(fromBase64url(encodeLink(link))),
    (token) => decodeLink(toBase64url(token), 'https://conclave.test'),
  ),
];

describe.each(FORMATS)('$name', ({ honest, again }) => {
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

describe('deep and large', () => {
  it('a roster inside a roster inside a roster is not followed', () => {
    let nested: Bytes = new Uint8Array();
    for (let depth = 0; depth < 2000; depth++) nested = lv(nested);
    expect(decodeMembers(nested)).toSatisfy(isRefusal);
    expect(decodeContent(TYPE_NUMBERS.catchUp, concat(lv(u8(1)), randomBytes(96), lv(), nested))).toSatisfy(isRefusal);
  });

  it('a length of four thousand million costs nothing', () => {
    for (let time = 0; time < 1000; time++) {
      expect(decode(concat(u32(0xffffffff), u8(1)), (reader) => reader.part())).toSatisfy(isRefusal);
      expect(decodeMembers(concat(u32(0xfffffff0), u8(1)))).toSatisfy(isRefusal);
    }
  });

  it('a million entries are read once, in reasonable time', () => {
    const entries = concat(...Array.from({ length: 50_000 }, () => u32(0)));
    const start = performance.now();
    expect(decodeMembers(entries)).toSatisfy(isRefusal);
    expect(decodeContent(TYPE_NUMBERS.state, entries)).toSatisfy(isRefusal);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('machines', () => {
  it('at the door take any bytes without a word', () => {
    const keeper = makeKeeper(room);
    const { state } = makeKnock(callerOf(room));
    fc.assert(
      fc.property(fc.oneof(anyBytes(100), anyBytes(4096), bytes(ENVELOPE_BYTES)), (data) => {
        expect(stepJoiner(state, data, NOW)).toEqual({ state });
        expect(stepDoor(emptyDoor, keeper, { type: 'envelope', waiter: 1, data }, NOW)).toEqual({ state: emptyDoor, effects: [] });
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
    const some = fc.oneof(anyBytes(600), bent(fc.constantFrom(...packets)), bent(bent(fc.constantFrom(...packets))), fc.constantFrom(...packets));
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
        .map(([part, of, type, content, signed]) => concat(u32(7), u8(part % 3), u8(of % 4), u8(type), u32(7), content, signed)),
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

it('checks and openers give refusals for bytes of any length', () => {
  const anything = anyBytes(200);
  const under = { meetingId: branded<MeetingId>(new Uint8Array(16)), n: branded<EpochNumber>(0), hash: T };
  fc.assert(
    fc.property(anything, anything, index, (a, b, from) => {
      expect(verify(a, b, LABELS.grant)).toBe(false);
      expect(unbox(key, LABELS.msgBox, [a], b)).toSatisfy(isRefusal);
      expect(openMessage(a, under, from, branded<VerifyKey>(b), EVERYONE)).toSatisfy(isRefusal);
      expect(openPacket({ kind: 'everyone', n: under.n, sender: from, clear: a, sealed: b }, key, under.meetingId)).toSatisfy(isRefusal);
      expect(openDeny(key, T, verdict(a))).toSatisfy(isRefusal);
      const expected = { origin: '', roomId: room.roomId, nonce: a, now: NOW };
      expect(checkHello({ grant: a, signature: b }, expected)).toSatisfy(isRefusal);
      const made = xwing.decapsulate(a, b);
      expect(made).toSatisfy(isRefusal);
    }),
  );
});

it('names and links made of traps are refused or kept as they are', () => {
  for (const trap of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const one: RosterMember = { index: branded<MemberIndex>(1), rank: NO_RANK, signKey: branded<VerifyKey>(randomBytes(32)), name: trap };
    expect(decodeMembers(encodeMembers([one]))).toEqual([one]);
    expect(decodeLink(trap, 'https://conclave.test')).toSatisfy(isRefusal);
  }
});
