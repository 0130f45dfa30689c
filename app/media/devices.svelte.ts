/** Camera, microphone and speaker of this person: what is on, which one, how loud, and why not. */

import type { DeviceKind, DevicesView, DeviceView, Trouble } from '../phase.ts';
import { capture, captureBoth, type Captured } from './capture.ts';
import { LOOK_MS, Loudness } from './loudness.ts';

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

/** One device that captures. */
interface Capturing {
  /** What the person wants. */
  readonly on: boolean;
  /** Held also while a microphone is off, to be quick when it comes back; its sound is cut then. */
  readonly track: MediaStreamTrack | undefined;
  readonly trouble: Trouble | undefined;
}

const OFF: Capturing = { on: false, track: undefined, trouble: undefined };

export class Devices implements DevicesView {
  #states = $state.raw<Readonly<Record<Captured, Capturing>>>({ microphone: OFF, camera: OFF });
  #lists = $state.raw<DevicesView['lists']>({ microphone: [], camera: [], speaker: [] });
  #chosen = $state.raw<DevicesView['chosen']>({
    microphone: undefined,
    camera: undefined,
    speaker: undefined,
  });
  #level = $state.raw(0);
  #speaking = $state.raw(false);

  readonly #tracks = $derived({
    microphone: this.#states.microphone.on ? this.#states.microphone.track : undefined,
    camera: this.#states.camera.on ? this.#states.camera.track : undefined,
  });

  /** Counts what was asked of a device: an answer to an older question is thrown away. */
  readonly #asked: Record<Captured, number> = { microphone: 0, camera: 0 };
  #begun = false;
  #loudness: Loudness | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;

  get microphoneOn(): boolean {
    return this.#tracks.microphone !== undefined;
  }

  get cameraOn(): boolean {
    return this.#tracks.camera !== undefined;
  }

  /** What may be sent: the tracks of what is on. */
  get tracks(): Readonly<Record<Captured, MediaStreamTrack | undefined>> {
    return this.#tracks;
  }

  get level(): number {
    return this.#level;
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  get preview(): MediaStreamTrack | undefined {
    return this.#tracks.camera;
  }

  get lists(): DevicesView['lists'] {
    return this.#lists;
  }

  get chosen(): DevicesView['chosen'] {
    return this.#chosen;
  }

  get troubles(): DevicesView['troubles'] {
    const { microphone, camera } = this.#states;
    return {
      ...(microphone.trouble && { microphone: microphone.trouble }),
      ...(camera.trouble && { camera: camera.trouble }),
    };
  }

  /** Asks for both devices, once; a person may go on without. `off`: asks for none before one is switched on. */
  async begin({ off }: { readonly off: boolean } = { off: false }): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    navigator.mediaDevices.addEventListener('devicechange', this.#devicesChanged);
    if (off) return this.#list();
    const asked = { microphone: ++this.#asked.microphone, camera: ++this.#asked.camera };
    const got = await captureBoth();
    this.#take('microphone', asked.microphone, got.microphone);
    this.#take('camera', asked.camera, got.camera);
    await this.#list();
  }

  /** Lets go of every device. */
  end(): void {
    this.#begun = false;
    navigator.mediaDevices.removeEventListener('devicechange', this.#devicesChanged);
    for (const kind of ['microphone', 'camera'] as const) {
      this.#asked[kind]++;
      this.#set(kind, OFF);
    }
  }

  switchMicrophone = (on: boolean): Promise<void> => this.#switch('microphone', on);
  switchCamera = (on: boolean): Promise<void> => this.#switch('camera', on);

  choose = async (kind: DeviceKind, id: string): Promise<void> => {
    this.#chosen = { ...this.#chosen, [kind]: id === '' ? undefined : id };
    if (kind === 'speaker') return;
    if (this.#states[kind].on || this.#states[kind].trouble) await this.#acquire(kind);
    // Else it is taken when it is switched on.
    else this.#set(kind, OFF);
  };

  async #switch(kind: Captured, on: boolean): Promise<void> {
    const state = this.#states[kind];
    if (on && state.track?.readyState === 'live') this.#set(kind, { ...state, on });
    else if (on) await this.#acquire(kind);
    else {
      this.#asked[kind]++;
      // A camera's light goes out with it.
      this.#set(kind, kind === 'camera' ? OFF : { ...state, on, trouble: undefined });
    }
  }

  async #acquire(kind: Captured): Promise<void> {
    const asked = ++this.#asked[kind];
    // Some devices cannot be opened twice.
    if (this.#states[kind].track && this.#chosen[kind] !== undefined) this.#states[kind].track.stop();
    this.#take(kind, asked, await capture(kind, this.#chosen[kind]));
    await this.#list();
  }

  #take(kind: Captured, asked: number, got: MediaStreamTrack | Trouble): void {
    const isTrack = typeof got !== 'string';
    if (asked !== this.#asked[kind]) {
      if (isTrack) got.stop();
      return;
    }
    if (!isTrack) return void this.#set(kind, { on: false, track: undefined, trouble: got });
    got.addEventListener('ended', () => void this.#ended(kind, got));
    if (kind === 'camera') got.contentHint = 'motion';
    this.#set(kind, { on: true, track: got, trouble: undefined });
  }

  #set(kind: Captured, state: Capturing): void {
    const before = this.#states[kind].track;
    this.#states = { ...this.#states, [kind]: state };
    if (before && before !== state.track) before.stop();
    if (kind !== 'microphone') return;
    if (state.track) state.track.enabled = state.on;
    this.#measure(this.#tracks.microphone);
  }

  /** A device was taken away, or the permission: the usual one takes its place, if there is one. */
  async #ended(kind: Captured, track: MediaStreamTrack): Promise<void> {
    const state = this.#states[kind];
    if (state.track !== track) return;
    this.#chosen = { ...this.#chosen, [kind]: undefined };
    if (state.on) await this.#acquire(kind);
    else this.#set(kind, OFF);
  }

  #devicesChanged = (): void => {
    void this.#list();
    for (const kind of ['microphone', 'camera'] as const) {
      if (this.#states[kind].trouble === 'deviceMissing') void this.#acquire(kind);
    }
  };

  async #list(): Promise<void> {
    const lists: Record<DeviceKind, DeviceView[]> = { microphone: [], camera: [], speaker: [] };
    for (const { kind, deviceId, label } of await navigator.mediaDevices.enumerateDevices()) {
      // Without permission a browser lists devices that have neither id nor name.
      if (deviceId !== '') lists[KINDS[kind]].push({ id: deviceId, label });
    }
    this.#lists = lists;
    const using = (kind: Captured): string | undefined =>
      this.#chosen[kind] ?? this.#states[kind].track?.getSettings().deviceId;
    this.#chosen = { ...this.#chosen, microphone: using('microphone'), camera: using('camera') };
  }

  #measure(track: MediaStreamTrack | undefined): void {
    clearInterval(this.#looking);
    this.#loudness?.end();
    this.#loudness = track && new Loudness(track);
    this.#level = 0;
    this.#speaking = false;
    if (!this.#loudness) return;
    this.#looking = setInterval(() => {
      this.#level = this.#loudness?.level() ?? 0;
      this.#speaking = this.#loudness?.speaks(this.#level) ?? false;
    }, LOOK_MS);
  }
}
