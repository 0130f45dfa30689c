/** What this person sends: devices and screen as one, by slots (bit s for slot s). Goes off when rules or an authority say so. */

import { SLOTS, type SlotName } from '../../crypto/workers/frameProtocol.ts';
import type { NoticeView, Trouble } from '../phase.ts';
import type { Devices } from './devices.svelte.ts';
import { Screen } from './screen.svelte.ts';

/** Both slots of a screen share. */
const SCREEN_SLOTS = (1 << SLOTS.screen) | (1 << SLOTS.screenAudio);
const SLOT_NAMES = Object.keys(SLOTS) as SlotName[];

export class OwnMedia {
  readonly #devices: Pick<Devices, 'tracks' | 'switchMicrophone' | 'switchCamera'>;
  readonly #tell: (kind: NoticeView['kind']) => void;
  readonly #screen = new Screen();

  /** `tell` is told what went off without this person's doing. */
  constructor(
    devices: Pick<Devices, 'tracks' | 'switchMicrophone' | 'switchCamera'>,
    tell: (kind: NoticeView['kind']) => void,
  ) {
    this.#devices = devices;
    this.#tell = tell;
  }

  /** What is on; undefined is off. */
  get tracks(): Readonly<Record<SlotName, MediaStreamTrack | undefined>> {
    const { picture: screen, sound: screenAudio } = this.#screen;
    return { ...this.#devices.tracks, screen, screenAudio };
  }

  /** What the rules take away while it is on goes off; `slots` are those they allow. */
  obey(slots: number): void {
    const forbidden = this.#switchOff(~slots);
    for (const use of ['microphone', 'camera', 'screen'] as const)
      if (forbidden & (1 << SLOTS[use])) this.#tell({ is: 'forbidden', use });
  }

  /** An authority of this name switches these slots off. */
  stopped(by: string, slots: number): void {
    const stopped = this.#switchOff(slots);
    if (stopped !== 0) this.#tell({ is: 'stopped', by, slots: stopped });
  }

  /** Asks which screen to share; gives why there is none to see, if there is none. */
  shareScreen(): Promise<Trouble | undefined> {
    return this.#screen.share();
  }

  stopScreen(): void {
    this.#screen.stop();
  }

  /** Gives those of these slots that were on. A screen's picture and sound go together. */
  #switchOff(slots: number): number {
    const { tracks } = this;
    const on = SLOT_NAMES.reduce((bits, slot) => (tracks[slot] ? bits | (1 << SLOTS[slot]) : bits), 0);
    const off = on & slots;
    if (off & (1 << SLOTS.microphone)) void this.#devices.switchMicrophone(false);
    if (off & (1 << SLOTS.camera)) void this.#devices.switchCamera(false);
    if (off & SCREEN_SLOTS) this.#screen.stop();
    return off;
  }
}
