/** Old frames sent again, after a second and after a minute, by whoever recorded them: none opens twice. */

import { describe, expect, it } from 'vitest';
import { branded, type Bytes, type EpochNumber, type MemberIndex } from '../../../crypto/brands.ts';
import { KeyRing } from '../../../crypto/workers/keyRing.ts';
import { SLOTS, type CodecName, type Slot } from '../../../crypto/workers/frameProtocol.ts';
import { vp8Delta } from '../../crypto/frame/frames.ts';

const n = branded<EpochNumber>(3);
const index = branded<MemberIndex>(2);

let now = 0;
function ringOf(): KeyRing {
  const ring: KeyRing = new KeyRing(
    0,
    ({ slot }) => ring.take({ type: 'base', n, index, slot, baseKey: new Uint8Array(32).fill(slot + 1) }),
    {
      now: () => now,
      sleep: (ms) => {
        now += ms;
        return Promise.resolve();
      },
    },
  );
  return ring;
}

const SENT: [string, Slot, CodecName, Bytes][] = [
  ['sound', SLOTS.microphone, 'opus', Uint8Array.of(1, 2, 3)],
  ['a picture', SLOTS.camera, 'vp8', vp8Delta(40)],
];

describe.each(SENT)('attack 7: old frames of %s', (_name, slot, codec, frame) => {
  it.each([1, 100, 10_000])(
    '%i of them do not open again, and new ones do',
    async (count) => {
      const [sender, receiver] = [ringOf(), ringOf()];
      sender.take({ type: 'sendUnder', n, index });
      sender.switchSlot(slot, true);
      receiver.take({ type: 'epoch', n });
      const seal = async (): Promise<Bytes> => (await sender.seal(slot, codec, frame)) ?? new Uint8Array(0);
      const old: Bytes[] = [];
      for (let times = 0; times < count; times++) {
        const wire = await seal();
        old.push(wire);
        expect(await receiver.open(index, slot, codec, wire)).toEqual(frame);
      }
      for (const wait of [1000, 60_000]) {
        now += wait;
        const refusals = new Set<unknown>();
        for (const wire of old) refusals.add(await receiver.open(index, slot, codec, wire));
        expect([...refusals]).toEqual(['replayed']);
        expect(await receiver.open(index, slot, codec, await seal())).toEqual(frame);
      }
    },
    30_000,
  );
});
