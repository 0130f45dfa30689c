/** The screen this person shares, with its sound where the browser gives it. */

import type { Trouble } from '../phase.ts';

export class Screen {
  #stream = $state.raw<MediaStream | undefined>(undefined);
  /** Counts what was asked: the answer to an older question is let go of. */
  #asked = 0;

  get picture(): MediaStreamTrack | undefined {
    return this.#stream?.getVideoTracks()[0];
  }

  get sound(): MediaStreamTrack | undefined {
    return this.#stream?.getAudioTracks()[0];
  }

  /** Asks which screen, window or tab; gives why there is none to see, if there is none. */
  share = async (): Promise<Trouble | undefined> => {
    const asked = ++this.#asked;
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: true });
      if (asked !== this.#asked) {
        letGo(stream);
        return undefined;
      }
      this.stop();
      // The browser's own "stop sharing".
      for (const track of stream.getVideoTracks()) track.onended = this.stop;
      this.#stream = stream;
      return undefined;
    } catch {
      return 'screenDenied';
    }
  };

  /** Also of a screen that is being chosen: whoever has left meanwhile shares nothing. */
  stop = (): void => {
    this.#asked++;
    letGo(this.#stream);
    this.#stream = undefined;
  };
}

function letGo(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
