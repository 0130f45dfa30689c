/** Pictures in the chat (§6): sealed in parts, by the chat's rules, said again once, and never rendered when bent. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../../crypto/brands.ts';
import { concat } from '../../../crypto/bytes.ts';
import { u16, u8 } from '../../../crypto/codec.ts';
import { present } from '../../../crypto/group/member.ts';
import { decodeContent, encodeContent, TYPE_NUMBERS } from '../../../crypto/group/messages.ts';
import { OPEN_POLICY } from '../../../crypto/group/policy.ts';
import { PACKET_BYTES_MAX, PARTS_MAX } from '../../../crypto/group/sealedMessage.ts';
import { sealToEveryone } from '../../../crypto/group/turn.ts';
import { PICTURE_BYTES_MAX } from '../../../crypto/picture.ts';
import { bent, picture } from '../arbitraries.ts';
import { alarmsOf, memberOf, order, sit } from './seats.ts';
import type { Device, World } from './world.ts';

/** A picture of about so many bytes. */
function pictureOf(length: number, fill = 7): Bytes {
  const frame = concat(u8(8), u16(60), u16(80), u8(1), new Uint8Array(3));
  return concat(
    new Uint8Array([0xff, 0xd8, 0xff, 0xc0]),
    u16(frame.length + 2),
    frame,
    new Uint8Array([0xff, 0xda, 0, 2]),
    new Uint8Array(Math.max(0, length - 21)).fill(fill),
    new Uint8Array([0xff, 0xd9]),
  );
}

const send = (world: World, by: Device, one: Bytes): void =>
  world.do(by, { type: 'say', saying: { say: 'image', picture: one } });
const picturesAt = (device: Device): Bytes[] =>
  device.all('heard').flatMap(({ saying }) => (saying.say === 'image' ? [saying.picture] : []));

function sitting() {
  const { world, ada, named } = sit(['Bob', 'Carol'], { Bob: 1 });
  return { world, ada, bob: named('Bob'), carol: named('Carol') };
}

describe('a picture in the chat', () => {
  it('of the greatest length travels in one message, in packets of 12 KiB at most, and arrives as it was', () => {
    const { world, ada, bob, carol } = sitting();
    const one = pictureOf(PICTURE_BYTES_MAX);
    expect(one).toHaveLength(PICTURE_BYTES_MAX);
    const message = { type: 'again', was: 1, say: 'image', picture: one } as const;
    const packets = sealToEveryone(memberOf(carol), message, present(memberOf(carol)), 5);
    expect(packets.length).toBeLessThanOrEqual(PARTS_MAX);
    expect(Math.max(...packets.map(({ length }) => length))).toBeLessThanOrEqual(PACKET_BYTES_MAX);
    send(world, carol, one);
    world.pass(500);
    for (const device of [ada, bob, carol]) expect(picturesAt(device)).toEqual([one]);
    expect(alarmsOf(ada, bob, carol)).toEqual([]);
  });

  it('goes on through a change of epoch', () => {
    const { world, ada, bob, carol } = sitting();
    let parts = 0;
    world.weather = () => [20 + 40 * (parts += 1)];
    send(world, carol, pictureOf(400_000));
    world.weather = () => [20];
    order(world, ada, { do: 'lock', on: true });
    world.pass(4000);
    for (const device of [ada, bob]) expect(picturesAt(device)).toHaveLength(1);
  });

  it('is sent and taken by the rules of the chat', () => {
    const { world, ada, bob, carol } = sitting();
    order(world, ada, { do: 'policy', policy: { ...OPEN_POLICY, chat: 'authorities' } });
    world.pass(2000);
    send(world, carol, pictureOf(100));
    send(world, bob, pictureOf(200));
    world.pass(500);
    expect(carol.all('refused')).toEqual([{ type: 'refused', reason: 'notAllowed' }]);
    expect(picturesAt(ada)).toEqual([pictureOf(200)]);
    const member = memberOf(carol);
    const message = { type: 'say', say: 'image', picture: pictureOf(100) } as const;
    for (const data of sealToEveryone(member, message, present(member), 900_000))
      world.deliver(carol, ada, data);
    world.pass(500);
    expect(picturesAt(ada)).toHaveLength(1);
    expect(alarmsOf(ada)).toEqual(['notAllowed']);
  });

  it('attack 12: with a part that somebody forged is not rendered', () => {
    const { world, ada, bob, carol } = sitting();
    const carols = memberOf(carol);
    const bobs = memberOf(bob);
    const asCarol = { ...bobs, seat: { ...bobs.seat, index: carols.seat.index } };
    const say = (fill: number) => ({ type: 'say', say: 'image', picture: pictureOf(40_000, fill) }) as const;
    const honest = sealToEveryone(carols, say(7), present(carols), 900_000);
    const forged = sealToEveryone(asCarol, say(9), present(bobs), 900_000);
    for (const [part, data] of honest.entries())
      world.deliver(bob, ada, part === 1 ? (forged[1] ?? data) : data);
    world.pass(500);
    expect(picturesAt(ada)).toEqual([]);
    expect(alarmsOf(ada)).toEqual(['badSignature']);
  });

  it('that did not come is said again, once', () => {
    const { world, ada, bob, carol } = sitting();
    world.do(carol, { type: 'say', saying: { say: 'chat', text: 'one' } });
    world.pass(500);
    bob.side = 1;
    send(world, carol, pictureOf(30_000));
    world.pass(50);
    bob.side = 0;
    world.do(carol, { type: 'say', saying: { say: 'chat', text: 'two' } });
    world.pass(4000);
    expect(picturesAt(bob)).toEqual([pictureOf(30_000)]);
    const seq = carol.all('heard').find(({ saying }) => saying.say === 'image')?.seq ?? 0;
    const member = memberOf(bob);
    const before = world.seen.length;
    for (let times = 0; times < 5; times += 1) {
      const message = { type: 'missing', index: memberOf(carol).seat.index, seqs: [seq] } as const;
      for (const data of sealToEveryone(member, message, present(member), 900_000 + times))
        world.deliver(bob, carol, data);
    }
    world.pass(200);
    expect(world.seen.slice(before).filter(({ data }) => data.length > 5000)).toEqual([]);
    expect(picturesAt(ada)).toHaveLength(1);
  });

  it('is kept for whoever missed it only as one of the newest four', () => {
    const { world, carol } = sitting();
    for (let fill = 0; fill < 6; fill += 1) send(world, carol, pictureOf(100, fill));
    const kept = memberOf(carol).spoken.filter(({ saying }) => saying.say === 'image');
    expect(kept.map(({ saying }) => saying)).toEqual(
      [2, 3, 4, 5].map((fill) => ({ say: 'image', picture: pictureOf(100, fill) })),
    );
  });

  it('bent in any way is refused, or is a bare picture still', () => {
    const type = TYPE_NUMBERS.say;
    fc.assert(
      fc.property(bent(picture), (bytes) => {
        const read = decodeContent(type, concat(u8(7), bytes));
        if (!('refused' in read)) expect(encodeContent(read)).toEqual(concat(u8(7), bytes));
      }),
    );
    const place = new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, 4, 1, 2]);
    expect(decodeContent(type, concat(u8(7), place, pictureOf(100).slice(2)))).toEqual({
      refused: 'malformed',
    });
    expect(decodeContent(type, concat(u8(7), pictureOf(PICTURE_BYTES_MAX + 1)))).toEqual({
      refused: 'tooLong',
    });
  });
});
