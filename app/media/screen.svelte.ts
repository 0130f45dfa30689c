/** The screen this person shares, with its sound where the browser gives it. */

import type { Trouble } from '../phase.ts';

export class Screen {
  #stream = $state.raw<MediaStream | undefined>(undefined);

  get picture(): MediaStreamTrack | undefined {
    return this.#stream?.getVideoTracks()[0];
  }

  get sound(): MediaStreamTrack | undefined {
    return this.#stream?.getAudioTracks()[0];
  }

  /** Asks which screen, window or tab; gives why there is none to see, if there is none. */
  share = async (): Promise<Trouble | undefined> => {
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: true });
      this.stop();
      // The browser's own "stop sharing".
      for (const track of stream.getVideoTracks()) track.onended = this.stop;
      this.#stream = stream;
      return undefined;
    } catch {
      return 'screenDenied';
    }
  };

  stop = (): void => {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
  };
}
