/** What this page sends in one SFU room: keeps the SFU at what the user and the rules want, and tries again what failed. */

import { SLOTS, type SlotName } from '../../crypto/workers/frameProtocol.ts';
import type { Sfu } from '../media/sfu.ts';

export interface Sent {
  /** The user's tracks; undefined is off. None in a slot that the rules forbid. */
  readonly tracks: Readonly<Record<SlotName, MediaStreamTrack | undefined>>;
  /** Slots that the rules allow, bit s for slot s. */
  readonly slots: number;
}

/** The SFU may hear of new rules a moment later than this page. */
const AGAIN_MS = 1_000;

const SLOT_NAMES = Object.keys(SLOTS) as SlotName[];

export class Sending {
  readonly #sfu: Pick<Sfu, 'send' | 'hold' | 'withdraw'>;
  /** Slots and the tracks in them, as last told to the SFU. */
  readonly #sent = new Map<SlotName, MediaStreamTrack>();
  /** Slots that were published, and not withdrawn. */
  readonly #published = new Set<SlotName>();
  /** Slots of which anything was said: of the others it is not known whether they were switched on before. */
  readonly #told = new Set<SlotName>();
  #wanted: Sent | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(sfu: Pick<Sfu, 'send' | 'hold' | 'withdraw'>) {
    this.#sfu = sfu;
  }

  /** Resolves when the SFU was told, or could not be: then it is told again, until something else is wanted. */
  async send(wanted: Sent): Promise<void> {
    this.#wanted = wanted;
    clearTimeout(this.#again);
    this.#last = Promise.all(SLOT_NAMES.map((slot) => this.#tell(slot, wanted)));
    await this.#last;
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await this.#last;
  }

  end(): void {
    this.#wanted = undefined;
    clearTimeout(this.#again);
  }

  async #tell(slot: SlotName, { tracks, slots }: Sent): Promise<void> {
    const allowed = (slots & (1 << SLOTS[slot])) !== 0;
    const track = allowed ? tracks[slot] : undefined;
    const gone = !allowed && this.#published.delete(slot);
    if (this.#told.has(slot) && this.#sent.get(slot) === track && !gone) return;
    this.#told.add(slot);
    if (track) return this.#publish(slot, track);
    this.#sent.delete(slot);
    await (gone ? this.#sfu.withdraw(slot) : this.#sfu.hold(slot)).catch(() => undefined);
  }

  async #publish(slot: SlotName, track: MediaStreamTrack): Promise<void> {
    this.#sent.set(slot, track);
    this.#published.add(slot);
    await this.#sfu.send(slot, track).catch(() => {
      if (this.#sent.get(slot) !== track) return;
      this.#sent.delete(slot);
      this.#soon();
    });
  }

  #soon(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      if (this.#wanted) void this.send(this.#wanted);
    }, AGAIN_MS);
  }
}
