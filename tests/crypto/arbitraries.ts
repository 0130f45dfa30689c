/** What honest clients say, at random: values of every kind that is encoded, and their bytes with something done to them. */

import fc from 'fast-check';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type LinkSecret,
  type MeetingId,
  type MemberIndex,
  type ParticipantId,
  type RoomId,
  type Signature,
  type VerifyKey,
} from '../../crypto/brands.ts';
import { concat, toBase64url } from '../../crypto/bytes.ts';
import { type Grant, GRANT_BYTES } from '../../crypto/claim.ts';
import { isCleanText, u16, u32, u8, utf8 } from '../../crypto/codec.ts';
import type { GroupMessage, MessageType } from '../../crypto/group/messages.ts';
import type { DoorAsk, Order } from '../../crypto/group/orders.ts';
import { HAND_BIT, type Policy, WHO } from '../../crypto/group/policy.ts';
import { HOWS, NO_RANK, type RosterMember } from '../../crypto/group/roster.ts';
import type { Saying } from '../../crypto/group/sayings.ts';
import { encodeHeader, type Header } from '../../crypto/group/state.ts';
import type { People } from '../../crypto/group/whole.ts';

export const bytes = (length: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => new Uint8Array(array));
export const anyBytes = (maxLength: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ maxLength, size: 'max' }).map((array) => new Uint8Array(array));
export const hash = bytes(32).map((value) => branded<Hash>(value));
export const signature = bytes(64).map((value) => branded<Signature>(value));
export const epoch = fc.nat(0xffffffff).map((value) => branded<EpochNumber>(value));
export const index = fc.nat(0xfffe).map((value) => branded<MemberIndex>(value));
export const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => isCleanText(text) && utf8(text).length <= 64);

export const grant: fc.Arbitrary<Grant> = fc.record({
  hostKey: bytes(32).map((value) => branded<VerifyKey>(value)),
  meetingId: bytes(16).map((value) => branded<MeetingId>(value)),
  signKey: bytes(32).map((value) => branded<VerifyKey>(value)),
  rank: fc.nat(255),
  notAfter: fc.maxSafeNat(),
  signature,
});

export const policy: fc.Arbitrary<Policy> = fc.record({
  screen: fc.constantFrom(...WHO),
  microphone: fc.constantFrom(...WHO),
  camera: fc.constantFrom(...WHO),
  chat: fc.constantFrom(...WHO),
  recording: fc.constantFrom(...WHO),
});

export const header: fc.Arbitrary<Header> = fc.record({
  roomId: bytes(16).map((value) => branded<RoomId>(value)),
  meetingId: bytes(16).map((value) => branded<MeetingId>(value)),
  n: epoch,
  parent: hash,
  leader: index,
  nextIndex: index,
  kind: fc.constantFrom('renew' as const, 'advance' as const),
  policy,
  locked: fc.boolean(),
  history: fc.boolean(),
  failedGuesses: fc.nat(0xffffffff),
  generation: fc.nat(0xffffffff),
  secretHash: hash,
  rosterHash: hash,
  removedHash: hash,
});

