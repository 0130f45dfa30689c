/** Messages inside the call (§6): encoded, signed, sealed, cut into packets, and back. */

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
  type ParticipantId,
  type Signature,
} from '../../../crypto/brands.ts';
import { concat } from '../../../crypto/bytes.ts';
import { lv, u16, u32, u8, utf8 } from '../../../crypto/codec.ts';
import {
  decodeContent,
  encodeContent,
  type GroupMessage,
  MISSING_MAX,
  PAIRWISE,
  TYPE_NUMBERS,
} from '../../../crypto/group/messages.ts';
import { EVERYONE, NO_RANK, type RosterMember } from '../../../crypto/group/roster.ts';
import {
  type Audience,
  openMessage,
  openPacket,
  PACKET_BYTES_MAX,
  packWraps,
  PARTS_MAX,
  readPacket,
  sealMessage,
  WRAPS_PER_PACKET,
} from '../../../crypto/group/sealedMessage.ts';
import { LABELS } from '../../../crypto/labels.ts';
import { isRefusal, refuse, type Refusal } from '../../../crypto/refusal.ts';
import { box, randomBytes, signingPair } from '../../../crypto/sodium.ts';
import { flips, granted } from '../making.ts';

const index = (value: number) => branded<MemberIndex>(value);
const epoch = (value: number) => branded<EpochNumber>(value);
const key = () => branded<Key>(randomBytes(32));
const people = (count: number, name = 'x'.repeat(64)): RosterMember[] =>
  Array.from({ length: count }, (_, at) => ({
    index: index(at + 1),
    rank: NO_RANK,
    signKey: signingPair().verifyKey,
    name,
  }));

const signature = branded<Signature>(randomBytes(64));
const entered = people(2).map((member) => ({ member, by: index(0) }));
const removed = ['a', 'b'].map((letter) => branded<ParticipantId>(letter.repeat(22)));
const catchUp = (roster: readonly RosterMember[]): GroupMessage => ({
  type: 'catchUp',
  header: randomBytes(162),
  signature,
  secret: key(),
  renews: [epoch(1), epoch(4)],
  removed,
  roster,
});

const messages: GroupMessage[] = [
  {
    type: 'state',
    header: randomBytes(162),
    signature,
    left: [
      { index: index(3), how: 'left', by: index(3) },
      { index: index(9), how: 'removed', by: index(0) },
    ],
    entered,
    changed: people(1),
    barred: removed,
    kemKey: randomBytes(1216),
  },
  { type: 'ping', token: randomBytes(16), number: 7, n: epoch(3) },
  { type: 'pong', token: randomBytes(16), number: 7, n: epoch(3), hash: branded<Hash>(randomBytes(32)) },
  { type: 'ask', n: epoch(2) },
  catchUp(people(3)),
  { type: 'leave' },
  { type: 'end' },
  { type: 'media', on: 0b1011 },
  { type: 'order', order: { do: 'remove', index: index(4) } },
  {
    type: 'words',
    generation: 2,
    linkSecret: branded<LinkSecret>(randomBytes(16)),
    passphrase: 'four right words here',
    own: false,
  },
  {
    type: 'knocks',
    knocks: [{ waiter: 3, name: 'Bob', likeAnother: true, notes: [{ from: 'guest', text: 'me\nagain' }] }],
  },
  { type: 'door', ask: { ask: 'note', waiter: 3, text: 'who are you?' } },
  { type: 'history', lines: [{ name: 'Bob', text: 'hello', at: 1_700_000_000_000 }] },
  { type: 'say', say: 'chat', text: 'hello\nthere' },
  { type: 'again', was: 4, say: 'stop', index: EVERYONE, slots: 1 },
  { type: 'missing', index: index(4), seqs: [3, 9] },
];

const sender = signingPair();
const under = {
  meetingId: branded<MeetingId>(randomBytes(16)),
  n: epoch(12),
  hash: branded<Hash>(randomBytes(32)),
};
const toAll: Audience = { key: key(), receiver: EVERYONE };
const toOne: Audience = { key: key(), receiver: index(0), step: epoch(4) };

