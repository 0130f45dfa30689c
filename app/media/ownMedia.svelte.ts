/** What this person sends: devices and screen as one, by slots (bit s for slot s). Goes off when rules or an authority say so. */

import { SLOTS, type SlotName } from '../../crypto/workers/frameProtocol.ts';
import type { Trouble } from '../phase.ts';
import type { Devices } from './devices.svelte.ts';
import { Screen } from './screen.svelte.ts';

/** Both slots of a screen share. */
const SCREEN_SLOTS = (1 << SLOTS.screen) | (1 << SLOTS.screenAudio);
const SLOT_NAMES = Object.keys(SLOTS) as SlotName[];

export class OwnMedia {
  readonly #devices: Pick<Devices, 'tracks' | 'switchMicrophone' | 'switchCamera'>;
  readonly #screen = new Screen();

  constructor(devices: Pick<Devices, 'tracks' | 'switchMicrophone' | 'switchCamera'>) {
    this.#devices = devices;
  }

  /** What is on; undefined is off. */
  get tracks(): Readonly<Record<SlotName, MediaStreamTrack | undefined>> {
    const { picture: screen, sound: screenAudio } = this.#screen;
    return { ...this.#devices.tracks, screen, screenAudio };
  }

  /** Slots that are on. */
  get on(): number {
    const { tracks } = this;
    return SLOT_NAMES.reduce((bits, slot) => (tracks[slot] ? bits | (1 << SLOTS[slot]) : bits), 0);
  }

  /** Switches these slots off; gives those that were on. A screen's picture and sound go together. */
  switchOff(slots: number): number {
    const off = this.on & slots;
    if (off & (1 << SLOTS.microphone)) void this.#devices.switchMicrophone(false);
    if (off & (1 << SLOTS.camera)) void this.#devices.switchCamera(false);
    if (off & SCREEN_SLOTS) this.#screen.stop();
    return off;
  }

  /** Asks which screen to share; gives why there is none to see, if there is none. */
  shareScreen(): Promise<Trouble | undefined> {
    return this.#screen.share();
  }

  stopScreen(): void {
    this.#screen.stop();
  }
}
