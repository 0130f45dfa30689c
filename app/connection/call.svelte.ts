/**
 * The call itself: own tracks go to the SFU, the others' come from it, and every frame's fate is counted. It
 * carries data packets between vault and SFU, and keeps what tiles are made of.
 */

import type { MemberIndex, ParticipantId } from '../../crypto/brands.ts';
import {
  type FromFrame,
  type FromVault,
  type OpenCounts,
  type RosterEntry,
  SLOTS,
  type SlotName,
  type ToVault,
} from '../../crypto/workers/protocol.ts';
import type { RemoteMedia, Sfu, SfuState } from '../media/sfu.ts';
import type { Sound } from '../media/sound.svelte.ts';
import type { TrackFacts } from '../people/tiles.ts';

export interface CallHandlers {
  toVault(message: ToVault): void;
  /** The SFU connection stands, for the first time or again. */
  connected(): void;
  /** Somebody is in the SFU room whom the roster does not know. */
  stranger(participantId: ParticipantId): void;
  over(): void;
}

interface Fate {
  readonly counts: OpenCounts;
  readonly openedAt: number | undefined;
  readonly failedAt: number | undefined;
}

/** Who comes or leaves is for a moment in the SFU room alone. */
const STRANGER_MS = 3_000;
/** How often tiles look at the clock. */
const CLOCK_MS = 500;

export class Call {
  readonly #handlers: CallHandlers;
  readonly #sfu: Sfu;
  readonly #sound: Sound;
  readonly #clock: ReturnType<typeof setInterval>;
  #roster: ReadonlySet<ParticipantId> = new Set();
  /** Since when somebody is in the SFU room without being in the roster; undefined once it was told. */
  readonly #unknown = new Map<ParticipantId, number | undefined>();
  #goodbye: readonly Uint8Array<ArrayBuffer>[] = [];
  /** Own slots and the tracks in them, as last told to the SFU. */
  readonly #sent = new Map<SlotName, MediaStreamTrack>();

  #state = $state.raw<SfuState>('connecting');
  #media = $state.raw<readonly RemoteMedia[]>([]);
  #fates = $state.raw<ReadonlyMap<string, Fate>>(new Map());
  #said = $state.raw<ReadonlyMap<MemberIndex, number>>(new Map());
  #present = $state.raw<ReadonlySet<ParticipantId>>(new Set());
  #wasPresent = $state.raw<ReadonlySet<ParticipantId>>(new Set());
  #now = $state.raw(performance.now());