const seal = (message: GroupMessage, seq = 5): Bytes[] => {
  const audience = PAIRWISE.has(message.type) ? toOne : toAll;
  return sealMessage({ under, sender: index(2), signingKey: sender.signingKey, seq, message, audience });
};

function sliceOf(data: Uint8Array) {
  const packet = granted(readPacket(data));
  if (packet.kind === 'wraps') throw new Error('wraps');
  return openPacket(packet, packet.kind === 'pairwise' ? toOne.key : toAll.key, under.meetingId);
}

const wholeOf = (packets: readonly Bytes[]): Bytes =>
  concat(...packets.map((data) => granted(sliceOf(data)).bytes));

const OPEN_ENDED = new Set<string>(['catchUp', 'knocks', 'history', 'missing', 'say']);

const receiverOf = ({ type }: GroupMessage) => (PAIRWISE.has(type) ? toOne.receiver : EVERYONE);

describe.each(messages)('$type', (message) => {
  it('comes back from its content', () => {
    expect(decodeContent(TYPE_NUMBERS[message.type], encodeContent(message))).toEqual(message);
  });

  it('comes back from its packets', () => {
    const whole = wholeOf(seal(message));
    expect(openMessage(whole, under, index(2), sender.verifyKey, receiverOf(message))).toEqual({
      seq: 5,
      message,
    });
  });

  it('cut or longer is refused', () => {
    const content = encodeContent(message);
    const decodes = (bytes: Uint8Array) => decodeContent(TYPE_NUMBERS[message.type], bytes);
    for (let length = 0; length < content.length; length += Math.ceil(content.length / 40)) {
      const back = decodes(content.slice(0, length));
      // What ends in a list or a text may be whole with less of it.
      if (!isRefusal(back)) {
        expect(OPEN_ENDED).toContain(message.type);
        expect(encodeContent(back)).toEqual(content.slice(0, length));
      }
    }
    expect(decodes(concat(content, new Uint8Array(1)))).toSatisfy(isRefusal);
  });

  it('with any bit of a packet flipped does not open', () => {
    const [packet] = seal(message);
    for (const forged of flips(granted(packet), packet && packet.length > 300 ? 13 : 1)) {
      const read = readPacket(forged);
      // A flip in the clear bytes may name another kind, epoch, sender or receiver: they are authenticated.
      const slices: unknown[] =
        isRefusal(read) || read.kind === 'wraps'
          ? []
          : [openPacket(read, toAll.key, under.meetingId), openPacket(read, toOne.key, under.meetingId)];
      for (const slice of slices) expect(slice).toBe(refuse('notOpened'));
    }
  });

  it.each([
    ['another meeting', { ...under, meetingId: branded<MeetingId>(randomBytes(16)) }, index(2), undefined],
    ['another state', { ...under, hash: branded<Hash>(randomBytes(32)) }, index(2), undefined],
    ['another sender', under, index(3), undefined],
    ['another receiver', under, index(2), index(9)],
    ['everyone, or one', under, index(2), PAIRWISE.has(message.type) ? EVERYONE : index(0)],
  ])('is refused as of %s', (_name, place, from, to) => {
    const whole = wholeOf(seal(message));
    expect(openMessage(whole, place, from, sender.verifyKey, to ?? receiverOf(message))).toBe(
      refuse('badSignature'),
    );
  });

  it('is refused as any other type, under another number, by another key', () => {
    const whole = wholeOf(seal(message));
    const open = (bytes: Uint8Array, signKey = sender.verifyKey) =>
      openMessage(bytes, under, index(2), signKey, receiverOf(message));
    for (let type = 0; type < 256; type++) {
      if (type !== TYPE_NUMBERS[message.type]) expect(open(whole.with(0, type))).toBe(refuse('badSignature'));
    }
    expect(open(concat(whole.slice(0, 1), u32(6), whole.slice(5)))).toBe(refuse('badSignature'));
    expect(open(whole, signingPair().verifyKey)).toBe(refuse('badSignature'));
  });

  it('to the wrong audience is a fault of ours', () => {
    const audience = PAIRWISE.has(message.type) ? toAll : toOne;
    const wrong = { under, sender: index(2), signingKey: sender.signingKey, seq: 5, message, audience };
    expect(() => sealMessage(wrong)).toThrow(TypeError);
  });
});

