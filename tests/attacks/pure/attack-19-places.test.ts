/**
 * Attack 19: everything that is signed or sealed, in one place of the protocol, and in every other room, meeting, epoch,
 * from another sender, for another recipient. One key signs and one key seals everything here, so that nothing but
 * labels and associated data tells them apart.
 */

import { describe, expect, it } from 'vitest';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type LinkSecret,
  type MeetingId,
  type MemberIndex,
  type RoomId,
  type Signature,
} from '../../../crypto/brands.ts';
import { concat } from '../../../crypto/bytes.ts';
import { checkGrant, checkHello, encodeGrant, makeGrant, makeHello } from '../../../crypto/claim.ts';
import { u32, u8 } from '../../../crypto/codec.ts';
import {
  openAdmit,
  openDoorPing,
  openDeny,
  openFromJoiner,
  openFromLeader,
  openProof,
  sealAdmit,
  sealDoorPing,
  sealDeny,
  sealEnvelope,
  sealProof,
} from '../../../crypto/door/messages.ts';
import { unwrapSecret, wrapSecret } from '../../../crypto/group/keySchedule.ts';
import { encodeContent, type GroupMessage, PAIRWISE, TYPE_NUMBERS } from '../../../crypto/group/messages.ts';
import { EVERYONE } from '../../../crypto/group/roster.ts';
import { openMessage, openPacket, readPacket, sealMessage } from '../../../crypto/group/sealedMessage.ts';
import { OPEN_POLICY } from '../../../crypto/group/policy.ts';
import { type Header, openHeader, signHeader } from '../../../crypto/group/state.ts';
import { type Label, LABELS } from '../../../crypto/labels.ts';
import { isRefusal } from '../../../crypto/refusal.ts';
import { randomBytes, sign, signingPair, verify } from '../../../crypto/sodium.ts';
import { granted, makeRoom, NOW } from '../../crypto/making.ts';

const key = branded<Key>(randomBytes(32));
const { signingKey, verifyKey } = signingPair();

interface Place {
  readonly roomId: RoomId;
  readonly meetingId: MeetingId;
  readonly n: EpochNumber;
  readonly hash: Hash;
  readonly sender: MemberIndex;
  readonly receiver: MemberIndex;
  readonly step: EpochNumber;
  readonly T: Hash;
  readonly seq: number;
  readonly origin: string;
  readonly nonce: Bytes;
}

const room = makeRoom();

/** A place whose numbers follow from one, and whose random parts are its own. */
const placeIn = (roomId: RoomId, origin: string, base: number): Place => ({
  roomId,
  meetingId: branded<MeetingId>(randomBytes(16)),
  n: branded<EpochNumber>(base),
  hash: branded<Hash>(randomBytes(32)),
  sender: branded<MemberIndex>(base + 1),
  receiver: branded<MemberIndex>(base + 2),
  step: branded<EpochNumber>(base + 3),
  T: branded<Hash>(randomBytes(32)),
  seq: base + 4,
  origin,
  nonce: randomBytes(32),
});
const here = placeIn(room.roomId, 'https://conclave.test', 7);
const elsewhere = placeIn(makeRoom().roomId, 'https://conclave.test:8443', 17);

interface Thing {
  readonly name: string;
  /** What of its place it is bound to. */
  readonly bound: readonly (keyof Place)[];
  readonly bytes: Bytes;
  /** Whether the product's own reader takes these bytes at this place. */
  readonly takes: (bytes: Bytes, place: Place) => boolean;
}

const taken = (value: unknown): boolean => value !== undefined && !isRefusal(value);
const under = ({ meetingId, n, hash }: Place) => ({ meetingId, n, hash });

const contents: GroupMessage[] = [
  {
    type: 'state',
    header: randomBytes(20),
    signature: branded<Signature>(randomBytes(64)),
    left: [],
    entered: [],
    changed: [],
    barred: [],
    kemKey: undefined,
  },
  { type: 'ping', token: randomBytes(16), number: 1, n: here.n },
  { type: 'pong', token: randomBytes(16), number: 1, n: here.n, hash: here.hash },
  { type: 'ask', n: here.n },
  {
    type: 'catchUp',
    header: randomBytes(20),
    signature: branded<Signature>(randomBytes(64)),
    secret: key,
    renews: [],
    removed: [],
    roster: [],
  },
  { type: 'leave' },
  { type: 'end' },
  { type: 'media', on: 3 },
  { type: 'order', order: { do: 'remove', index: here.receiver } },
  {
    type: 'words',
    generation: 1,
    linkSecret: branded<LinkSecret>(randomBytes(16)),
    passphrase: 'four right words here',
    own: false,
  },
  { type: 'knocks', knocks: [] },
  { type: 'door', ask: { ask: 'admit', waiter: 1 } },
  { type: 'history', lines: [] },
  { type: 'say', say: 'hand', up: true, upFor: 0 },
  { type: 'again', was: 1, say: 'hand', up: true, upFor: 0 },
  { type: 'missing', index: here.receiver, seqs: [1] },
];

