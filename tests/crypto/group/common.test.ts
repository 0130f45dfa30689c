/** What is said across epochs (§5): sealed under the room's key, signed by the speaker. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  branded,
  type Bytes,
  type EpochNumber,
  type Hash,
  type Key,
  type MeetingId,
  type RoomId,
  type Signature,
} from '../../../crypto/brands.ts';
import { concat } from '../../../crypto/bytes.ts';
import { participantIdOf } from '../../../crypto/claim.ts';
import { u32, u8 } from '../../../crypto/codec.ts';
import {
  type ChainLink,
  COMMON_KIND,
  commonKeyOf,
  type CommonMessage,
  LINKS_MAX,
  openCommon,
  openCommonSlice,
  sealCommon,
} from '../../../crypto/group/common.ts';
import { PACKET_BYTES_MAX } from '../../../crypto/group/sealedMessage.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { isRefusal, refuse } from '../../../crypto/refusal.ts';
import { box, randomBytes, signingPair, xwing } from '../../../crypto/sodium.ts';
import { anyBytes, bent } from '../arbitraries.ts';
import { flips, granted } from '../making.ts';

const roomId = branded<RoomId>(randomBytes(16));
const roomKey = branded<Key>(randomBytes(32));
const under = { key: commonKeyOf(roomKey, roomId), roomId };
const speaker = signingPair();
const to = signingPair().verifyKey;
const meetingId = branded<MeetingId>(randomBytes(16));
const hash = branded<Hash>(randomBytes(32));
const n = branded<EpochNumber>(7);

const link = (grant?: Bytes): ChainLink => ({
  header: randomBytes(200),
  signature: branded<Signature>(randomBytes(64)),
  signKey: to,
  grant,
});
const warrant = {
  header: randomBytes(181),
  signature: branded<Signature>(randomBytes(64)),
  signKey: to,
  grant: randomBytes(153),
  entriesHash: hash,
  inside: [to, speaker.verifyKey].map((key) => participantIdOf(key)).sort(),
  ranked: [participantIdOf(to)],
  removed: [],
};
const chain = (links: readonly ChainLink[]): CommonMessage => ({
  type: 'chain',
  to,
  meetingId,
  kemKey: randomBytes(xwing.PUBLIC_KEY_BYTES),
  links,
  warrant,
});
const beacon: CommonMessage = { type: 'beacon', meetingId, n, hash };
const messages: CommonMessage[] = [
  beacon,
  { type: 'askChain', to, known: [{ n: 3, start: randomBytes(8) }] },
  chain([link(), link(randomBytes(153))]),
  { type: 'pair', to, n, hash, ct: randomBytes(xwing.CIPHERTEXT_BYTES), sealed: randomBytes(60) },
  { type: 'welcome', to, sealed: randomBytes(400) },
  { type: 'gone', to },
];

const seal = (message: CommonMessage, seq = 5) => sealCommon(under, speaker, seq, message);
const wholeOf = (packets: readonly Bytes[]): Bytes =>
  concat(...packets.map((data) => granted(openCommonSlice(under, data)).bytes));

describe.each(messages)('attack 42: $type', (message) => {
  const whole = wholeOf(seal(message));

  it('comes back, with who said it and which of its sayings it was', () => {
    expect(openCommon(roomId, whole)).toEqual({ from: speaker.verifyKey, seq: 5, message });
  });

  it('is refused as of another room, number or type, and with any bit of it flipped', () => {
    expect(openCommon(branded<RoomId>(randomBytes(16)), whole)).toBe(refuse('badSignature'));
    const inName = concat(whole.slice(0, 1), to, whole.slice(33));
    expect(openCommon(roomId, inName)).toBe(refuse('badSignature'));
    const again = concat(whole.slice(0, 33), u32(6), whole.slice(37));
    expect(openCommon(roomId, again)).toBe(refuse('badSignature'));
    for (let type = 0; type < 256; type++)
      if (type !== whole[0]) expect(openCommon(roomId, whole.with(0, type))).toBe(refuse('badSignature'));
    for (const forged of flips(whole, 37)) expect(openCommon(roomId, forged)).toBe(refuse('badSignature'));
  });

  it('does not open under another room’s key, in another room, or with a bit of its packet flipped', () => {
    const packet = granted(seal(message)[0]);
    const other = commonKeyOf(branded<Key>(randomBytes(32)), roomId);
    expect(openCommonSlice({ ...under, key: other }, packet)).toBe(refuse('notOpened'));
    const elsewhere = { ...under, roomId: branded<RoomId>(randomBytes(16)) };
    expect(openCommonSlice(elsewhere, packet)).toBe(refuse('notOpened'));
    for (const forged of flips(packet.subarray(1), 29))
      expect(openCommonSlice(under, concat(packet.slice(0, 1), forged))).toBe(refuse('notOpened'));
  });
});

describe('packets', () => {
  it('with more states in a chain than anybody keeps are refused', () => {
    const whole = (count: number) => {
      const slices = seal(chain(Array.from({ length: count }, () => link(undefined)))).map((data) =>
        granted(openCommonSlice(under, data)),
      );
      return openCommon(roomId, concat(...slices.map(({ bytes }) => bytes)));
    };
    expect(whole(LINKS_MAX)).not.toSatisfy(isRefusal);
    expect(whole(LINKS_MAX + 1)).toBe(refuse('malformed'));
  });

  it('are at most 12 KiB; a long chain goes in parts under one name', () => {
    const long = chain(Array.from({ length: 200 }, () => link(randomBytes(153))));
    const packets = seal(long);
    expect(packets.length).toBeGreaterThan(5);
    for (const packet of packets) {
      expect(packet.length).toBeLessThanOrEqual(PACKET_BYTES_MAX);
      expect(packet[0]).toBe(COMMON_KIND);
    }
    const slices = packets.map((data) => granted(openCommonSlice(under, data)));
    expect(slices.map(({ part, of }) => [part, of])).toEqual(packets.map((_, at) => [at, packets.length]));
    expect(new Set(slices.map(({ id }) => id.join())).size).toBe(1);
    expect(openCommon(roomId, wholeOf(packets))).toMatchObject({ message: long });
    expect(openCommon(roomId, wholeOf(packets.slice(1)))).toSatisfy(isRefusal);
    expect(openCommon(roomId, wholeOf(packets.toReversed()))).toSatisfy(isRefusal);
  });

  it('of two messages never share a name', () => {
    const names = Array.from({ length: 50 }, () => granted(openCommonSlice(under, granted(seal(beacon)[0]))));
    expect(new Set(names.map(({ id }) => id.join())).size).toBe(50);
  });

  it('whose place makes no sense, or that are too long, are refused', () => {
    const sealed = (...parts: Uint8Array[]) =>
      openCommonSlice(
        under,
        concat(
          u8(COMMON_KIND),
          box(under.key, LABELS.commonBox, [roomId, u8(COMMON_KIND)], concat(...parts)),
        ),
      );
    const slice = (part: number, of: number, length: number) =>
      sealed(randomBytes(8), u8(part), u8(of), new Uint8Array(length));
    expect(slice(0, 1, 1)).not.toSatisfy(isRefusal);
    for (const [part, of, length] of [
      [0, 0, 1],
      [1, 1, 1],
      [0, 65, 1],
      [0, 1, 0],
    ] as const)
      expect(slice(part, of, length)).toBe(refuse('malformed'));
    expect(sealed(new Uint8Array(4))).toBe(refuse('malformed'));
    expect(openCommonSlice(under, new Uint8Array(PACKET_BYTES_MAX + 1))).toBe(refuse('tooLong'));
  });

  it('of any bytes make no opener throw', () => {
    const honest = fc.constantFrom(...messages.map((message) => wholeOf(seal(message))));
    fc.assert(
      fc.property(fc.oneof(anyBytes(400), bent(honest)), (bytes) => {
        expect(openCommon(roomId, bytes)).toSatisfy(isRefusal);
        expect(openCommonSlice(under, bytes)).toSatisfy(isRefusal);
      }),
    );
  });
});