describe('contents that no client writes', () => {
  const decodes = (type: keyof typeof TYPE_NUMBERS, ...parts: Uint8Array[]) =>
    decodeContent(TYPE_NUMBERS[type], concat(...parts));
  const none = new Uint8Array();
  const state = ({ header = u8(1), left = none, barred = none, kemKey = none }: Record<string, Bytes>) =>
    concat(lv(header, left, none, none, barred, kemKey), signature);
  const leavers = (...list: number[]) => concat(...list.map((at) => concat(u16(at), u8(0), u16(at))));
  const ids = (...letters: string[]) => utf8(letters.map((letter) => letter.repeat(22)).join(''));

  it('are told from those that clients do write', () => {
    expect(decodes('state', state({ left: leavers(3, 4), barred: ids('a', 'b') }))).not.toSatisfy(isRefusal);
    expect(decodes('state', state({ kemKey: new Uint8Array(1216) }))).not.toSatisfy(isRefusal);
  });

  it.each<[string, GroupMessage | Refusal, Refusal]>([
    ['an unknown type', decodeContent(0, new Uint8Array()), refuse('unknownType')],
    ['a type to come', decodeContent(18, new Uint8Array()), refuse('unknownType')],
    ['slots that are not', decodes('media', u8(16)), refuse('malformed')],
    ['a hand among the slots that are on', decodes('media', u8(128)), refuse('malformed')],
    ['a leave that says more', decodes('leave', u8(0)), refuse('malformed')],
    ['a header of no bytes', decodes('state', state({ header: none })), refuse('malformed')],
    ['a header too long', decodes('state', state({ header: new Uint8Array(1025) })), refuse('malformed')],
    ['leavers that fall', decodes('state', state({ left: leavers(4, 3) })), refuse('malformed')],
    ['a leaver twice', decodes('state', state({ left: leavers(4, 4) })), refuse('malformed')],
    ['half a leaver', decodes('state', state({ left: u8(4) })), refuse('malformed')],
    [
      'a leaver in no known way',
      decodes('state', state({ left: leavers(4).with(2, 3) })),
      refuse('malformed'),
    ],
    ['half a KEM key', decodes('state', state({ kemKey: new Uint8Array(600) })), refuse('malformed')],
    ['half an identity', decodes('state', state({ barred: utf8('a'.repeat(21)) })), refuse('malformed')],
    [
      'an identity of other signs',
      decodes('state', state({ barred: utf8('+'.repeat(22)) })),
      refuse('malformed'),
    ],
    ['identities that fall', decodes('state', state({ barred: ids('b', 'a') })), refuse('malformed')],
    ['an identity twice', decodes('state', state({ barred: ids('a', 'a') })), refuse('malformed')],
    [
      'renews that fall',
      decodes('catchUp', lv(concat(u32(4), u32(3))), lv(u8(1)), signature, key(), lv(none)),
      refuse('malformed'),
    ],
    ['no number that is missing', decodes('missing', u16(1)), refuse('malformed')],
    [
      'too many numbers that are missing',
      decodes('missing', u16(1), ...Array.from({ length: MISSING_MAX + 1 }, (_, at) => u32(at))),
      refuse('malformed'),
    ],
    ['a saying of no known kind', decodes('say', u8(0)), refuse('unknownType')],
    ['a chat of no text', decodes('say', u8(1)), refuse('malformed')],
    ['a hand that is neither up nor down', decodes('say', u8(2), u8(2), u32(0)), refuse('malformed')],
    ['a hand that went up nobody knows when', decodes('say', u8(2), u8(1)), refuse('malformed')],
    ['a hand that is down, and has been up', decodes('say', u8(2), u8(0), u32(1)), refuse('malformed')],
    ['a stop of what nobody has', decodes('say', u8(4), u16(1), u8(64)), refuse('malformed')],
    ['a reaction in two lines', decodes('say', u8(3), utf8('a\nb')), refuse('badText')],
  ])('%s', (_name, decoded, refusal) => {
    expect(decoded).toBe(refusal);
  });
});

