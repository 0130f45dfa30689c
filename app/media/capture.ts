/** Asks the browser for camera and microphone, and says in our words why there is none. */

import type { Trouble } from '../phase.ts';
import type { Preferences } from '../settings/preferences.ts';

export type Captured = 'microphone' | 'camera';

/** What a person prefers of what is captured. */
export type Wishes = Pick<Preferences, 'noiseSuppression' | 'echoCancellation' | 'dataSaver'>;

/** How large and how often the camera's picture is asked for. */
export const pictureFor = ({ dataSaver }: Wishes): MediaTrackConstraints => ({
  width: { ideal: dataSaver ? 640 : 1280 },
  height: { ideal: dataSaver ? 360 : 720 },
  frameRate: { ideal: dataSaver ? 20 : 30 },
});

function constraints(kind: Captured, id: string | undefined, wishes: Wishes): MediaTrackConstraints {
  const device: MediaTrackConstraints = id === undefined ? {} : { deviceId: { exact: id } };
  if (kind === 'camera')
    return { ...pictureFor(wishes), ...device, ...(id === undefined && { facingMode: 'user' }) };
  const { noiseSuppression, echoCancellation } = wishes;
  return { noiseSuppression, echoCancellation, autoGainControl: true, channelCount: 1, ...device };
}

function troubleOf(kind: Captured, error: unknown): Trouble {
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError')
    return kind === 'camera' ? 'cameraDenied' : 'microphoneDenied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'deviceMissing';
  return 'deviceBusy';
}

/** A track of the device `id`, or of the usual one; or why there is none. */
export async function capture(
  kind: Captured,
  id: string | undefined,
  wishes: Wishes,
): Promise<MediaStreamTrack | Trouble> {
  const media = constraints(kind, id, wishes);
  try {
    const stream = await navigator.mediaDevices.getUserMedia(
      kind === 'camera' ? { video: media } : { audio: media },
    );
    return stream.getTracks()[0] ?? 'deviceMissing';
  } catch (error) {
    return troubleOf(kind, error);
  }
}

/** Both at once, so that a person is asked once; where that fails, each by itself. */
export async function captureBoth(wishes: Wishes): Promise<Record<Captured, MediaStreamTrack | Trouble>> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: constraints('microphone', undefined, wishes),
      video: constraints('camera', undefined, wishes),
    });
    return {
      microphone: stream.getAudioTracks()[0] ?? 'deviceMissing',
      camera: stream.getVideoTracks()[0] ?? 'deviceMissing',
    };
  } catch {
    // One device may be missing, or refused, without the other.
    const microphone = await capture('microphone', undefined, wishes);
    return { microphone, camera: await capture('camera', undefined, wishes) };
  }
}