/** The message's signed whole, as it lies in its packets. */
function wholeOf(message: GroupMessage): Bytes {
  const audience = PAIRWISE.has(message.type)
    ? { key, receiver: here.receiver, step: here.step }
    : { key, receiver: EVERYONE };
  const [packet] = sealMessage({
    under: under(here),
    sender: here.sender,
    signingKey,
    seq: here.seq,
    message,
    audience,
  });
  const read = granted(readPacket(granted(packet)));
  if (read.kind === 'wraps') throw new Error('wraps');
  return granted(openPacket(read, key, here.meetingId)).bytes;
}

const grant = makeGrant(room.seed, { meetingId: here.meetingId, signKey: verifyKey, rank: 0, notAfter: NOW });
const header: Header = {
  roomId: here.roomId,
  meetingId: here.meetingId,
  n: here.n,
  parent: here.hash,
  leader: here.sender,
  nextIndex: here.receiver,
  kind: 'renew',
  policy: OPEN_POLICY,
  locked: false,
  history: false,
  failedGuesses: 0,
  generation: 0,
  secretHash: here.hash,
  rosterHash: here.hash,
  removedHash: here.hash,
};
const signedHeader = signHeader(header, signingKey);
const Tb = randomBytes(32);
const takesSignature = (label: Label) => (bytes: Bytes, place: Place) =>
  verify(verifyKey, bytes, label, place.T, Tb);

const signed: Thing[] = [
  {
    name: 'grant',
    bound: ['roomId', 'meetingId'],
    bytes: grant.signature,
    takes: (bytes, { roomId, meetingId }) =>
      checkGrant({ ...grant, meetingId, signature: branded<Signature>(bytes) }, roomId, NOW) === undefined,
  },
  {
    name: 'hello',
    bound: ['origin', 'roomId', 'nonce'],
    bytes: makeHello(signingKey, here.origin, here.roomId, here.nonce),
    takes: (signature, { origin, roomId, nonce }) =>
      taken(checkHello({ grant: encodeGrant(grant), signature }, { origin, roomId, nonce, now: NOW })),
  },
  {
    name: 'challenge',
    bound: ['T'],
    bytes: sign(signingKey, LABELS.doorChallenge, here.T, Tb),
    takes: takesSignature(LABELS.doorChallenge),
  },
  {
    name: 'proof',
    bound: ['T'],
    bytes: sign(signingKey, LABELS.doorProof, here.T, Tb),
    takes: takesSignature(LABELS.doorProof),
  },
  {
    name: 'state',
    bound: ['roomId', 'meetingId', 'n', 'hash'],
    bytes: signedHeader.signature,
    takes: (bytes, { roomId, meetingId, n, hash }) =>
      taken(
        openHeader(
          signHeader({ ...header, roomId, meetingId, n, parent: hash }, signingKey).bytes,
          branded<Signature>(bytes),
          verifyKey,
        ),
      ),
  },
  ...contents.map((message): Thing => {
    const whole = wholeOf(message);
    const pairwise = PAIRWISE.has(message.type);
    const content = encodeContent(message);
    return {
      name: `message ${message.type}`,
      bound: ['meetingId', 'hash', 'sender', 'seq', ...(pairwise ? (['receiver'] as const) : [])],
      bytes: whole.slice(-64),
      takes: (signature, place) =>
        taken(
          openMessage(
            concat(u8(TYPE_NUMBERS[message.type]), u32(place.seq), content, signature),
            under(place),
            place.sender,
            verifyKey,
            pairwise ? place.receiver : EVERYONE,
          ),
        ),
    };
  }),
];

