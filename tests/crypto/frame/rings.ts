/** Key rings on both sides of the SFU, each with a vault that answers it, and a clock that the test turns. */

import { branded, type Bytes, type EpochNumber, type MemberIndex } from '../../../crypto/brands.ts';
import { decodeHeader } from '../../../crypto/frame/sframe.ts';
import {
  SLOTS,
  type CodecName,
  type FromFrameKeys,
  type Slot,
} from '../../../crypto/workers/frameProtocol.ts';
import { KeyRing } from '../../../crypto/workers/keyRing.ts';

export const epoch = (n: number): EpochNumber => branded<EpochNumber>(n);
export const member = (index: number): MemberIndex => branded<MemberIndex>(index);

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
export function ringOf(meeting = 'meeting', startedBefore = 0, members = 2000) {
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

/** A key ring that seals as this member under epoch `n`, with every slot on; it throws for a frame that is held back. */
export function sender(index: number, n = 1, meeting = 'meeting', startedBefore = 0) {
  const { ring } = ringOf(meeting, startedBefore);
  ring.take({ type: 'sendUnder', n: epoch(n), index: member(index) });
  for (const slot of Object.values(SLOTS)) ring.switchSlot(slot, true);
  return {
    ring,
    seal: async (
      slot: Slot = SLOTS.microphone,
      codec: CodecName = 'opus',
      frame: Bytes = Uint8Array.of(1, 2, 3),
    ): Promise<Bytes> => {
      const wire = await ring.seal(slot, codec, frame);
      if (!wire) throw new Error('held back');
      return wire;
    },
  };
}

/** A key ring that opens the frames of these epochs. */
export function receiver(...epochs: number[]) {
  const made = ringOf();
  for (const n of epochs) made.ring.take({ type: 'epoch', n: epoch(n) });
  return made;
}

/** The counter in the header of a sealed frame that begins with so many clear bytes. */
export const ctrOf = (wire: Bytes, clear = 0): number => Number(decodeHeader(wire, clear)?.ctr);
/** The KID there. */
export const kidOn = (wire: Bytes, clear = 0): number => Number(decodeHeader(wire, clear)?.kid);
