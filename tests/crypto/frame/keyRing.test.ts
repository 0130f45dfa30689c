/** The key ring: from one to another, its counters, what it holds back, and how epochs come and go. */

import { beforeEach, describe, expect, test } from 'vitest';
import type { Bytes } from '../../../crypto/brands.ts';
import { COUNTERS, kidOf, MAX_FRAME_BYTES, WAIT_MS } from '../../../crypto/workers/keyRing.ts';
import { SLOTS, type CodecName, type Slot } from '../../../crypto/workers/frameProtocol.ts';
import { vp8Delta, vp8Key } from './frames.ts';
import { ctrOf, epoch, kidOn, member, receiver, ringOf, sender } from './rings.ts';

const { microphone, camera, screen } = SLOTS;

describe('from one key ring to another', () => {
  test.each<[CodecName, Slot, Bytes]>([
    ['opus', microphone, Uint8Array.of(1, 2, 3)],
    ['opus', microphone, new Uint8Array(0)],
    ['vp8', camera, vp8Key(500)],
    ['vp8', screen, vp8Delta(500)],
    ['vp9', camera, new Uint8Array(2000).fill(5)],
  ])('%s in slot %i', async (codec, slot, frame) => {
    const wire = await sender(4).seal(slot, codec, frame);
    expect(await receiver(1).ring.open(member(4), slot, codec, wire)).toEqual(frame);
  });

  test('nothing but the clear bytes can be read', async () => {
    const frame = vp8Key(500);
    const wire = await sender(4).seal(camera, 'vp8', frame);
    expect(wire.slice(0, 10)).toEqual(frame.slice(0, 10));
    expect(wire.slice(10).join()).not.toContain('7,7,7,7,7,7');
    expect(wire.length).toBeLessThanOrEqual(frame.length + 1 + 2 + 1 + 16);
  });

  test('an audio frame grows by at most 22 bytes', async () => {
    const { ring, seal } = sender(200);
    expect((await seal()).length - 3).toBeLessThanOrEqual(22);
    expect(ring.maySeal(microphone)).toBe(true);
  });

  test('the vault is asked once per sender, slot and epoch', async () => {
    const { seal } = sender(1);
    const { ring, needs } = receiver(1);
    const wires = [await seal(), await seal(), await seal(camera, 'vp8', vp8Delta(9))];
    for (const wire of wires.slice(0, 2)) await ring.open(member(1), microphone, 'opus', wire);
    for (const wire of wires.slice(2)) await ring.open(member(1), camera, 'vp8', wire);
    expect(needs).toHaveLength(2);
  });

  test('KID = index · 64 + slot · 16 + n mod 16', async () => {
    expect(kidOf(epoch(35), member(1023), screen)).toBe(1023 * 64 + 2 * 16 + 3);
    expect(kidOn(await sender(1023, 35).seal(screen, 'vp8', vp8Key(20)), 10)).toBe(65_507);
  });
});

describe('attack 14: counters', () => {
  /** Every (key, counter) a page ever seals with, over epochs, switches and workers. */
  test('no pair of key and counter is used twice', async () => {
    const used = new Set<string>();
    let sealed = 0;
    for (let startedBefore = 0; startedBefore < 3; startedBefore++) {
      const { ring } = ringOf('meeting', startedBefore);
      for (const n of [1, 2, 1, 17, 2]) {
        ring.take({ type: 'sendUnder', n: epoch(n), index: member(0) });
        for (const slot of [microphone, camera]) {
          ring.switchSlot(slot, false);
          ring.switchSlot(slot, true);
          const wires = await Promise.all(
            Array.from({ length: 20 }, () => ring.seal(slot, 'opus', Uint8Array.of(1))),
          );
          for (const wire of wires) {
            if (!wire) throw new Error('held back');
            used.add(`${n} ${kidOn(wire)} ${ctrOf(wire)}`);
            sealed++;
          }
        }
        ring.take({ type: 'erase', n: epoch(n) });
      }
    }
    expect(used.size).toBe(sealed);
  });

  test('each sealing worker of the page has its own 2^40', async () => {
    expect(ctrOf(await sender(0, 1, 'meeting', 0).seal())).toBe(0);
    expect(ctrOf(await sender(0, 1, 'meeting', 3).seal())).toBe(3 * COUNTERS);
  });

  test('more workers than counters have room for: none is made', () => {
    expect(() => ringOf('meeting', 2 ** 13)).toThrow(RangeError);
    expect(() => ringOf('meeting', -1)).toThrow(RangeError);
  });

  test('attack 15: a second base key for a KID changes nothing', async () => {
    const { ring, seal } = sender(4);
    const here = receiver(1);
    await here.ring.open(member(4), microphone, 'opus', await seal());
    for (const one of [ring, here.ring]) {
      one.take({
        type: 'base',
        n: epoch(1),
        index: member(4),
        slot: microphone,
        baseKey: new Uint8Array(32),
      });
    }
    expect(await here.ring.open(member(4), microphone, 'opus', await seal())).toEqual(Uint8Array.of(1, 2, 3));
  });
});

