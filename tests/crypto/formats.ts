/** Every format that bytes from outside are read as: its decoder and its encoder, side by side. */

import fc from 'fast-check';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type HostSeed,
  type Key,
  type LinkSecret,
  type RoomId,
  type VerifyKey,
} from '../../crypto/brands.ts';
import { concat, fromBase64url, toBase64url } from '../../crypto/bytes.ts';
import { decodeGrant, encodeGrant, GRANT_BYTES } from '../../crypto/claim.ts';
import { lv, u16, u32, u8, utf8 } from '../../crypto/codec.ts';
import {
  DENY_NUMBERS,
  DIRECTION,
  type FromJoiner,
  type FromLeader,
  openAdmit,
  openDoorPing,
  openDeny,
  openFromJoiner,
  openFromLeader,
  openNote,
  openProof,
  sealEnvelope,
} from '../../crypto/door/messages.ts';
import { decodeContent, encodeContent, TYPE_NUMBERS } from '../../crypto/group/messages.ts';
import { decodeMembers, encodeMembers } from '../../crypto/group/roster.ts';
import { type Packet, readPacket } from '../../crypto/group/sealedMessage.ts';
import { decodeHeader, encodeHeader } from '../../crypto/group/state.ts';
import { encodePeople } from '../../crypto/group/whole.ts';
import { decodeLink, encodeLink } from '../../crypto/invitation.ts';
import { LABELS } from '../../crypto/labels.ts';
import { isRefusal, type Refusal } from '../../crypto/refusal.ts';
import { box, BOX_OVERHEAD, randomBytes, unbox } from '../../crypto/sodium.ts';
import { granted, makeRoom } from './making.ts';
import {
  bytes,
  signature,
  epoch,
  index,
  name,
  grant,
  header,
  roster,
  someHeader,
  message,
  people,
} from './arbitraries.ts';

export interface Format {
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

export const room = makeRoom();
export const key = branded<Key>(randomBytes(32));
export const T = branded<Hash>(randomBytes(32));
const sid = bytes(16);

function encodePacket(packet: Packet): Bytes {
  if (packet.kind !== 'wraps') return concat(packet.clear, packet.sealed);
  return concat(
    u8(3),
    u32(packet.n),
    u16(packet.leader),
    ...[...packet.wraps].flatMap(([at, wrap]) => [u16(at), wrap]),
  );
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
export const ofJoiner = envelopeText<FromJoiner>(DIRECTION.fromJoiner, openFromJoiner);
export const ofLeader = envelopeText<FromLeader>(DIRECTION.fromLeader, openFromLeader);
const inner = fc
  .uint8Array({ minLength: BOX_OVERHEAD, maxLength: 400 })
  .map((array): Bytes => new Uint8Array(array));

export const fromJoiner: fc.Arbitrary<FromJoiner> = fc.oneof(
  fc.record({
    type: fc.constant('knock' as const),
    sid,
    Ya: bytes(32),
    signKey: bytes(32).map((value) => branded<VerifyKey>(value)),
    kemKey: bytes(1216),
  }),
  fc.record({ type: fc.constant('proof' as const), sid, Ta: bytes(32), seq: epoch, sealed: inner }),
  fc.record({ type: fc.constant('answer' as const), sid, seq: epoch, sealed: inner }),
  fc.record({ type: fc.constant('ping' as const), sid, seq: epoch, sealed: inner }),
);
export const fromLeader: fc.Arbitrary<FromLeader> = fc.oneof(
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
  fc.record({ type: fc.constant('note' as const), sid, seq: epoch, sealed: inner }),
  fc.record({ type: fc.constant('moved' as const), sid, grant: bytes(GRANT_BYTES), signature }),
);

export const verdict = (sealed: Bytes) => ({
  type: 'admit' as const,
  sid: new Uint8Array(16),
  seq: 0,
  sealed,
});
export const inside = (label: (typeof LABELS)[keyof typeof LABELS], text: Bytes): Bytes =>
  box(key, label, [T, u32(0)], text);

export const FORMATS: readonly Format[] = [
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
      const proof = openProof(key, T, {
        type: 'proof',
        sid: new Uint8Array(16),
        Ta: T,
        seq: 0,
        sealed: inside(LABELS.doorProofBox, text),
      });
      return isRefusal(proof) ? proof : { ...proof, capabilities: branded<EpochNumber>(proof.capabilities) };
    },
  ),
  format(
    'admit',
    fc.record({
      token: bytes(16),
      index,
      secret: bytes(32),
      roomKey: bytes(32),
      header: someHeader,
      signature,
      people: fc.option(people, { nil: undefined }),
    }),
    ({ people: all, ...text }) =>
      concat(
        text.token,
        u16(text.index),
        text.secret,
        text.roomKey,
        lv(text.header),
        text.signature,
        all ? encodePeople(all) : new Uint8Array(),
      ),
    (text) => openAdmit(key, T, verdict(inside(LABELS.doorAdmit, text))),
  ),
  format(
    'ping at the door',
    fc.record({ token: bytes(16) }),
    ({ token }) => token,
    (text) => {
      const token = openDoorPing(key, T, { ...verdict(inside(LABELS.doorPing, text)), type: 'ping' });
      return isRefusal(token) ? token : { token };
    },
  ),
  format(
    'deny',
    fc.record({ reason: fc.integer({ min: 1, max: 5 }) }),
    ({ reason }) => u8(reason),
    (text) => {
      const reason = openDeny(key, T, { ...verdict(inside(LABELS.doorDeny, text)), type: 'deny' });
      return isRefusal(reason) ? reason : { reason: DENY_NUMBERS[reason] };
    },
  ),
  format(
    'note',
    fc.record({ text: name }),
    ({ text }) => lv(utf8(text)),
    (sealed) => {
      const note = { ...verdict(inside(LABELS.doorNote, sealed)), type: 'note' as const };
      const text = openNote(key, T, note);
      return isRefusal(text) ? text : { text };
    },
  ),
  format(
    'packet',
    fc
      .oneof(
        fc.tuple(epoch, index, inner).map(([n, from, sealed]) => concat(u8(1), u32(n), u16(from), sealed)),
        fc
          .tuple(epoch, index, index, epoch, inner)
          .map(([n, from, to, since, sealed]) =>
            concat(u8(2), u32(n), u16(from), u16(to), u32(since), sealed),
          ),
        fc
          .tuple(epoch, index, fc.uniqueArray(index, { minLength: 1, maxLength: 5 }), bytes(72))
          .map(([n, from, to, wrap]) =>
            concat(
              u8(3),
              u32(n),
              u16(from),
              ...to.toSorted((a, b) => a - b).flatMap((at) => [u16(at), wrap]),
            ),
          ),
      )
      .map((data) => granted(readPacket(data))),
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
        roomKey: bytes(32).map((value) => branded<Key>(value)),
        own: fc.boolean(),
        passphrase: name,
      }),
    ),
    (link) => granted(fromBase64url(encodeLink(link))),
    (token) => decodeLink(toBase64url(token), 'https://conclave.test'),
  ),
];
