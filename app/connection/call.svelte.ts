/**
 * The call itself: own tracks go to the SFU, the others' come from it, and every frame's fate is counted. It
 * carries data packets between vault and SFU, and keeps what tiles are made of. It is in one SFU room, in two
 * while the meeting moves, in none while its connection is lost.
 */

import type { MemberIndex, ParticipantId } from '../../crypto/brands.ts';
import { type FromFrame, SLOTS, type SlotName } from '../../crypto/workers/frameProtocol.ts';
import type { FromVault, Membership, RosterEntry, ToVault } from '../../crypto/workers/protocol.ts';
import type { RemoteMedia, Sfu, SfuHandlers, SfuState } from '../media/sfu.ts';
import type { Sound } from '../media/sound.svelte.ts';
import { Fates } from '../people/fates.svelte.ts';
import type { TrackFacts } from '../people/tiles.ts';
import type { Quality } from '../phase.ts';
import { KeptSeats } from './keptSeats.ts';
import { onlyOnce, SeenPackets } from './overlap.ts';
import { Sending, type Sent } from './sending.ts';
import { silentOnes, speakingFrom } from './silence.ts';
import { Strangers } from './strangers.ts';

export interface CallHandlers {
  toVault(message: ToVault): void;
  /** An SFU connection stands; `again` if it is the one from before a break. */
  connected(again: boolean): void;
  /** These are in the SFU room, and the roster does not know them. */
  strangers(identities: readonly string[]): void;
  /** The SFU connection is over, and none is left. */
  lost(): void;
}

/** What a call needs of an SFU, and of the sound. */
export type CallSfu = Pick<
  Sfu,
  'connect' | 'leave' | 'seat' | 'send' | 'hold' | 'withdraw' | 'packet' | 'spare' | 'watch'
>;
export type CallSound = Pick<Sound, 'play' | 'end' | 'speaking'>;

/** One SFU room. */
interface Lane {
  readonly sfu: CallSfu;
  readonly sending: Sending;
  readonly state: SfuState;
  readonly media: readonly RemoteMedia[];
  readonly present: readonly ParticipantId[];
  readonly quality: ReadonlyMap<ParticipantId, Quality>;
}

/** How often tiles look at the clock. */
const CLOCK_MS = 500;
/** The old room is left when everybody is in the new one, or after this long. */
const LINGER_MS = 3_000;
/** How long the others take to hear in the new room what is sent there. */
const HEARD_MS = 1_000;
/** After that long without trouble a member that was cut off knows again who is in. */
const SHAKEN_MS = 30_000;
/** What was sent in both rooms may come late from one of them. */
const TWICE_MS = 10_000;

const IN_DOUBT: readonly Membership[] = ['unsure', 'silenced', 'hostless'];
const SLOT_NAMES = Object.keys(SLOTS) as SlotName[];

export class Call {
  readonly #makeSfu: (handlers: SfuHandlers) => CallSfu;
  readonly #handlers: CallHandlers;
  readonly #sound: CallSound;
  readonly #clock: ReturnType<typeof setInterval>;
  readonly #fates = new Fates();
  readonly #strangers = new Strangers();
  readonly #keptSeats = new KeptSeats();
  #roster: readonly RosterEntry[] = [];
  #leaving: readonly RosterEntry[] = [];
  #membership: Membership = 'waiting';
  /** When the connection was last away, or the membership in doubt. */
  #shakenAt = -Infinity;
  /** Since when each member's microphone is on. */
  #speakingSince: ReadonlyMap<MemberIndex, number> = new Map();
  #goodbye: readonly Uint8Array<ArrayBuffer>[] = [];
  #wanted: Sent | undefined;
  #sparing = false;
  #seen: SeenPackets | undefined;
  #seenTimer: ReturnType<typeof setTimeout> | undefined;
  #lingering: ReturnType<typeof setTimeout> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /** As they were entered; the last is the one to stay in. */
  #lanes = $state.raw<readonly Lane[]>([]);
  #media = $state.raw<readonly RemoteMedia[]>([]);
  #said = $state.raw<ReadonlyMap<MemberIndex, number>>(new Map());
  #present = $state.raw<ReadonlySet<ParticipantId>>(new Set());
  #wasPresent = $state.raw<ReadonlySet<ParticipantId>>(new Set());
  #strangersSeen = $state.raw(0);
  #now = $state.raw(performance.now());

