/** A track as the picture of a <video>. */

import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/**
 * Plays `track` in the element it is attached to. `watch` is told of the element and gives what ends the
 * watching: whoever sends the picture then knows how large it is shown.
 */
export function picture(
  track: MediaStreamTrack,
  watch?: (video: HTMLVideoElement) => () => void,
): Attachment<HTMLVideoElement> {
  return (video) => {
    video.srcObject = new MediaStream([track]);
    // `autoplay` alone does not start again after the element was moved or the stream replaced.
    video.play().catch(() => undefined);
    // Only another track starts this anew, whatever `watch` looks at.
    const unwatch = untrack(() => watch?.(video));
    return () => {
      unwatch?.();
      video.srcObject = null;
    };
  };
}
