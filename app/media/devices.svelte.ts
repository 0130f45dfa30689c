/** Camera, microphone and speaker of this person: what is on, which one, how loud, and why not. */

import { untrack } from 'svelte';
import type { DeviceKind, DeviceNews, DevicesView, Trouble } from '../phase.ts';
import type { Preferences } from '../settings/preferences.ts';
import { Blurred, canBlur } from './blurred.svelte.ts';
import { capture, captureBoth, type Captured, pictureFor } from './capture.ts';
import { OwnVoice } from './ownVoice.svelte.ts';
import { Plugged } from './plugged.svelte.ts';

const CAPTURED: readonly Captured[] = ['microphone', 'camera'];

/** One device that captures. */
interface Capturing {
  /** What the person wants. */
  readonly on: boolean;
  /** Held also while a microphone is off, to be quick when it comes back; its sound is cut then. */
  readonly track: MediaStreamTrack | undefined;
  readonly trouble: Trouble | undefined;
}

/** Browsers silence a track for a moment when they change what feeds it. */
const HUSHED_MS = 2_000;

const OFF: Capturing = { on: false, track: undefined, trouble: undefined };

/** What is preferred on this device. */
export interface Preferring {
  readonly now: Preferences;
  forNow(instead: Partial<Preferences>): void;
}

export class Devices implements DevicesView {
  readonly #settings: Preferring;
  readonly #plugged = new Plugged();
  readonly #voice = new OwnVoice();
  readonly #blurred = new Blurred();
  #states = $state.raw<Readonly<Record<Captured, Capturing>>>({ microphone: OFF, camera: OFF });
  #news = $state.raw<DeviceNews | undefined>(undefined);

