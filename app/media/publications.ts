/**
 * Own side of an SFU room: which tracks are published in which slots. What leaves is sealed, for its slot, by
 * the guard: a track that it was not told to expect gets no sender.
 */

import {
  type LocalParticipant,
  type LocalTrackPublication,
  Track,
  type TrackPublishOptions,
  VideoPresets,
} from 'livekit-client';
import { SLOTS, type SlotName, type ToFrame } from '../../crypto/workers/frameProtocol.ts';
import type { FrameGuard } from './frameGuard.ts';
import { spareBits } from './sparing.ts';

const SOURCES: Readonly<Record<SlotName, Track.Source>> = {
  microphone: Track.Source.Microphone,
  camera: Track.Source.Camera,
  screen: Track.Source.ScreenShare,
  screenAudio: Track.Source.ScreenShareAudio,
};
const SLOT_NAMES = new Map(Object.entries(SOURCES).map(([name, source]) => [source, name as SlotName]));

/** The slot of what livekit-client calls by its source; undefined where we have none for it. */
export const slotOf = (source: Track.Source | undefined): SlotName | undefined =>
  source && SLOT_NAMES.get(source);

/** VP8 and Opus are what clear bytes are known for; a second codec would be a sender of its own. */
export const PUBLISHING: TrackPublishOptions = {
  videoCodec: 'vp8',
  backupCodec: false,
  simulcast: true,
  videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
  red: false,
  dtx: false,
  preConnectBuffer: false,
};

export class Publications {
  readonly #participant: Pick<LocalParticipant, 'publishTrack' | 'unpublishTrack'>;
  readonly #guard: Pick<FrameGuard, 'expect'>;
  readonly #frames: Pick<Worker, 'postMessage'>;
  readonly #published = new Map<SlotName, LocalTrackPublication>();
  /** Per slot, the last thing asked for: the next waits for it. */
  readonly #turns = new Map<SlotName, Promise<void>>();
  /** Data is saved; undefined while it never was. */
  #sparing: boolean | undefined;

  /** `participant` is this page in the room; `frames` is the frame worker. */
  constructor(
    participant: Pick<LocalParticipant, 'publishTrack' | 'unpublishTrack'>,
    guard: Pick<FrameGuard, 'expect'>,
    frames: Pick<Worker, 'postMessage'>,
  ) {
    this.#participant = participant;
    this.#guard = guard;
    this.#frames = frames;
  }

  /**
   * Sends this track in a slot, in place of the one before; rejects when the SFU does not take it. The user's
   * switch: only from here on are frames of the slot sealed.
   */
  send(slot: SlotName, track: MediaStreamTrack): Promise<void> {
    this.#switch(slot, true);
    this.#guard.expect(track, SLOTS[slot]);
    return this.#inTurn(slot, async () => {
      const before = this.#published.get(slot)?.track;
      if (before) {
        if (before.mediaStreamTrack !== track) await before.replaceTrack(track, true);
        // livekit-client mutes a track by itself when its device is taken away.
        if (before.isMuted) await before.unmute();
        return;
      }
      const options = { ...PUBLISHING, source: SOURCES[slot] };
      this.#published.set(slot, await this.#participant.publishTrack(track, options));
      if (slot === 'camera') await this.#spareSending();
    });
  }

  /**
   * Sends nothing more in this slot. At once, whatever livekit-client and the SFU are doing. Microphone and
   * camera stay published, to be quick when they come back, and the SFU is told nothing: it would fill the
   * pause with frames of its own.
   */
  hold(slot: SlotName): Promise<void> {
    if (slot === 'screen' || slot === 'screenAudio') return this.withdraw(slot);
    this.#switch(slot, false);
    return this.#inTurn(slot, () => Promise.resolve());
  }

  /**
   * Sends nothing more in this slot, and gives it up at the SFU: it does so itself when a policy forbids the slot,
   * and what it does to own tracks is not listened to. When it is allowed again it is published anew.
   */
  withdraw(slot: SlotName): Promise<void> {
    this.#switch(slot, false);
    return this.#inTurn(slot, async () => {
      const track = this.#published.get(slot)?.track;
      if (!track) return;
      this.#published.delete(slot);
      await this.#participant.unpublishTrack(track, false);
    });
  }

  /** Sends nothing more in any slot. At once. */
  silence(): void {
    for (const slot of SLOT_NAMES.values()) this.#switch(slot, false);
  }

  /** Sends fewer bits of the camera, or as many as usual again. */
  spare(on: boolean): void {
    if (on === (this.#sparing ?? false)) return;
    this.#sparing = on;
    void this.#inTurn('camera', this.#spareSending);
  }

  /** livekit-client published this: by itself, after a full reconnect. */
  published(publication: LocalTrackPublication): void {
    const slot = slotOf(publication.source);
    if (slot) this.#published.set(slot, publication);
    if (slot === 'camera') void this.#inTurn(slot, this.#spareSending);
  }

  /** It is not published any more. */
  unpublished(publication: LocalTrackPublication): void {
    const slot = slotOf(publication.source);
    if (slot && this.#published.get(slot) === publication) this.#published.delete(slot);
  }

  /** The connection is over, and everything published with it. */
  forget(): void {
    this.#published.clear();
  }

  #switch(slot: SlotName, on: boolean): void {
    const message: ToFrame = { type: 'switch', slot: SLOTS[slot], on };
    this.#frames.postMessage(message);
  }

  readonly #spareSending = async (): Promise<void> => {
    const sender = this.#published.get('camera')?.track?.sender;
    if (sender && this.#sparing !== undefined) await spareBits(sender, this.#sparing);
  };

  #inTurn(slot: SlotName, act: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(slot) ?? Promise.resolve()).catch(() => undefined).then(act);
    this.#turns.set(slot, turn);
    return turn;
  }
}
