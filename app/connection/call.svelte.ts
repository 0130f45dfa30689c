/**
 * The call itself: own tracks go to the SFU, the others' come from it, and every frame's fate is counted. It
 * carries data packets between vault and SFU, and keeps what tiles are made of.
 */

import type { MemberIndex, ParticipantId } from '../../crypto/brands.ts';
import { type FromFrame, SLOTS, type SlotName } from '../../crypto/workers/frameProtocol.ts';
import type { FromVault, ToVault } from '../../crypto/workers/protocol.ts';
import type { SfuHandlers } from '../media/sfu.ts';
import type { Sound } from '../media/sound.svelte.ts';
import type { RemoteMedia } from '../media/subscriptions.ts';
import { Fates } from '../people/fates.svelte.ts';
import type { TrackFacts } from '../people/tiles.ts';
import type { Quality } from '../phase.ts';
import { type CallSfu, Lanes } from './lanes.svelte.ts';
import { onlyOnce } from './overlap.ts';
import { Presence } from './presence.svelte.ts';
import type { Sent } from './sending.ts';

export interface CallHandlers {
  toVault(message: ToVault): void;
  /** An SFU connection stands; `again` if it is the one from before a break. */
  connected(again: boolean): void;
  /** These are in the SFU room, and the roster does not know them. */
  strangers(identities: readonly string[]): void;
  /** The SFU connection is over, and none is left. */
  lost(): void;
}

/** What a call needs of the sound. */
export type CallSound = Pick<Sound, 'play' | 'end' | 'speaking'>;

/** How often tiles look at the clock. */
const CLOCK_MS = 500;

const SLOT_NAMES = Object.keys(SLOTS) as SlotName[];

export class Call {
  readonly #handlers: CallHandlers;
  readonly #sound: CallSound;
  readonly #clock: ReturnType<typeof setInterval>;
  readonly #lanes: Lanes;
  readonly #fates = new Fates();
  readonly #presence = new Presence();
  #goodbye: readonly Uint8Array<ArrayBuffer>[] = [];
  #media = $state.raw<readonly RemoteMedia[]>([]);
  #now = $state.raw(performance.now());

  /** `makeSfu` is given what an SFU is to tell. */
  constructor(makeSfu: (handlers: SfuHandlers) => CallSfu, sound: CallSound, handlers: CallHandlers) {
    this.#handlers = handlers;
    this.#sound = sound;
    this.#lanes = new Lanes(makeSfu, {
      stands: (again) => {
        handlers.toVault({ type: 'connected', others: this.#presence.present.size });
        handlers.connected(again);
      },
      lost: () => {
        handlers.lost();
      },
      media: () => {
        this.#takeMedia();
      },
      present: () => {
        this.#presence.see(this.#lanes.present);
      },
      packet: (data) => {
        // A copy of its own: what a socket hands out may be a view on more.
        handlers.toVault({ type: 'packet', data: new Uint8Array(data) });
      },
    });
    this.#clock = setInterval(() => {
      this.#now = performance.now();
      const strangers = this.#presence.look(this.#lanes.connected, this.#now);
      if (strangers.length > 0) handlers.strangers(strangers);
    }, CLOCK_MS);
  }

  get connection(): 'connected' | 'reconnecting' {
    return this.#lanes.connected ? 'connected' : 'reconnecting';
  }

  get tracks(): readonly TrackFacts[] {
    return this.#media.map(({ id, participantId, slot, track, transform }) => ({
      participantId,
      slot,
      track,
      ...this.#fates.of(transform),
      speaking: this.#sound.speaking.has(id),
    }));
  }

  /** What is heard of the others, and whose it is. */
  get sounds(): readonly Pick<RemoteMedia, 'participantId' | 'track'>[] {
    return this.#media.filter(({ track }) => track.kind === 'audio');
  }

  /** Slots each member says are on, bit s for slot s. */
  get said(): ReadonlyMap<MemberIndex, number> {
    return this.#presence.said;
  }

  /** Who is in the SFU room, and can be heard of. */
  get present(): ReadonlySet<ParticipantId> {
    return this.#presence.heardOf(this.tracks, this.#now);
  }

  /** Who ever was in it. */
  get wasPresent(): ReadonlySet<ParticipantId> {
    return this.#presence.wasPresent;
  }

  /** What the SFU says of everybody's line. */
  get quality(): ReadonlyMap<ParticipantId, Quality> {
    return this.#lanes.quality;
  }

  /** How many participants were in the SFU room that nobody admitted. */
  get strangers(): number {
    return this.#presence.strangers;
  }

  /** Milliseconds of `performance`, twice a second. */
  get now(): number {
    return this.#now;
  }

  /** Into the SFU room that this token is for; rejects when that fails. One it is in already is left after that. */
  enter(url: string, token: string): Promise<void> {
    return this.#lanes.enter(url, token);
  }

  /** The user's tracks, as they are now; undefined is off. Nothing else switches a slot on. */
  async send(wanted: Sent): Promise<void> {
    const on = SLOT_NAMES.reduce((bits, slot) => (wanted.tracks[slot] ? bits | (1 << SLOTS[slot]) : bits), 0);
    this.#handlers.toVault({ type: 'media', on: on & wanted.slots });
    await this.#lanes.send(wanted);
  }

  /** Whether data is to be saved, in every room there is and will be. */
  spare(on: boolean): void {
    this.#lanes.spare(on);
  }

  /** Tells the SFU how large this picture is shown; gives what ends the telling. */
  watch(track: MediaStreamTrack, video: HTMLVideoElement): () => void {
    return this.#lanes.watch(track, video);
  }

  /** Has the SFU send this picture for who draws it unseen, at this size (CSS pixels); gives what ends that. */
  draw(track: MediaStreamTrack, size: { readonly width: number; readonly height: number }): () => void {
    return this.#lanes.draw(track, size);
  }

  fromVault(message: FromVault): void {
    this.#presence.fromVault(message, performance.now());
    switch (message.type) {
      case 'packet':
        return void this.#lanes.packet(message.data, message.to);
      case 'roster':
        return this.#lanes.seat(new Map(message.members.map((one) => [one.participantId, one.index])));
      case 'goodbye':
        this.#goodbye = message.packets;
        return;
      default:
        return;
    }
  }

  fromFrame(message: FromFrame): void {
    if (message.type !== 'counts' || message.opened.size === 0) return;
    for (const [transform, counts] of message.opened) this.#fates.count(transform, counts);
    if (this.#lanes.moving) this.#takeMedia();
  }

  /** The relay threw out one whom nobody admitted. */
  strangerReported(identity: string): void {
    this.#presence.strangerReported(identity);
  }

  /** The very last thing said: seals nothing, it was sealed ahead. */
  async sayGoodbye(): Promise<void> {
    const packets = this.#goodbye;
    this.#goodbye = [];
    await Promise.all(packets.map((data) => this.#lanes.packet(data)));
  }

  async leave(): Promise<void> {
    clearInterval(this.#clock);
    this.#sound.end();
    await this.#lanes.leave();
  }

  #takeMedia(): void {
    this.#media = onlyOnce(this.#lanes.media, ({ transform }) => this.#fates.opens(transform));
    this.#sound.play(this.#media);
  }
}
