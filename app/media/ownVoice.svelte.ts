/** How loud the own microphone is; and whether somebody speaks into it who is muted. Nothing of this leaves the page. */

import { LOOK_MS, Loudness } from './loudness.ts';

/** Louder than a room, about 42 dB below full scale: a hint must not come for a chair. */
const VOICE = 0.4;
/** So many of the last looks must have been a voice. */
const LOOKS = 12;
const ENOUGH = 6;
/** How long a hint stays after the last word. */
const STAYS_MS = 5_000;

/** Tells speech from a noise, by levels as they come, ten a second. */
export class Speech {
  #looks: readonly boolean[] = [];
  #until = -Infinity;

  /** Whether somebody speaks, or did a moment ago; `now` in milliseconds. */
  hears(level: number, now: number): boolean {
    this.#looks = [...this.#looks, level >= VOICE].slice(-LOOKS);
    if (this.#looks.filter(Boolean).length >= ENOUGH) this.#until = now + STAYS_MS;
    return now < this.#until;
  }
}

export class OwnVoice {
  #level = $state.raw(0);
  #speaking = $state.raw(false);
  #unheard = $state.raw(false);
  #stop: () => void = () => undefined;

  /** 0 … 1, ten times a second; 0 while muted. */
  get level(): number {
    return this.#level;
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  /** Somebody speaks who is muted. */
  get unheard(): boolean {
    return this.#unheard;
  }

  /**
   * Listens to this microphone, in place of the one before. One that is off is listened to only if `hint` says so:
   * its own sound is cut, so it takes a copy, which holds the device open until something else is followed.
   */
  follow(track: MediaStreamTrack | undefined, how: { readonly on: boolean; readonly hint: boolean }): void {
    this.#stop();
    this.#stop = () => undefined;
    this.#level = 0;
    this.#speaking = this.#unheard = false;
    if (track && how.on) this.#listen(track);
    else if (track && how.hint) this.#overhear(track);
  }

  #listen(track: MediaStreamTrack): void {
    const loudness = new Loudness(track);
    const looking = setInterval(() => {
      this.#level = loudness.level();
      this.#speaking = loudness.speaks(this.#level);
    }, LOOK_MS);
    this.#stop = () => {
      clearInterval(looking);
      loudness.end();
    };
  }

  #overhear(track: MediaStreamTrack): void {
    const copy = track.clone();
    copy.enabled = true;
    const loudness = new Loudness(copy);
    const speech = new Speech();
    const looking = setInterval(() => {
      this.#unheard = speech.hears(loudness.level(), performance.now());
    }, LOOK_MS);
    this.#stop = () => {
      clearInterval(looking);
      loudness.end();
      copy.stop();
    };
  }
}