  /** `makeSfu` is given what the SFU is to tell. */
  constructor(
    makeSfu: (handlers: ConstructorParameters<typeof Sfu>[1]) => Sfu,
    sound: Sound,
    handlers: CallHandlers,
  ) {
    this.#handlers = handlers;
    this.#sound = sound;
    this.#sfu = makeSfu({
      state: (state) => {
        this.#state = state;
        if (state !== 'connected') return;
        handlers.toVault({ type: 'connected' });
        handlers.connected();
      },
      over: () => {
        handlers.over();
      },
      media: (tracks) => {
        this.#media = tracks;
        sound.play(tracks);
      },
      present: (participants) => {
        this.#present = new Set(participants);
        this.#wasPresent = new Set([...this.#wasPresent, ...participants]);
      },
      packet: (data) => {
        // A copy of its own: what a socket hands out may be a view on more.
        handlers.toVault({ type: 'packet', data: new Uint8Array(data) });
      },
      // Devices and screen know it first, from the track itself.
      trackEnded: () => undefined,
    });
    this.#clock = setInterval(() => {
      this.#now = performance.now();
      this.#lookForStrangers();
    }, CLOCK_MS);
  }

  get connection(): 'connected' | 'reconnecting' {
    return this.#state === 'connected' ? 'connected' : 'reconnecting';
  }

  get tracks(): readonly TrackFacts[] {
    return this.#media.map(({ id, participantId, slot, track, transform }) => {
      const fate = this.#fates.get(transform);
      return {
        participantId,
        slot,
        track,
        counts: fate?.counts,
        openedAt: fate?.openedAt,
        failedAt: fate?.failedAt,
        speaking: this.#sound.speaking.has(id),
      };
    });
  }

  get said(): ReadonlyMap<MemberIndex, number> {
    return this.#said;
  }

  get present(): ReadonlySet<ParticipantId> {
    return this.#present;
  }

  get wasPresent(): ReadonlySet<ParticipantId> {
    return this.#wasPresent;
  }

  get now(): number {
    return this.#now;
  }

  async connect(url: string, token: string): Promise<void> {
    await this.#sfu.connect(url, token);
  }

  /** The user's tracks, as they are now; undefined is off. Nothing else switches a slot on. */
  async send(tracks: Readonly<Record<SlotName, MediaStreamTrack | undefined>>): Promise<void> {
    const slots = Object.keys(SLOTS) as SlotName[];
    const on = slots.reduce((bits, slot) => (tracks[slot] ? bits | (1 << SLOTS[slot]) : bits), 0);
    this.#handlers.toVault({ type: 'media', on });
    await Promise.all(
      slots.map(async (slot) => {
        const track = tracks[slot];
        if (this.#sent.get(slot) === track) return;
        if (track) this.#sent.set(slot, track);
        else this.#sent.delete(slot);
        await (track ? this.#sfu.send(slot, track) : this.#sfu.hold(slot));
      }),
    );
  }

  watch(track: MediaStreamTrack, video: HTMLVideoElement): () => void {
    return this.#sfu.watch(track)(video);
  }

  fromVault(message: FromVault): void {
    switch (message.type) {
      case 'packet':
        // What is lost with the connection is asked for again when it is back.
        this.#sfu.packet(message.data, message.to).catch(() => undefined);
        return;
      case 'roster':
        this.#seat(message.members);
        return;
      case 'media':
        this.#said = new Map(this.#said).set(message.index, message.on);
        return;
      case 'goodbye':
        this.#goodbye = message.packets;
        return;
      default:
        return;
    }
  }

  fromFrame(message: FromFrame): void {
    if (message.type !== 'opened') return;
    const { id, counts } = message;
    const before = this.#fates.get(id);
    const now = performance.now();
    const failures = (of: OpenCounts | undefined): number =>
      of ? of.noKey + of.authFailed + of.replayed + of.wrongTrack + of.notSFrame + of.tooBig : 0;
    const opened = counts.opened > (before?.counts.opened ?? 0);
    const failed = failures(counts) > failures(before?.counts);
    const fate = {
      counts,
      openedAt: opened ? now : before?.openedAt,
      failedAt: failed ? now : before?.failedAt,
    };
    this.#fates = new Map(this.#fates).set(id, fate);
  }

  /** The very last thing said: seals nothing, it was sealed ahead. */
  async sayGoodbye(): Promise<void> {
    const packets = this.#goodbye;
    this.#goodbye = [];
    await Promise.all(packets.map((data) => this.#sfu.packet(data).catch(() => undefined)));
  }

  async leave(): Promise<void> {
    clearInterval(this.#clock);
    this.#sound.end();
    await this.#sfu.leave();
  }

  /** The list of people is the roster's; whoever else is in the SFU room is one too many. */
  #lookForStrangers(): void {
    const known = (id: ParticipantId): boolean => this.#roster.has(id) || !this.#present.has(id);
    for (const id of this.#unknown.keys()) if (known(id)) this.#unknown.delete(id);
    if (this.#roster.size === 0) return;
    for (const id of this.#present) {
      if (known(id)) continue;
      if (!this.#unknown.has(id)) this.#unknown.set(id, this.#now);
      const since = this.#unknown.get(id);
      if (since === undefined || this.#now - since < STRANGER_MS) continue;
      this.#unknown.set(id, undefined);
      this.#handlers.stranger(id);
    }
  }

  #seat(members: readonly RosterEntry[]): void {
    this.#roster = new Set(members.map(({ participantId }) => participantId));
    this.#sfu.seat(new Map(members.map(({ participantId, index }) => [participantId, index])));
    const indices = new Set(members.map(({ index }) => index));
    this.#said = new Map([...this.#said].filter(([index]) => indices.has(index)));
  }
}