describe('packets', () => {
  it('are at most 12 KiB; what is longer goes in parts, signed as one', () => {
    const roster = people(400);
    const message = catchUp(roster);
    const packets = seal(message);
    expect(packets.length).toBe(4);
    for (const packet of packets) expect(packet.length).toBeLessThanOrEqual(PACKET_BYTES_MAX);
    const slices = packets.map((data) => granted(sliceOf(data)));
    expect(slices.map(({ part, of, seq }) => [part, of, seq])).toEqual(
      [0, 1, 2, 3].map((part) => [part, 4, 5]),
    );
    const open = (whole: Bytes) => openMessage(whole, under, index(2), sender.verifyKey, toOne.receiver);
    expect(open(wholeOf(packets))).toEqual({ seq: 5, message });
    expect(open(wholeOf(packets.toReversed()))).toSatisfy(isRefusal);
    expect(open(wholeOf(packets.slice(0, 3)))).toBe(refuse('badSignature'));
    expect(open(wholeOf(packets.with(1, granted(packets[2]))))).toBe(refuse('badSignature'));
  });

  it('of a message beyond 64 parts are not made', () => {
    const roster = people(PARTS_MAX * 12 * 10);
    const message = catchUp(roster);
    expect(() => seal(message)).toThrow(RangeError);
  }, 60_000);

  it('that are too long, too short, or of an unknown kind are refused by name', () => {
    expect(readPacket(new Uint8Array(PACKET_BYTES_MAX + 1))).toBe(refuse('tooLong'));
    expect(readPacket(new Uint8Array())).toBe(refuse('malformed'));
    for (const kind of [0, 4, 255])
      expect(readPacket(concat(u8(kind), u32(1), u16(0)))).toBe(refuse('unknownType'));
    expect(readPacket(concat(u8(2), u32(1), u16(0), u16(1)))).toBe(refuse('malformed'));
    expect(readPacket(concat(u8(1), u32(1), u16(EVERYONE)))).toBe(refuse('malformed'));
  });

  it('hold slices whose number and place make sense', () => {
    const sealed = (text: Uint8Array) => {
      // A member has the message key, and can seal what it likes.
      const [honest] = seal({ type: 'leave' });
      const clear = granted(honest).slice(0, 7);
      return sliceOf(concat(clear, box(toAll.key, LABELS.msgBox, [under.meetingId, clear], text)));
    };
    const slice = (part: number, of: number, length: number) =>
      concat(u32(5), u8(part), u8(of), new Uint8Array(length));
    expect(sealed(slice(0, 1, 80))).not.toSatisfy(isRefusal);
    for (const [part, of, length] of [
      [0, 0, 80],
      [1, 1, 80],
      [2, 1, 80],
      [0, PARTS_MAX + 1, 80],
      [0, 2, 80],
      [0, 1, 0],
    ] as const) {
      expect(sealed(slice(part, of, length))).toBe(refuse('malformed'));
    }
    expect(sealed(new Uint8Array(3))).toBe(refuse('malformed'));
  });
});

describe('wraps', () => {
  const wraps = (count: number) =>
    Array.from({ length: count }, (_, at) => [index(at + 1), randomBytes(72)] as const);

  it('come back, 64 members in a packet', () => {
    const all = wraps(WRAPS_PER_PACKET * 2 + 1);
    const packets = packWraps(epoch(3), index(0), all);
    expect(packets).toHaveLength(3);
    const read = packets.map((data) => granted(readPacket(data)));
    const back = read.flatMap((packet) => (packet.kind === 'wraps' ? [...packet.wraps] : []));
    expect(back).toEqual(all);
    expect(read[0]).toMatchObject({ kind: 'wraps', n: 3, leader: 0 });
  });

  it.each([
    ['none', []],
    ['the same member twice', [wraps(1)[0], wraps(1)[0]]],
    ['members in falling order', wraps(2).toReversed()],
    ['more than 64', wraps(65)],
  ])('of %s are refused', (_name, list) => {
    const parts = list.flatMap((wrap) => (wrap ? [u16(wrap[0]), wrap[1]] : []));
    expect(readPacket(concat(u8(3), u32(3), u16(0), ...parts))).toBe(refuse('malformed'));
  });

  it('cut are refused', () => {
    const [packet] = packWraps(epoch(3), index(0), wraps(2));
    expect(readPacket(granted(packet).slice(0, -1))).toBe(refuse('malformed'));
  });
});
