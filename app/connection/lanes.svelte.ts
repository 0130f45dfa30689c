/**
 * The SFU rooms this page is in: one, two while the meeting moves to another, none while the connection is lost.
 * What is to be sent, and who is seated, each of them is told, also those that are entered later.
 */

import type { MemberIndex, ParticipantId } from '../../crypto/brands.ts';
import type { Sfu, SfuHandlers, SfuState } from '../media/sfu.ts';
import type { RemoteMedia } from '../media/subscriptions.ts';
import type { Quality } from '../phase.ts';
import { SeenPackets } from './overlap.ts';
import { Sending, type Sent } from './sending.ts';

/** What a call needs of an SFU. */
export type CallSfu = Pick<
  Sfu,
  'connect' | 'leave' | 'seat' | 'send' | 'hold' | 'withdraw' | 'packet' | 'spare' | 'watch' | 'draw'
>;

export interface LaneHandlers {
  /** A connection stands; `again` if it is the one from before a break. */
  stands(again: boolean): void;
  /** A connection that stood is over, and none is left. */
  lost(): void;
  /** The tracks that come are others. */
  media(): void;
  /** Others are there. */
  present(): void;
  /** Each packet once, from whichever room it came. */
  packet(data: Uint8Array): void;
}

/** One SFU room. */
interface Lane {
  readonly sfu: CallSfu;
  readonly sending: Sending;
  readonly state: SfuState;
  readonly media: readonly RemoteMedia[];
  readonly present: readonly ParticipantId[];
  readonly quality: ReadonlyMap<ParticipantId, Quality>;
}

/** Whether it ever stood, and is not over. */
const stood = ({ state }: Pick<Lane, 'state'>): boolean => state !== 'connecting';

/** The old room is left when everybody is in the new one, or after this long. */
const LINGER_MS = 3_000;
/** How long the others take to hear in the new room what is sent there. */
const HEARD_MS = 1_000;
/** What was sent in both rooms may come late from one of them. */
const TWICE_MS = 10_000;

export class Lanes {
  readonly #makeSfu: (handlers: SfuHandlers) => CallSfu;
  readonly #handlers: LaneHandlers;
  #wanted: Sent | undefined;
  #sparing = false;
  #seats: ReadonlyMap<ParticipantId, MemberIndex> = new Map();
  #seen: SeenPackets | undefined;
  #seenTimer: ReturnType<typeof setTimeout> | undefined;
  #lingering: ReturnType<typeof setTimeout> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #left = false;
  /** As they were entered; the last is the one to stay in. */
  #lanes = $state.raw<readonly Lane[]>([]);

  /** `makeSfu` is given what an SFU is to tell. */
  constructor(makeSfu: (handlers: SfuHandlers) => CallSfu, handlers: LaneHandlers) {
    this.#makeSfu = makeSfu;
    this.#handlers = handlers;
  }

  get connected(): boolean {
    return this.#lanes.some(({ state }) => state === 'connected');
  }

  /** More than one room. */
  get moving(): boolean {
    return this.#lanes.length > 1;
  }

  /** The tracks that come, by room, the newest last. */
  get media(): readonly (readonly RemoteMedia[])[] {
    return this.#lanes.map(({ media }) => media);
  }

  /** Who is in any of them. */
  get present(): readonly ParticipantId[] {
    return this.#lanes.flatMap(({ present }) => present);
  }

