/** Asks the browser for camera and microphone, and says in our words why there is none. */

import type { Trouble } from '../phase.ts';

export type Captured = 'microphone' | 'camera';

const SOUND: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: 1,
};
const PICTURE: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
};

function constraints(kind: Captured, id: string | undefined): MediaTrackConstraints {
  const device: MediaTrackConstraints = id === undefined ? {} : { deviceId: { exact: id } };
  if (kind === 'microphone') return { ...SOUND, ...device };
  return { ...PICTURE, ...device, ...(id === undefined && { facingMode: 'user' }) };
}

function troubleOf(kind: Captured, error: unknown): Trouble {
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError')
    return kind === 'camera' ? 'cameraDenied' : 'microphoneDenied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'deviceMissing';
  return 'deviceBusy';
}

/** A track of the device `id`, or of the usual one; or why there is none. */
export async function capture(kind: Captured, id: string | undefined): Promise<MediaStreamTrack | Trouble> {
  const media = constraints(kind, id);
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
export async function captureBoth(): Promise<Record<Captured, MediaStreamTrack | Trouble>> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: constraints('microphone', undefined),
      video: constraints('camera', undefined),
    });
    return {
      microphone: stream.getAudioTracks()[0] ?? 'deviceMissing',
      camera: stream.getVideoTracks()[0] ?? 'deviceMissing',
    };
  } catch {
    // One device may be missing, or refused, without the other.
    const microphone = await capture('microphone', undefined);
    return { microphone, camera: await capture('camera', undefined) };
  }
}
