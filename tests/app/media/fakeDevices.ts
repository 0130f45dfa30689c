/** A browser's devices that can be plugged and pulled out, and tracks that know what was asked of them. */

import { vi } from 'vitest';

export class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live';
  enabled = true;
  muted = false;
  contentHint = '';
  readonly copies: FakeTrack[] = [];
  readonly applied: MediaTrackConstraints[] = [];
  readonly label: string;
  readonly asked: MediaTrackConstraints;
  readonly #id: string;

  constructor(label: string, id: string, asked: MediaTrackConstraints) {
    super();
    this.label = label;
    this.#id = id;
    this.asked = asked;
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.#id };
  }

  clone(): FakeTrack {
    const copy = new FakeTrack(this.label, this.#id, this.asked);
    copy.enabled = this.enabled;
    this.copies.push(copy);
    return copy;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    this.applied.push(constraints);
    return Promise.resolve();
  }

  /** Its device, or the system, silences it, or does no more. */
  hush(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }

  /** Its device is pulled out. */
  end(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }
}

export interface FakeDevice {
  readonly kind: MediaDeviceKind;
  readonly deviceId: string;
  readonly label: string;
}

export const device = (kind: MediaDeviceKind, deviceId: string): FakeDevice => ({
  kind,
  deviceId,
  label: `The ${deviceId}`,
});

/** In place of the browser's, from now on: the first device of a kind is the usual one. */
export class FakeMediaDevices extends EventTarget {
  list: readonly FakeDevice[];
  /** Every track that was given out, the newest last. */
  readonly given: FakeTrack[] = [];

  constructor(list: readonly FakeDevice[]) {
    super();
    this.list = list;
    vi.stubGlobal('navigator', { userAgent: '', mediaDevices: this });
    vi.stubGlobal('HTMLMediaElement', class HTMLMediaElement {});
  }

  enumerateDevices(): Promise<readonly FakeDevice[]> {
    return Promise.resolve(this.list);
  }

  async getUserMedia({ audio, video }: MediaStreamConstraints): Promise<unknown> {
    const tracks = [this.#track('audioinput', audio), this.#track('videoinput', video)];
    const of = (place: number): FakeTrack[] =>
      tracks.slice(place, place + 1).filter((track) => track !== undefined);
    const all = [...of(0), ...of(1)];
    this.given.push(...all);
    return { getTracks: () => all, getAudioTracks: () => of(0), getVideoTracks: () => of(1) };
  }

  /** What is there now; pages are told. */
  change(list: readonly FakeDevice[]): void {
    this.list = list;
    this.dispatchEvent(new Event('devicechange'));
  }

  /** This one is pulled out: its tracks end. */
  pull(id: string): void {
    const tracks = this.given.filter(
      (track) => track.readyState === 'live' && track.getSettings().deviceId === id,
    );
    this.change(this.list.filter(({ deviceId }) => deviceId !== id));
    for (const track of tracks) track.end();
  }

  #track(kind: MediaDeviceKind, wanted: boolean | MediaTrackConstraints | undefined): FakeTrack | undefined {
    if (wanted === undefined || typeof wanted === 'boolean') return undefined;
    const { deviceId } = wanted;
    const id = typeof deviceId === 'object' && 'exact' in deviceId ? deviceId.exact : undefined;
    const found = this.list.find((one) => one.kind === kind && (id === undefined || one.deviceId === id));
    if (!found) throw new DOMException('', 'NotFoundError');
    return new FakeTrack(found.label, found.deviceId, wanted);
  }
}
