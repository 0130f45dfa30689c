/** The microphone is on for as long as a key is held; where it was on before, the key does nothing. */

import type { DevicesView } from '../phase.ts';

export class PushToTalk {
  readonly #devices: Pick<DevicesView, 'microphoneOn' | 'switchMicrophone'>;
  readonly #may: () => boolean;
  #held = false;

  /** `may`: whether the rules let this person speak now. */
  constructor(devices: Pick<DevicesView, 'microphoneOn' | 'switchMicrophone'>, may: () => boolean) {
    this.#devices = devices;
    this.#may = may;
  }

  /** The key is down; also called for each of its repetitions. Whether the key was for this. */
  down = (): boolean => {
    if (this.#held) return true;
    if (this.#devices.microphoneOn || !this.#may()) return false;
    this.#held = true;
    void this.#devices.switchMicrophone(true);
    return true;
  };

  /** The key is up, or nobody can tell any longer whether it is. Whether it was held. */
  up = (): boolean => {
    if (!this.#held) return false;
    this.#held = false;
    void this.#devices.switchMicrophone(false);
    return true;
  };
}
