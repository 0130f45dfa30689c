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

/**
 * So long the first sound waits for the first picture. A picture needs a moment longer to begin, and the SFU tells the
 * others of both at once only if they come together: else a picture comes 150 ms after its sound.
 */
const CAMERA_MS = 500;

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
    const camera = this.#tell('camera', wanted);
    const others = SLOT_NAMES.filter((slot) => slot !== 'camera');
    this.#last = Promise.all([camera, ...others.map((slot) => this.#tell(slot, wanted, camera))]);
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

  async #tell(slot: SlotName, { tracks, slots }: Sent, camera?: Promise<void>): Promise<void> {
    const allowed = (slots & (1 << SLOTS[slot])) !== 0;
    const track = allowed ? tracks[slot] : undefined;
    const gone = !allowed && this.#published.delete(slot);
    if (this.#told.has(slot) && this.#sent.get(slot) === track && !gone) return;
    this.#told.add(slot);
    if (track) return this.#publish(slot, track, slot === 'microphone' && tracks.camera ? camera : undefined);
    this.#sent.delete(slot);
    await (gone ? this.#sfu.withdraw(slot) : this.#sfu.hold(slot)).catch(() => undefined);
  }

  async #publish(slot: SlotName, track: MediaStreamTrack, camera?: Promise<void>): Promise<void> {
    this.#sent.set(slot, track);
    if (camera && !this.#published.has(slot)) {
      await Promise.race([camera, new Promise((done) => setTimeout(done, CAMERA_MS))]);
      // The user may have switched it off meanwhile, or left.
      if (!this.#wanted || this.#sent.get(slot) !== track) return;
    }
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