  /** `makeSfu` is given what an SFU is to tell. */
  constructor(makeSfu: (handlers: SfuHandlers) => CallSfu, sound: CallSound, handlers: CallHandlers) {
    this.#makeSfu = makeSfu;
    this.#handlers = handlers;
    this.#sound = sound;
    this.#clock = setInterval(() => {
      this.#now = performance.now();
      this.#lookForStrangers();
    }, CLOCK_MS);
  }

  get connection(): 'connected' | 'reconnecting' {
    return this.#lanes.some(({ state }) => state === 'connected') ? 'connected' : 'reconnecting';
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

  /** What is heard of the others. */
  get sounds(): readonly MediaStreamTrack[] {
    return this.#media.flatMap(({ track }) => (track.kind === 'audio' ? [track] : []));
  }

  get said(): ReadonlyMap<MemberIndex, number> {
    return this.#said;
  }

  /** Who is in the SFU room, and can be heard of. */
  get present(): ReadonlySet<ParticipantId> {
    const { tracks } = this;
    const silent = silentOnes({
      members: this.#roster,
      tracks,
      speakingSince: this.#speakingSince,
      now: this.#now,
    });
    return new Set([...this.#present].filter((id) => !silent.has(id)));
  }

  get wasPresent(): ReadonlySet<ParticipantId> {
    return this.#wasPresent;
  }

  /** What the SFU says of everybody's line; of the room that was entered last, where it is in two. */
  get quality(): ReadonlyMap<ParticipantId, Quality> {
    return new Map(this.#lanes.flatMap(({ quality }) => [...quality]));
  }

  /** How many participants were in the SFU room that nobody admitted. */
  get strangers(): number {
    return this.#strangersSeen;
  }

  get now(): number {
    return this.#now;
  }

  /**
   * Into the SFU room that this token is for; rejects when that fails. A room it is in already is left only after
   * the new one carries what this page sends.
   */
  async enter(url: string, token: string): Promise<void> {
    const sfu = this.#open();
    try {
      await sfu.connect(url, token);
    } catch (error) {
      this.#drop(sfu);
      throw error;
    }
    if (this.#lanes.length < 2) return;
    this.#lingering = setTimeout(() => this.#leaveOlder(), LINGER_MS);
    this.#leaveWhenAllMoved();
  }

  /** The user's tracks, as they are now; undefined is off. Nothing else switches a slot on. */
  async send(wanted: Sent): Promise<void> {
    this.#wanted = wanted;
    const on = SLOT_NAMES.reduce((bits, slot) => (wanted.tracks[slot] ? bits | (1 << SLOTS[slot]) : bits), 0);
    this.#handlers.toVault({ type: 'media', on: on & wanted.slots });
    // Those that do not stand yet are told as soon as they do.
    const standing = this.#lanes.filter(({ state }) => state !== 'connecting');
    await Promise.all(standing.map(({ sending }) => sending.send(wanted)));
  }

  /** Whether data is to be saved, in every room there is and will be. */
  spare(on: boolean): void {
    this.#sparing = on;
    for (const { sfu } of this.#lanes) sfu.spare(on);
  }

  watch(track: MediaStreamTrack, video: HTMLVideoElement): () => void {
    const lane = this.#lanes.find(({ media }) => media.some((one) => one.track === track));
    return lane?.sfu.watch(track)(video) ?? (() => undefined);
  }

  fromVault(message: FromVault): void {
    this.#keptSeats.fromVault(message, this.#now);
    switch (message.type) {
      case 'packet':
        return void this.#packet(message.data, message.to);
      case 'roster':
        this.#roster = message.members;
        return this.#seat(message.members);
      case 'leaving':
        this.#leaving = message.members;
        return;
      case 'media':
        this.#said = new Map(this.#said).set(message.index, message.on);
        this.#speakingSince = speakingFrom(this.#speakingSince, message, performance.now());
        return;
      case 'membership':
        this.#membership = message.state;
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
    this.#fates.count(message.id, message.counts);
    if (this.#lanes.length > 1) this.#takeMedia();
  }

  /** The relay threw out one whom nobody admitted. */
  strangerReported(identity: string): void {
    this.#strangers.reported(identity);
    this.#strangersSeen = this.#strangers.count;
  }

  /** The very last thing said: seals nothing, it was sealed ahead. */
  async sayGoodbye(): Promise<void> {
    const packets = this.#goodbye;
    this.#goodbye = [];
    await Promise.all(packets.map((data) => this.#packet(data)));
  }

  async leave(): Promise<void> {
    clearInterval(this.#clock);
    for (const timer of [this.#lingering, this.#settling, this.#seenTimer]) clearTimeout(timer);
    this.#sound.end();
    const lanes = this.#lanes;
    this.#lanes = [];
    for (const { sending } of lanes) sending.end();
    await Promise.all(lanes.map(({ sfu }) => sfu.leave({ goesOn: false })));
  }

  // ── rooms ─────────────────────────────────────────────────────────────────────────────────────────────────

  #open(): CallSfu {
    const sfu: CallSfu = this.#makeSfu({
      state: (state) => {
        const again = this.#laneOf(sfu)?.state === 'reconnecting';
        if (!this.#change(sfu, { state })) return;
        if (state !== 'connected') return;
        this.#handlers.toVault({ type: 'connected', others: this.#present.size });
        if (this.#wanted) void this.#laneOf(sfu)?.sending.send(this.#wanted);
        this.#handlers.connected(again);
      },
      over: () => {
        const was = this.#laneOf(sfu)?.state;
        this.#drop(sfu);
        // One that never stood is for whoever asked for it.
        if (was !== undefined && was !== 'connecting' && this.#lanes.length === 0) this.#handlers.lost();
      },
      media: (media) => {
        if (this.#change(sfu, { media })) this.#takeMedia();
      },
      present: (present) => {
        if (!this.#change(sfu, { present })) return;
        this.#takePresent();
        this.#leaveWhenAllMoved();
      },
      quality: (quality) => {
        this.#change(sfu, { quality });
      },
      packet: (data) => {
        if (this.#seen?.again(data)) return;
        // A copy of its own: what a socket hands out may be a view on more.
        this.#handlers.toVault({ type: 'packet', data: new Uint8Array(data) });
      },
      // Devices and screen know it first, from the track itself.
      trackEnded: () => undefined,
    });
    const lane: Lane = {
      sfu,
      sending: new Sending(sfu),
      state: 'connecting',
      media: [],
      present: [],
      quality: new Map(),
    };
    this.#lanes = [...this.#lanes, lane];
    if (this.#lanes.length > 1) this.#seen ??= new SeenPackets();
    clearTimeout(this.#seenTimer);
    this.#seat(this.#roster);
    if (this.#sparing) sfu.spare(true);
    return sfu;
  }

  #laneOf(sfu: CallSfu): Lane | undefined {
    return this.#lanes.find((lane) => lane.sfu === sfu);
  }

  /** Whether this room still counts. */
  #change(sfu: CallSfu, change: Partial<Lane>): boolean {
    this.#lanes = this.#lanes.map((lane) => (lane.sfu === sfu ? { ...lane, ...change } : lane));
    return this.#laneOf(sfu) !== undefined;
  }

  #drop(sfu: CallSfu): void {
    const lane = this.#laneOf(sfu);
    if (!lane) return;
    lane.sending.end();
    this.#lanes = this.#lanes.filter((other) => other !== lane);
    void sfu.leave({ goesOn: this.#lanes.length > 0 });
    this.#takeMedia();
    this.#takePresent();
    if (this.#lanes.length > 1) return;
    for (const timer of [this.#lingering, this.#settling, this.#seenTimer]) clearTimeout(timer);
    this.#settling = undefined;
    this.#seenTimer = setTimeout(() => (this.#seen = undefined), TWICE_MS);
  }

  #leaveOlder(): void {
    clearTimeout(this.#lingering);
    clearTimeout(this.#settling);
    this.#settling = undefined;
    for (const { sfu } of this.#lanes.slice(0, -1)) this.#drop(sfu);
  }

  #leaveWhenAllMoved(): void {
    const [older, newer, ...more] = this.#lanes;
    if (!older || newer?.state !== 'connected' || more.length > 0) return;
    const moved = new Set(newer.present);
    const inside = new Set(this.#roster.map(({ participantId }) => participantId));
    if (older.present.every((id) => moved.has(id) || !inside.has(id))) this.#whenSent(newer);
  }

  /** Everybody is there: what is left to wait for is that this page is heard there, too. */
  #whenSent(newer: Lane): void {
    void newer.sending.settled().then(() => {
      if (this.#settling !== undefined || this.#lanes.length < 2) return;
      this.#settling = setTimeout(() => this.#leaveOlder(), HEARD_MS);
    });
  }

  // ── what comes and goes ───────────────────────────────────────────────────────────────────────────────────

  #takeMedia(): void {
    this.#media = onlyOnce(
      this.#lanes.map(({ media }) => media),
      ({ transform }) => this.#fates.opens(transform),
    );
    this.#sound.play(this.#media);
  }

  #takePresent(): void {
    this.#present = new Set(this.#lanes.flatMap(({ present }) => present));
    this.#wasPresent = new Set([...this.#wasPresent, ...this.#present]);
  }

  /** In every room there is: who has moved and who has not both hear it. What is lost is asked for again. */
  async #packet(data: Uint8Array<ArrayBuffer>, to?: readonly ParticipantId[]): Promise<void> {
    const { length } = this.#lanes;
    const lanes = length > 1 ? this.#lanes.filter(({ state }) => state !== 'connecting') : this.#lanes;
    await Promise.all(lanes.map(({ sfu }) => sfu.packet(data, to).catch(() => undefined)));
  }

  #lookForStrangers(): void {
    if (this.#roster.length === 0) return;
    if (IN_DOUBT.includes(this.#membership) || this.connection !== 'connected') this.#shakenAt = this.#now;
    const ids = this.#roster.map(({ participantId }) => participantId);
    const leaving = this.#leaving.map(({ participantId }) => participantId);
    const found = this.#strangers.look({
      present: this.#present,
      known: new Set([...ids, ...leaving, ...this.#keptSeats.at(this.#now)]),
      away: ids.some((id) => this.#wasPresent.has(id) && !this.#present.has(id)),
      shaken: this.#now - this.#shakenAt < SHAKEN_MS,
      now: this.#now,
    });
    this.#strangersSeen = this.#strangers.count;
    if (found.length > 0) this.#handlers.strangers(found);
  }

  #seat(members: readonly RosterEntry[]): void {
    const seats = new Map(members.map(({ participantId, index }) => [participantId, index]));
    for (const { sfu } of this.#lanes) sfu.seat(seats);
    const indices = new Set(members.map(({ index }) => index));
    this.#said = new Map([...this.#said].filter(([index]) => indices.has(index)));
    this.#speakingSince = new Map([...this.#speakingSince].filter(([index]) => indices.has(index)));
  }
}
