import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { branded, type Bytes, type EpochNumber, type MemberIndex } from '../../../crypto/brands.ts';
import { decodeHeader, encodeHeader } from '../../../crypto/frame/sframe.ts';
import { COUNTERS, KeyRing, kidOf, MAX_FRAME_BYTES, WAIT_MS } from '../../../crypto/workers/keyRing.ts';
import {
  SLOTS,
  type CodecName,
  type FromFrameKeys,
  type Slot,
} from '../../../crypto/workers/frameProtocol.ts';
import { vp8Delta, vp8Key } from './frames.ts';

const epoch = (n: number): EpochNumber => branded<EpochNumber>(n);
const member = (index: number): MemberIndex => branded<MemberIndex>(index);
const { microphone, camera, screen } = SLOTS;

/** A base key that depends on the meeting and on all that is asked for. */
async function baseKey(meeting: string, { n, index, slot }: FromFrameKeys): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${meeting}/${n}/${index}/${slot}`)),
  );
}

class Time {
  ms = 0;
  readonly #sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  now = (): number => this.ms;
  sleep = (ms: number): Promise<void> =>
    new Promise((wake) => void this.#sleepers.push({ until: this.ms + ms, wake }));
  pass(ms: number): void {
    this.ms += ms;
    for (const { until, wake } of this.#sleepers) if (until <= this.ms) wake();
  }
}

/** A key ring with its vault. `members` are in every epoch's roster. */
function ringOf(meeting = 'meeting', startedBefore = 0, members = 2000) {
  const time = new Time();
  const needs: FromFrameKeys[] = [];
  const ring: KeyRing = new KeyRing(
    startedBefore,
    (need) => {
      needs.push(need);
      void baseKey(meeting, need).then((key) => {
        const { n, index, slot } = need;
        ring.take(
          index < members
            ? { type: 'base', n, index, slot, baseKey: key }
            : { type: 'noBase', n, index, slot },
        );
      });
    },
    time,
  );
  return { ring, time, needs };
}

function sender(index: number, n = 1, meeting = 'meeting', startedBefore = 0) {
  const { ring } = ringOf(meeting, startedBefore);
  ring.take({ type: 'sendUnder', n: epoch(n), index: member(index) });
  for (const slot of Object.values(SLOTS)) ring.switchSlot(slot, true);
  return {
    ring,
    seal: async (
      slot: Slot = microphone,
      codec: CodecName = 'opus',
      frame: Bytes = Uint8Array.of(1, 2, 3),
    ): Promise<Bytes> => {
      const wire = await ring.seal(slot, codec, frame);
      if (!wire) throw new Error('held back');
      return wire;
    },
  };
}

function receiver(...epochs: number[]) {
  const made = ringOf();
  for (const n of epochs) made.ring.take({ type: 'epoch', n: epoch(n) });
  return made;
}

const ctrOf = (wire: Bytes, clear = 0): number => Number(decodeHeader(wire, clear)?.ctr);
const kidOn = (wire: Bytes, clear = 0): number => Number(decodeHeader(wire, clear)?.kid);
const changed = (wire: Bytes, at: number, by: number): Bytes =>
  wire.map((byte, i) => (i === at ? byte ^ by : byte));

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

  test('after 500 ms it is refused, and the next of its KID at once', async () => {
    const { seal } = sender(4, 2);
    const { ring, time } = receiver(1);
    const opening = ring.open(member(4), microphone, 'opus', await seal());
    time.pass(WAIT_MS);
    expect(await opening).toBe('noKey');
    expect(await ring.open(member(4), microphone, 'opus', await seal())).toBe('noKey');
    ring.take({ type: 'epoch', n: epoch(2) });
    expect(await ring.open(member(4), microphone, 'opus', await seal())).toEqual(Uint8Array.of(1, 2, 3));
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
