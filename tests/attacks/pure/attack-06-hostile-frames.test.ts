/** Frames that somebody changed, said again, put elsewhere or made up: the key ring opens none. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../../crypto/brands.ts';
import { encodeHeader } from '../../../crypto/frame/sframe.ts';
import { kidOf, WAIT_MS } from '../../../crypto/workers/keyRing.ts';
import { SLOTS, type CodecName, type Slot } from '../../../crypto/workers/frameProtocol.ts';
import { vp8Delta, vp8Key } from '../../crypto/frame/frames.ts';
import { epoch, member, receiver, sender } from '../../crypto/frame/rings.ts';

const { microphone, camera, screen } = SLOTS;
const changed = (wire: Bytes, at: number, by: number): Bytes =>
  wire.map((byte, i) => (i === at ? byte ^ by : byte));

describe('attack 6: changed frames', () => {
  test.each<[string, Slot, CodecName, Bytes]>([
    ['an Opus frame', microphone, 'opus', Uint8Array.of(1, 2, 3, 4)],
    ['a VP8 key frame', camera, 'vp8', vp8Key(12)],
    ['a VP8 delta frame', camera, 'vp8', vp8Delta(12)],
  ])(
    'every bit of %s flipped: refused by name, and the frame still opens after',
    async (_name, slot, codec, frame) => {
      const wire = await sender(2).seal(slot, codec, frame);
      const { ring, time } = receiver(1);
      const refusals = new Set<unknown>();
      for (let bit = 0; bit < wire.length * 8; bit++) {
        const opening = ring.open(member(2), slot, codec, changed(wire, bit >> 3, 1 << (bit & 7)));
        time.pass(WAIT_MS);
        const result = await opening;
        expect(result).toBeTypeOf('string');
        refusals.add(result);
      }
      expect(refusals).toContain('authFailed');
      expect(await ring.open(member(2), slot, codec, wire)).toEqual(frame);
    },
  );

  test('truncated to any length, and appended to: refused', async () => {
    const wire = await sender(2).seal(camera, 'vp8', vp8Key(40));
    const { ring, time } = receiver(1);
    for (let length = 0; length < wire.length; length++) {
      const opening = ring.open(member(2), camera, 'vp8', wire.slice(0, length));
      time.pass(WAIT_MS);
      expect(await opening).toMatch(/^(notSFrame|authFailed)$/);
    }
    expect(await ring.open(member(2), camera, 'vp8', Uint8Array.of(...wire, 0))).toBe('authFailed');
  });

  test('opened as another codec than it was sealed as: refused', async () => {
    const { seal } = sender(2);
    const { ring } = receiver(1);
    expect(await ring.open(member(2), camera, 'vp9', await seal(camera, 'opus'))).toBe('authFailed');
  });
});

describe('attack 7: replay', () => {
  test('of one frame, at once and after ten thousand others', async () => {
    const { seal } = sender(3);
    const { ring } = receiver(1);
    const open = (wire: Bytes) => ring.open(member(3), microphone, 'opus', wire);
    const first = await seal();
    expect(await open(first)).toEqual(Uint8Array.of(1, 2, 3));
    expect(await open(first)).toBe('replayed');
    for (let frame = 0; frame < 10_000; frame++) expect(typeof (await open(await seal()))).toBe('object');
    expect(await open(first)).toBe('replayed');
  }, 20_000);

  test('of a frame that two receivers open at the same time: only one gets it', async () => {
    const wire = await sender(3).seal();
    const { ring } = receiver(1);
    const both = await Promise.all([wire, wire].map((one) => ring.open(member(3), microphone, 'opus', one)));
    expect(both).toContain('replayed');
    expect(both).toContainEqual(Uint8Array.of(1, 2, 3));
  });

  test('attack 16: forged frames with high counters push nothing out of the window', async () => {
    const { seal } = sender(3);
    const { ring } = receiver(1);
    const early = await seal();
    const forged = new Uint8Array(60);
    forged.set(encodeHeader(kidOf(epoch(1), member(3), microphone), 2 ** 39));
    expect(await ring.open(member(3), microphone, 'opus', forged)).toBe('authFailed');
    expect(await ring.open(member(3), microphone, 'opus', early)).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('attack 8: frames out of order pass', async () => {
    const { seal } = sender(3);
    const { ring } = receiver(1);
    const wires: Bytes[] = [];
    for (let frame = 0; frame < 50; frame++) wires.push(await seal());
    for (const wire of wires.reverse())
      expect(typeof (await ring.open(member(3), microphone, 'opus', wire))).toBe('object');
  });
});

describe('attack 13: splicing', () => {
  test.each<[string, number, Slot]>([
    ["another person's frame", 5, camera],
    ['the screen as camera', 4, screen],
  ])('%s: wrongTrack, whatever keys are here', async (_name, index, slot) => {
    const wire = await sender(4).seal(camera, 'vp8', vp8Key(30));
    const { ring, needs } = receiver(1);
    expect(await ring.open(member(index), slot, 'vp8', wire)).toBe('wrongTrack');
    expect(needs).toHaveLength(0);
  });

  test('a frame of another meeting: authFailed', async () => {
    const wire = await sender(4, 1, 'another').seal();
    expect(await receiver(1).ring.open(member(4), microphone, 'opus', wire)).toBe('authFailed');
  });

  test('a frame of epoch 1 in epoch 17, which has the same KID: authFailed', async () => {
    const wire = await sender(4, 1).seal();
    expect(await receiver(17).ring.open(member(4), microphone, 'opus', wire)).toBe('authFailed');
  });

  test('a KID that nobody has: noKey', async () => {
    const { ring } = receiver(1);
    const wire = new Uint8Array(60);
    wire.set(encodeHeader(kidOf(epoch(1), member(2000), microphone), 0));
    expect(await ring.open(member(2000), microphone, 'opus', wire)).toBe('noKey');
    wire.set(encodeHeader(2n ** 63n, 0));
    expect(await ring.open(member(2000), microphone, 'opus', wire)).toBe('noKey');
  });
});

describe('attack 2 and 25: frames that are none', () => {
  test.each<[string, CodecName, number[]]>([
    ['an empty one', 'opus', []],
    ['an Opus silence frame', 'opus', [0xf8, 0xff, 0xfe]],
    ['DTX', 'opus', [0xf8]],
    ['clear VP8', 'vp8', [...vp8Key(6)]],
    ['empty VP8', 'vp8', []],
  ])('%s: notSFrame', async (_name, codec, bytes) => {
    const { ring } = receiver(1);
    expect(
      await ring.open(member(4), codec === 'vp8' ? camera : microphone, codec, Uint8Array.from(bytes)),
    ).toBe('notSFrame');
  });

  test('no bytes throw, and none opens', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 80, size: 'max' }),
        fc.constantFrom<CodecName>('opus', 'vp8', 'vp9'),
        fc.constantFrom<Slot>(0, 1, 2, 3),
        async (bytes, codec, slot) => {
          const { ring, time } = receiver(0);
          const opening = ring.open(member(0), slot, codec, new Uint8Array(bytes));
          time.pass(WAIT_MS);
          expect(['noKey', 'authFailed', 'wrongTrack', 'notSFrame']).toContain(await opening);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('no frame throws when it is sealed', async () => {
    const { ring } = sender(0);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 80, size: 'max' }),
        fc.constantFrom<CodecName>('opus', 'vp8', 'vp9'),
        async (bytes, codec) => {
          const wire = await ring.seal(camera, codec, new Uint8Array(bytes));
          if (codec !== 'vp8') expect(wire).toBeDefined();
        },
      ),
    );
  });
});