const verifyKey = bytes(32).map((value) => branded<VerifyKey>(value));
const person = fc.record({ index, signKey: verifyKey, name });
export const member: fc.Arbitrary<RosterMember> = fc.oneof(
  { weight: 4, arbitrary: person.map((one): RosterMember => ({ ...one, rank: NO_RANK })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(person, fc.nat(254), bytes(GRANT_BYTES))
      .map(([one, rank, given]): RosterMember => ({ ...one, rank, grant: given })),
  },
);
export const roster = fc
  .uniqueArray(member, { maxLength: 6, selector: (one) => one.index })
  .map((members) => members.toSorted((a, b) => a.index - b.index));
export const rising = <N extends number>(one: fc.Arbitrary<N>, minLength = 0): fc.Arbitrary<N[]> =>
  fc.uniqueArray(one, { minLength, maxLength: 6 }).map((list) => list.toSorted((a, b) => a - b));
export const someHeader = header.map(encodeHeader);

/** Clean text of 1 to `most` bytes, in lines where those are allowed. */
const text = (most: number, lines = false): fc.Arbitrary<string> =>
  fc
    .string({ unit: lines ? fc.oneof(fc.constant('\n'), name) : 'grapheme', minLength: 1, maxLength: 12 })
    .filter((one) => isCleanText(one, lines) && utf8(one).length <= most);

export const participants = fc
  .uniqueArray(bytes(16), { maxLength: 4, selector: toBase64url })
  .map((list) => list.map((one) => branded<ParticipantId>(toBase64url(one))).sort());
const waiter = fc.maxSafeNat();
const slots = fc.nat(15);
const stopped = fc.tuple(slots, fc.constantFrom(0, HAND_BIT)).map(([bits, hand]) => bits | hand);
const secret = bytes(32).map((value) => branded<Key>(value));
const anybody = fc.nat(0xffff).map((value) => branded<MemberIndex>(value));

export const order: fc.Arbitrary<Order> = fc.oneof(
  fc.record({ do: fc.constantFrom('lock' as const, 'history' as const), on: fc.boolean() }),
  fc.record({ do: fc.constant('policy' as const), policy }),
  fc.record({ do: fc.constantFrom('remove' as const, 'dismiss' as const), index: anybody }),
  fc.record({ do: fc.constant('appoint' as const), index: anybody, grant }),
);

const doorAsk: fc.Arbitrary<DoorAsk> = fc.oneof(
  fc.record({ ask: fc.constantFrom('admit' as const, 'deny' as const), waiter }),
  fc.record({ ask: fc.constantFrom('admitAll' as const, 'openDoor' as const) }),
  fc.record({ ask: fc.constant('note' as const), waiter, text: text(1000, true) }),
  fc.record({ ask: fc.constant('words' as const), passphrase: text(1024) }),
  fc.record({ ask: fc.constant('words' as const), passphrase: text(1024), linkSecret: bytes(16) }),
);

/** A JPEG of some size: its marks are honest, its scan is noise. */
export const picture: fc.Arbitrary<Bytes> = fc
  .record({
    width: fc.integer({ min: 1, max: 2048 }),
    height: fc.integer({ min: 1, max: 2048 }),
    components: fc.constantFrom(1, 3),
    frame: fc.constantFrom(0xc0, 0xc1, 0xc2),
    table: anyBytes(40),
    scan: anyBytes(400),
  })
  .map(({ width, height, components, frame, table, scan }) => {
    const segment = (mark: number, body: Bytes): Bytes =>
      concat(u8(0xff), u8(mark), u16(body.length + 2), body);
    const kind = concat(u8(8), u16(height), u16(width), u8(components), new Uint8Array(3 * components));
    const jfif = concat(utf8('JFIF\0'), new Uint8Array([1, 1, 0, 0, 1, 0, 1, 0, 0]));
    return concat(
      new Uint8Array([0xff, 0xd8]),
      segment(0xe0, jfif),
      segment(0xdb, table),
      segment(frame, kind),
      segment(0xda, new Uint8Array(2 * components + 4)),
      // A byte that would be a mark is followed by a zero.
      concat(...Array.from(scan, (byte) => (byte === 0xff ? new Uint8Array([0xff, 0]) : u8(byte)))),
      new Uint8Array([0xff, 0xd9]),
    );
  });

export const saying: fc.Arbitrary<Saying> = fc.oneof(
  fc.record({ say: fc.constant('chat' as const), text: text(4000, true) }),
  fc.record({ say: fc.constant('hand' as const), up: fc.constant(true), upFor: fc.nat(0xffffffff) }),
  fc.constant({ say: 'hand', up: false, upFor: 0 } as const),
  fc.record({ say: fc.constant('reaction' as const), emoji: text(32) }),
  fc.record({ say: fc.constant('stop' as const), index: anybody, slots: stopped }),
  fc.record({ say: fc.constant('moved' as const), move: fc.nat(0xffff) }),
  fc.record({ say: fc.constant('recording' as const), on: fc.boolean() }),
  fc.record({ say: fc.constant('image' as const), picture }),
);

const peopleParts = { removed: participants, roster };
export const people: fc.Arbitrary<People> = fc.record(peopleParts);
const whole = { header: someHeader, signature, secret, ...peopleParts };
const note = fc.record({ from: fc.constantFrom('host' as const, 'guest' as const), text: text(1000, true) });
const knockLine = fc.record({
  waiter,
  name,
  likeAnother: fc.boolean(),
  notes: fc.array(note, { maxLength: 3 }),
});
const leaver = fc.record({ index, how: fc.constantFrom(...HOWS), by: anybody });

/** Messages of each type. */
export const messages: {
  readonly [Type in MessageType]: fc.Arbitrary<Extract<GroupMessage, { type: Type }>>;
} = {
  state: fc.record({
    type: fc.constant('state'),
    header: someHeader,
    signature,
    left: fc
      .uniqueArray(leaver, { maxLength: 4, selector: (one) => one.index })
      .map((list) => list.toSorted((a, b) => a.index - b.index)),
    entered: fc.tuple(roster, anybody).map(([members, by]) => members.map((one) => ({ member: one, by }))),
    changed: roster,
    barred: participants,
    kemKey: fc.option(bytes(1216), { nil: undefined }),
  }),
  ping: fc.record({ type: fc.constant('ping'), token: bytes(16), number: epoch, n: epoch }),
  pong: fc.record({ type: fc.constant('pong'), token: bytes(16), number: epoch, n: epoch, hash }),
  ask: fc.record({ type: fc.constant('ask'), n: epoch }),
  catchUp: fc.record({ type: fc.constant('catchUp'), renews: rising(epoch), ...whole }),
  order: fc.record({ type: fc.constant('order'), order }),
  words: fc.record({
    type: fc.constant('words'),
    generation: fc.nat(0xffffffff),
    linkSecret: bytes(16).map((value) => branded<LinkSecret>(value)),
    passphrase: text(1024),
    own: fc.boolean(),
  }),
  knocks: fc.record({ type: fc.constant('knocks'), knocks: fc.array(knockLine, { maxLength: 3 }) }),
  door: fc.record({ type: fc.constant('door'), ask: doorAsk }),
  history: fc.record({
    type: fc.constant('history'),
    lines: fc.array(fc.record({ at: fc.maxSafeNat(), name, text: text(4000, true) }), { maxLength: 4 }),
  }),
  leave: fc.constant({ type: 'leave' }),
  end: fc.constant({ type: 'end' }),
  media: fc.record({ type: fc.constant('media'), on: slots }),
  missing: fc.record({ type: fc.constant('missing'), index: anybody, seqs: rising(epoch, 1) }),
  say: saying.map((one) => ({ type: 'say', ...one })),
  again: fc.tuple(epoch, saying).map(([was, one]) => ({ type: 'again', was, ...one })),
};

export const message: fc.Arbitrary<GroupMessage> = fc.oneof(...Object.values(messages));

/** Honest bytes with one thing done to them. */
export const bent = (honest: fc.Arbitrary<Bytes>): fc.Arbitrary<Bytes> =>
  fc
    .tuple(
      honest,
      fc.nat(),
      fc.nat(),
      fc.constantFrom('flip', 'cut', 'grow', 'insert', 'drop', 'length', 'double'),
    )
    .map(([whole, place, value, how]) => {
      const at = whole.length === 0 ? 0 : place % whole.length;
      const [before, after] = [whole.slice(0, at), whole.slice(at)];
      switch (how) {
        case 'flip':
          return concat(
            before,
            after.map((byte, offset) => (offset === 0 ? byte ^ (1 << (value % 8)) : byte)),
          );
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
    });