  /** What the SFU says of everybody's line; of the room that was entered last, where it is in two. */
  get quality(): ReadonlyMap<ParticipantId, Quality> {
    return new Map(this.#lanes.flatMap(({ quality }) => [...quality]));
  }

  /**
   * Into the SFU room that this token is for; rejects when that fails twice. A room it is in already is left only after
   * the new one carries what this page sends.
   */
  async enter(url: string, token: string): Promise<void> {
    // The SFU may not have the room yet: the relay asks for it while the token is on its way.
    await this.#enterOnce(url, token).catch((error: unknown) => {
      if (this.#left) throw error;
      return this.#enterOnce(url, token);
    });
    if (!this.moving) return;
    clearTimeout(this.#lingering);
    this.#lingering = setTimeout(() => this.#leaveOlder(), LINGER_MS);
    this.#leaveWhenAllMoved();
  }

  /** What is sent from here on. */
  async send(wanted: Sent): Promise<void> {
    this.#wanted = wanted;
    // Those that do not stand yet are told as soon as they do. To offer it while the connection is made delays that,
    // and with it what others send.
    await Promise.all(this.#lanes.filter(stood).map(({ sending }) => sending.send(wanted)));
  }

  /** Whether data is to be saved. */
  spare(on: boolean): void {
    this.#sparing = on;
    for (const { sfu } of this.#lanes) sfu.spare(on);
  }

  /** The roster, by which what comes is opened. */
  seat(seats: ReadonlyMap<ParticipantId, MemberIndex>): void {
    this.#seats = seats;
    for (const { sfu } of this.#lanes) sfu.seat(seats);
  }

  /** Tells the SFU how large this picture is shown; gives what ends the telling. */
  watch(track: MediaStreamTrack, video: HTMLVideoElement): () => void {
    return this.#laneWith(track)?.sfu.watch(track)(video) ?? (() => undefined);
  }

  /** Has the SFU send this picture for who draws it unseen, at this size (CSS pixels); gives what ends that. */
  draw(track: MediaStreamTrack, size: { readonly width: number; readonly height: number }): () => void {
    return this.#laneWith(track)?.sfu.draw(track, size) ?? (() => undefined);
  }

  /** In every room there is: who has moved and who has not both hear it. What is lost is asked for again. */
  async packet(data: Uint8Array<ArrayBuffer>, to?: readonly ParticipantId[]): Promise<void> {
    const lanes = this.moving ? this.#lanes.filter(stood) : this.#lanes;
    await Promise.all(lanes.map(({ sfu }) => sfu.packet(data, to).catch(() => undefined)));
  }

  async leave(): Promise<void> {
    this.#left = true;
    for (const timer of [this.#lingering, this.#settling, this.#seenTimer]) clearTimeout(timer);
    const lanes = this.#lanes;
    this.#lanes = [];
    for (const { sending } of lanes) sending.end();
    await Promise.all(lanes.map(({ sfu }) => sfu.leave({ goesOn: false })));
  }

  async #enterOnce(url: string, token: string): Promise<void> {
    const sfu = this.#open();
    try {
      await sfu.connect(url, token);
    } catch (error) {
      this.#drop(sfu);
      throw error;
    }
  }

  #open(): CallSfu {
    const sfu: CallSfu = this.#makeSfu({
      state: (state) => {
        const again = this.#laneOf(sfu)?.state === 'reconnecting';
        if (!this.#change(sfu, { state }) || state !== 'connected') return;
        if (this.#wanted) void this.#laneOf(sfu)?.sending.send(this.#wanted);
        this.#handlers.stands(again);
      },
      over: () => {
        const was = this.#laneOf(sfu);
        this.#drop(sfu);
        // One that never stood is for whoever asked for it.
        if (was && stood(was) && this.#lanes.length === 0) this.#handlers.lost();
      },
      media: (media) => {
        if (this.#change(sfu, { media })) this.#handlers.media();
      },
      present: (present) => {
        if (!this.#change(sfu, { present })) return;
        this.#handlers.present();
        this.#leaveWhenAllMoved();
      },
      quality: (quality) => {
        this.#change(sfu, { quality });
      },
      packet: (data) => {
        if (!this.#seen?.again(data)) this.#handlers.packet(data);
      },
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
    if (this.moving) {
      clearTimeout(this.#seenTimer);
      this.#seen ??= new SeenPackets();
    }
    sfu.seat(this.#seats);
    if (this.#sparing) sfu.spare(true);
    return sfu;
  }

  #laneOf(sfu: CallSfu): Lane | undefined {
    return this.#lanes.find((lane) => lane.sfu === sfu);
  }

  #laneWith(track: MediaStreamTrack): Lane | undefined {
    return this.#lanes.find(({ media }) => media.some((one) => one.track === track));
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
    this.#handlers.media();
    this.#handlers.present();
    if (this.moving) return;
    for (const timer of [this.#lingering, this.#settling, this.#seenTimer]) clearTimeout(timer);
    this.#settling = undefined;
    this.#seenTimer = setTimeout(() => (this.#seen = undefined), TWICE_MS);
  }

  /** Those before the newest that stands: one that is not entered yet may never be. */
  #leaveOlder(): void {
    clearTimeout(this.#lingering);
    clearTimeout(this.#settling);
    this.#settling = undefined;
    const newest = this.#lanes.findLastIndex(stood);
    for (const { sfu } of this.#lanes.slice(0, Math.max(0, newest))) this.#drop(sfu);
  }

  #leaveWhenAllMoved(): void {
    const [older, newer, ...more] = this.#lanes;
    if (!older || newer?.state !== 'connected' || more.length > 0) return;
    const moved = new Set(newer.present);
    // Who has no seat need not be waited for.
    if (older.present.every((id) => moved.has(id) || !this.#seats.has(id))) this.#whenSent(newer);
  }

  /** Everybody is there: what is left to wait for is that this page is heard there, too. */
  #whenSent(newer: Lane): void {
    void newer.sending.settled().then(() => {
      if (this.#settling !== undefined || !this.moving) return;
      this.#settling = setTimeout(() => this.#leaveOlder(), HEARD_MS);
    });
  }
}