  /** Another object whenever there is something to say, be it once more the same. */
  #troubles = $state.raw<DevicesView['troubles']>({});
  readonly #camera = $derived(this.#states.camera.on ? this.#states.camera.track : undefined);
  /** Never the picture as it is while it is to be blurred, not even until that can be done. */
  readonly #picture = $derived(this.#wishes.blur ? this.#blurred.of(this.#camera) : this.#camera);
  readonly #tracks = $derived({
    microphone: this.#states.microphone.on ? this.#states.microphone.track : undefined,
    camera: this.#picture,
  });

  /** Counts what was asked of a device: an answer to an older question is thrown away. */
  readonly #asked: Record<Captured, number> = { microphone: 0, camera: 0 };
  #begun = false;
  #stopFollowing: () => void = () => undefined;

  constructor(settings: Preferring) {
    this.#settings = settings;
  }

  get microphoneOn(): boolean {
    return this.#tracks.microphone !== undefined;
  }

  get cameraOn(): boolean {
    return this.#camera !== undefined;
  }

  /** What may be sent: the tracks of what is on. */
  get tracks(): Readonly<Record<Captured, MediaStreamTrack | undefined>> {
    return this.#tracks;
  }

  get level(): number {
    return this.#voice.level;
  }

  get speaking(): boolean {
    return this.#voice.speaking;
  }

  get unheard(): boolean {
    return this.#voice.unheard;
  }

  get preview(): MediaStreamTrack | undefined {
    return this.#picture;
  }

  get lists(): DevicesView['lists'] {
    return this.#plugged.lists;
  }

  get chosen(): DevicesView['chosen'] {
    return this.#plugged.chosen;
  }

  get troubles(): DevicesView['troubles'] {
    return this.#troubles;
  }

  get speakerChoosable(): boolean {
    return 'setSinkId' in HTMLMediaElement.prototype && this.lists.speaker.length > 0;
  }

  get canBlur(): boolean {
    return canBlur();
  }

  get blur(): DevicesView['blur'] {
    if (!this.#wishes.blur) return 'off';
    return this.#camera && !this.#picture ? 'starting' : 'on';
  }

  get news(): DeviceNews | undefined {
    return this.#news;
  }

  dismissNews = (): void => {
    this.#news = undefined;
  };

  /** Asks for both devices, once; a person may go on without. `off`: asks for none before one is switched on. */
  async begin({ off }: { readonly off: boolean } = { off: false }): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    navigator.mediaDevices.addEventListener('devicechange', this.#devicesChanged);
    this.#stopFollowing = this.#followWishes();
    if (off) return this.#list();
    const asked = { microphone: ++this.#asked.microphone, camera: ++this.#asked.camera };
    const got = await captureBoth(this.#wishes);
    this.#take('microphone', asked.microphone, got.microphone);
    this.#take('camera', asked.camera, got.camera);
    await this.#list();
  }

  /** Lets go of every device. */
  end(): void {
    this.#begun = false;
    navigator.mediaDevices.removeEventListener('devicechange', this.#devicesChanged);
    this.#stopFollowing();
    this.#stopFollowing = () => undefined;
    this.#news = undefined;
    for (const kind of CAPTURED) {
      this.#asked[kind]++;
      this.#set(kind, OFF);
    }
    this.#blurred.follow(undefined, this.#notBlurred);
    this.#settings.forNow({});
  }

  switchMicrophone = (on: boolean): Promise<void> => this.#switch('microphone', on);
  switchCamera = (on: boolean): Promise<void> => this.#switch('camera', on);

  choose = async (kind: DeviceKind, id: string): Promise<void> => {
    this.#plugged.choose(kind, id);
    this.#news = undefined;
    if (kind !== 'speaker') await this.#reopen(kind);
  };

  get #wishes(): Preferences {
    return this.#settings.now;
  }

  async #switch(kind: Captured, on: boolean): Promise<void> {
    const state = this.#states[kind];
    if (on && state.track?.readyState === 'live') {
      this.#set(kind, { ...state, on });
      this.#watchHush(kind, state.track);
    } else if (on) await this.#acquire(kind);
    else {
      this.#asked[kind]++;
      // A camera's light goes out with it.
      this.#set(kind, kind === 'camera' ? OFF : { ...state, on, trouble: undefined });
    }
  }

  /** Another device, or other wishes of it. What is off is taken when it is switched on. */
  async #reopen(kind: Captured): Promise<void> {
    const { on, trouble } = this.#states[kind];
    if (on || trouble) await this.#acquire(kind);
    else this.#set(kind, OFF);
  }

  async #acquire(kind: Captured): Promise<void> {
    const asked = ++this.#asked[kind];
    if (this.#plugged.isGone(kind)) this.#plugged.use(kind, undefined);
    const id = this.#plugged.chosen[kind];
    // Some devices cannot be opened twice.
    if (this.#states[kind].track && id !== undefined) this.#states[kind].track.stop();
    this.#take(kind, asked, await capture(kind, id, this.#wishes));
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
    for (const type of ['mute', 'unmute']) got.addEventListener(type, () => this.#watchHush(kind, got));
    if (kind === 'camera') got.contentHint = 'motion';
    this.#set(kind, { on: true, track: got, trouble: undefined });
    this.#watchHush(kind, got);
  }

  /** A switch on the device, or the system, silences it: the page would go on as if all were well. */
  #watchHush(kind: Captured, track: MediaStreamTrack): void {
    const isHere = (): boolean => this.#states[kind].track === track && this.#states[kind].on;
    const state = this.#states[kind];
    if (!track.muted && isHere() && state.trouble) this.#set(kind, { ...state, trouble: undefined });
    if (!track.muted) return;
    setTimeout(() => {
      if (!track.muted || !isHere() || this.#states[kind].trouble) return;
      this.#set(kind, { ...this.#states[kind], trouble: 'deviceHushed' });
    }, HUSHED_MS);
  }

  #set(kind: Captured, state: Capturing): void {
    const { track: before, trouble } = this.#states[kind];
    this.#states = { ...this.#states, [kind]: state };
    if (trouble ?? state.trouble) {
      const { [kind]: _, ...others } = this.#troubles;
      this.#troubles = state.trouble ? { ...others, [kind]: state.trouble } : others;
    }
    if (before && before !== state.track) before.stop();
    if (kind !== 'microphone') return;
    if (state.track) state.track.enabled = state.on;
    this.#listen();
  }

  #listen(): void {
    const { track, on } = this.#states.microphone;
    this.#voice.follow(track, { on, hint: this.#wishes.mutedHint });
  }

  // ── plugging ──────────────────────────────────────────────────────────────────────────────────────────────

  /** A device was taken away, or the permission: the usual one takes its place, if there is one. */
  async #ended(kind: Captured, track: MediaStreamTrack): Promise<void> {
    const state = this.#states[kind];
    if (state.track !== track) return;
    this.#plugged.use(kind, undefined);
    if (!state.on) return void this.#set(kind, OFF);
    await this.#acquire(kind);
    const now = this.#states[kind].track;
    if (now) this.#news = { is: 'gone', kind, label: track.label, now: now.label };
  }

  #devicesChanged = (): void => void this.#lookAround();

  async #lookAround(): Promise<void> {
    await this.#plugged.list();
    for (const kind of CAPTURED) await this.#lookAgain(kind);
    if (this.#plugged.isGone('speaker')) {
      this.#plugged.use('speaker', undefined);
      const label = this.#plugged.left('speaker')?.label ?? '';
      this.#news = { is: 'gone', kind: 'speaker', label, now: '' };
    }
    const speaker = this.#plugged.returned('speaker');
    if (!speaker) return;
    this.#plugged.use('speaker', speaker.id);
    this.#news = { is: 'back', kind: 'speaker', label: speaker.label };
  }

  async #lookAgain(kind: Captured): Promise<void> {
    const returned = this.#plugged.returned(kind);
    if (returned) {
      this.#plugged.use(kind, returned.id);
      await this.#reopen(kind);
      if (this.#states[kind].on) this.#news = { is: 'back', kind, label: returned.label };
    } else if (this.#states[kind].trouble === 'deviceMissing') await this.#acquire(kind);
  }

  async #list(): Promise<void> {
    await this.#plugged.list();
    for (const kind of CAPTURED) {
      const used = this.#states[kind].track?.getSettings().deviceId;
      if (this.#plugged.chosen[kind] === undefined && used !== undefined) this.#plugged.use(kind, used);
    }
  }

  // ── wishes ────────────────────────────────────────────────────────────────────────────────────────────────

  #followWishes(): () => void {
    let before = untrack(() => this.#wishes);
    return $effect.root(() => {
      $effect(() => {
        const wishes = this.#wishes;
        untrack(() => this.#changed(before, wishes));
        before = wishes;
      });
      $effect(() => {
        const camera = this.#wishes.blur ? this.#camera : undefined;
        untrack(() => this.#blurred.follow(camera, this.#notBlurred));
      });
    });
  }

  #changed(before: Preferences, now: Preferences): void {
    const differs = (key: keyof Preferences): boolean => before[key] !== now[key];
    if (differs('noiseSuppression') || differs('echoCancellation')) void this.#reopen('microphone');
    else if (differs('mutedHint')) this.#listen();
    // What a camera cannot do it need not.
    if (differs('dataSaver'))
      this.#states.camera.track?.applyConstraints(pictureFor(now)).catch(() => undefined);
  }

  /** Off before anything else: the picture as it is must not take the place of the blurred one. */
  #notBlurred = (why: 'unable' | 'slow'): void => {
    void this.#switch('camera', false);
    // The next meeting tries again: whoever wants the room behind them hidden is not to show it for one bad day.
    this.#settings.forNow({ blur: false });
    this.#news = { is: 'noBlur', why };
  };
}