const sid = randomBytes(16);
const proofText = { signature: branded<Signature>(randomBytes(64)), name: 'Bob', capabilities: 0 };
const admitText = {
  index: here.receiver,
  secret: key,
  roomKey: key,
  header: signedHeader.bytes,
  signature: signedHeader.signature,
  people: undefined,
};
const packetOf = (message: GroupMessage, receiver: MemberIndex, step?: EpochNumber): Bytes => {
  const audience = step === undefined ? { key, receiver: EVERYONE } : { key, receiver, step };
  return granted(
    sealMessage({ under: under(here), sender: here.sender, signingKey, seq: here.seq, message, audience })[0],
  );
};
/** Takes a packet whose clear part was rewritten to say this place. */
const takesPacket = (kind: 1 | 2, clearLength: number) => (bytes: Bytes, place: Place) => {
  const clear = packetOf(
    kind === 1 ? { type: 'leave' } : { type: 'ask', n: here.n },
    place.receiver,
    kind === 2 ? place.step : undefined,
  );
  const said = clear.slice(0, clearLength);
  said.set(u32(place.n), 1);
  said.set([place.sender >> 8, place.sender & 255], 5);
  const read = readPacket(concat(said, bytes));
  return !isRefusal(read) && read.kind !== 'wraps' && taken(openPacket(read, key, place.meetingId));
};

const sealed: Thing[] = [
  {
    name: 'envelope of a joiner',
    bound: ['roomId'],
    bytes: sealEnvelope(key, here.roomId, {
      type: 'proof',
      sid,
      Ta: randomBytes(32),
      seq: 0,
      sealed: randomBytes(41),
    }),
    takes: (bytes, { roomId }) => taken(openFromJoiner(key, roomId, bytes)),
  },
  {
    name: 'envelope of a leader',
    bound: ['roomId'],
    bytes: sealEnvelope(key, here.roomId, { type: 'deny', sid, seq: 0, sealed: randomBytes(41) }),
    takes: (bytes, { roomId }) => taken(openFromLeader(key, roomId, bytes)),
  },
  {
    name: 'proof',
    bound: ['T', 'seq'],
    bytes: sealProof(key, here.T, here.seq, proofText),
    takes: (bytes, { T, seq }) =>
      taken(openProof(key, T, { type: 'proof', sid, Ta: sid, seq, sealed: bytes })),
  },
  {
    name: 'admit',
    bound: ['T', 'seq'],
    bytes: sealAdmit(key, here.T, here.seq, admitText),
    takes: (bytes, { T, seq }) => taken(openAdmit(key, T, { type: 'admit', sid, seq, sealed: bytes })),
  },
  {
    name: 'ping at the door',
    bound: ['T', 'seq'],
    bytes: sealDoorPing(key, here.T, here.seq, sid),
    takes: (bytes, { T, seq }) => taken(openDoorPing(key, T, { type: 'ping', sid, seq, sealed: bytes })),
  },
  {
    name: 'deny',
    bound: ['T', 'seq'],
    bytes: sealDeny(key, here.T, here.seq),
    takes: (bytes, { T, seq }) => taken(openDeny(key, T, { type: 'deny', sid, seq, sealed: bytes })),
  },
  {
    name: 'wrapped secret',
    bound: ['meetingId', 'n', 'sender', 'receiver'],
    bytes: wrapSecret(key, key, { ...here, leader: here.sender, member: here.receiver }),
    takes: (bytes, place) =>
      taken(unwrapSecret(key, bytes, { ...place, leader: place.sender, member: place.receiver })),
  },
  {
    name: 'packet for everyone',
    bound: ['meetingId', 'n', 'sender'],
    bytes: packetOf({ type: 'leave' }, here.receiver).slice(7),
    takes: takesPacket(1, 7),
  },
  {
    name: 'packet for one',
    bound: ['meetingId', 'n', 'sender', 'receiver', 'step'],
    bytes: packetOf({ type: 'ask', n: here.n }, here.receiver, here.step).slice(13),
    takes: takesPacket(2, 13),
  },
];

describe.each([
  ['signed', signed],
  ['sealed', sealed],
])('attack 19: what is %s', (_kind, things) => {
  it.each(things)('is taken where it belongs: $name', ({ bytes, takes }) => {
    expect(takes(bytes, here)).toBe(true);
  });

  it.each(things)('is taken for nothing else: $name', ({ name, bytes }) => {
    expect(things.filter(({ takes }) => takes(bytes, here)).map((thing) => thing.name)).toEqual([name]);
  });

  it.each(things.flatMap((thing) => thing.bound.map((part) => ({ ...thing, part }))))(
    'is not taken under another $part: $name',
    ({ part, bytes, takes }) => {
      expect(takes(bytes, { ...here, [part]: elsewhere[part] })).toBe(false);
    },
  );

  it.each(things)('is bound to all of its place that it names: $name', ({ bound, bytes, takes }) => {
    const parts = Object.keys(here).filter((part): part is keyof Place => part in here);
    const free = parts.filter((part) => takes(bytes, { ...here, [part]: elsewhere[part] }));
    expect(free.toSorted()).toEqual(parts.filter((part) => !bound.includes(part)).toSorted());
  });
});
