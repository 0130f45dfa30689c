/** The camera's picture with what is behind the person blurred: made on this device, before anything is sent. */

import type { Blurring } from './blur/blur.ts';

/** Whether this browser lets a page at the frames of a camera, and make a camera's track of frames. */
export const canBlur = (): boolean =>
  'MediaStreamTrackProcessor' in globalThis && 'MediaStreamTrackGenerator' in globalThis;

export class Blurred {
  #made = $state.raw<{ readonly of: MediaStreamTrack; readonly by: Blurring } | undefined>(undefined);
  /** The camera that is followed. */
  #camera: MediaStreamTrack | undefined;

  /** The blurred picture of this camera, if there is one already. */
  of(camera: MediaStreamTrack | undefined): MediaStreamTrack | undefined {
    return camera && this.#made?.of === camera ? this.#made.by.track : undefined;
  }

  /** Blurs this camera in place of the one before; undefined: none. `failed` is called when it cannot go on. */
  follow(camera: MediaStreamTrack | undefined, failed: (why: 'unable' | 'slow') => void): void {
    if (camera === this.#camera) return;
    this.#camera = camera;
    this.#made?.by.end();
    this.#made = undefined;
    if (camera) void this.#make(camera, failed);
  }

  async #make(camera: MediaStreamTrack, failed: (why: 'unable' | 'slow') => void): Promise<void> {
    const isCurrent = (): boolean => this.#camera === camera;
    try {
      const { blur } = await import('./blur/blur.ts');
      const by = await blur(camera, (why) => {
        if (isCurrent()) failed(why);
      });
      if (isCurrent()) this.#made = { of: camera, by };
      else by.end();
    } catch {
      if (isCurrent()) failed('unable');
    }
  }
}