describe('what is held back', () => {
  let sending: ReturnType<typeof sender>;
  beforeEach(() => {
    sending = sender(0);
  });
  const frame = Uint8Array.of(1, 2, 3);

  test('attack 41: a slot that its user did not switch on, or switched off', async () => {
    const { ring } = ringOf();
    ring.take({ type: 'sendUnder', n: epoch(1), index: member(0) });
    expect(await ring.seal(microphone, 'opus', frame)).toBeUndefined();
    ring.switchSlot(microphone, true);
    expect(await ring.seal(microphone, 'opus', frame)).toBeDefined();
    expect(await ring.seal(camera, 'vp8', vp8Key(20))).toBeUndefined();
    ring.switchSlot(microphone, false);
    expect(await ring.seal(microphone, 'opus', frame)).toBeUndefined();
  });

  test('attack 41: switched off while its key was on its way', async () => {
    const { ring } = ringOf();
    ring.take({ type: 'sendUnder', n: epoch(1), index: member(0) });
    ring.switchSlot(microphone, true);
    const sealing = ring.seal(microphone, 'opus', frame);
    ring.switchSlot(microphone, false);
    expect(await sealing).toBeUndefined();
  });

  test('without an epoch, after `silence`, after its epoch was erased, without a key', async () => {
    const { ring } = ringOf();
    ring.switchSlot(microphone, true);
    expect(await ring.seal(microphone, 'opus', frame)).toBeUndefined();
    sending.ring.take({ type: 'silence' });
    await expect(sending.seal()).rejects.toThrow('held back');
    sending.ring.take({ type: 'sendUnder', n: epoch(2), index: member(0) });
    await sending.seal();
    sending.ring.take({ type: 'erase', n: epoch(2) });
    await expect(sending.seal()).rejects.toThrow('held back');
    sending.ring.take({ type: 'sendUnder', n: epoch(3), index: member(2000) });
    await expect(sending.seal()).rejects.toThrow('held back');
  });

  test('attack 3: a frame that is not of its codec', async () => {
    await expect(sending.seal(camera, 'vp8', new Uint8Array(50))).rejects.toThrow('held back');
  });

  test('a frame that is too big, both ways', async () => {
    const big = new Uint8Array(MAX_FRAME_BYTES + 1);
    await expect(sending.seal(microphone, 'opus', big)).rejects.toThrow('held back');
    expect(await receiver(1).ring.open(member(0), microphone, 'opus', big)).toBe('tooBig');
  });
});

describe('epochs', () => {
  test('a frame waits for its epoch and opens when it comes', async () => {
    const wire = await sender(4, 2).seal();
    const { ring, time } = receiver(1);
    const opening = ring.open(member(4), microphone, 'opus', wire);
    time.pass(WAIT_MS - 1);
    ring.take({ type: 'epoch', n: epoch(2) });
    expect(await opening).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('after `WAIT_MS` it is refused, and the next of its KID at once', async () => {
    const { seal } = sender(4, 2);
    const { ring, time } = receiver(1);
    const opening = ring.open(member(4), microphone, 'opus', await seal());
    time.pass(WAIT_MS);
    expect(await opening).toBe('noKey');
    expect(await ring.open(member(4), microphone, 'opus', await seal())).toBe('noKey');
    ring.take({ type: 'epoch', n: epoch(2) });
    expect(await ring.open(member(4), microphone, 'opus', await seal())).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('a frame of an epoch that is gone waits for nothing', async () => {
    const { ring } = receiver(20, 21);
    for (const n of [14, 19])
      expect(await ring.open(member(4), microphone, 'opus', await sender(4, n).seal())).toBe('noKey');
    const opening = ring.open(member(4), microphone, 'opus', await sender(4, 28).seal());
    ring.take({ type: 'epoch', n: epoch(28) });
    expect(await opening).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('of an erased epoch nothing opens, also not when its number comes again with another key', async () => {
    const { seal } = sender(4);
    const { ring, time } = receiver(1);
    const wire = await seal();
    ring.take({ type: 'erase', n: epoch(1) });
    const opening = ring.open(member(4), microphone, 'opus', wire);
    time.pass(WAIT_MS);
    expect(await opening).toBe('noKey');
  });

  test('erased while the vault was asked: noKey, and no exception', async () => {
    const wire = await sender(4).seal();
    const { ring } = receiver(1);
    const opening = ring.open(member(4), microphone, 'opus', wire);
    ring.take({ type: 'erase', n: epoch(1) });
    expect(await opening).toBe('noKey');
  });

  test('nine epochs at once, each with its own keys', async () => {
    const { ring } = receiver(8, 9, 10, 11, 12, 13, 14, 15, 16);
    for (let n = 8; n <= 16; n++) {
      expect(await ring.open(member(4), microphone, 'opus', await sender(4, n).seal())).toEqual(
        Uint8Array.of(1, 2, 3),
      );
    }
  });

  test('an erase for a number that is not here erases nothing', async () => {
    const { ring } = receiver(1);
    ring.take({ type: 'erase', n: epoch(17) });
    expect(await ring.open(member(4), microphone, 'opus', await sender(4).seal())).toEqual(
      Uint8Array.of(1, 2, 3),
    );
  });
});
