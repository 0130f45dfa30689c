/**
 * One room of the SFU, and the connection to it. Data packets go and come here; own tracks are in
 * `publications.ts`, the others' in `subscriptions.ts`. Nothing the SFU says about encryption, mute or names is
 * passed on: who is in the meeting is said by the vault's roster.
 */

import {
  ConnectionError,
  ConnectionQuality,
  ConnectionState,
  LogLevel,
  Room,
  RoomEvent,
  setLogLevel,
  UnexpectedConnectionState,
} from 'livekit-client';
import { branded, type MemberIndex, type ParticipantId } from '../../crypto/brands.ts';
import type { SlotName } from '../../crypto/workers/frameProtocol.ts';
import type { Quality } from '../phase.ts';
import { hasEncodedStreams, RTC_CONFIG } from './encodedTransform.ts';
import { FrameGuard } from './frameGuard.ts';
import { Publications, PUBLISHING } from './publications.ts';
import { type SubscriptionHandlers, Subscriptions } from './subscriptions.ts';

// livekit-client's log names rooms and participants.
setLogLevel(LogLevel.silent);

const QUALITIES: Readonly<Record<ConnectionQuality, Quality | undefined>> = {
  [ConnectionQuality.Excellent]: 'good',
  [ConnectionQuality.Good]: 'fair',
  [ConnectionQuality.Poor]: 'weak',
  [ConnectionQuality.Lost]: 'lost',
  [ConnectionQuality.Unknown]: undefined,
};

export type SfuState = 'connecting' | 'connected' | 'reconnecting';

export interface SfuHandlers extends SubscriptionHandlers {
  state(state: SfuState): void;
  /** The connection is over, by whosever doing but one's own. */
  over(): void;
  /** How good it says the line of each participant is, this one included; of some it says nothing. */
  quality(lines: ReadonlyMap<ParticipantId, Quality>): void;
  packet(payload: Uint8Array): void;
}

type Engine = Room['engine'];

/**
 * Makes the peer connection and an offer, as livekit-client does between token and call: there it takes longer than
 * the SFU's answer does, most of it for code that runs for the first time. It has no way to ask for that ahead; what
 * is missing when it is to call, it makes then. Firefox is not among those where it makes an offer before it calls.
 */
async function makeConnection(engine: Engine): Promise<void> {
  if (!hasEncodedStreams() || publisherOf(engine)) return;
  const [configure, layOut] = ['configure', 'applyInitialPublisherLayout'].map((name): unknown =>
    Reflect.get(engine, name),
  );
  if (typeof configure !== 'function' || typeof layOut !== 'function') return;
  engine.rtcConfig = RTC_CONFIG;
  // In one turn: a call that came in between would take the one for the other.
  const configured: unknown = configure.call(engine);
  layOut.call(engine);
  await configured;
  await publisherOf(engine)?.createInitialOffer();
}

const publisherOf = ({ pcManager }: Engine) => pcManager?.publisher;

/** How long a packet waits for a connection; what is older is asked for again by whoever misses it. */
const CONNECTION_MS = 15_000;
/** How long the last packets have to leave. */
const LAST_WORD_MS = 400;

const NOBODY: SfuHandlers = {
  state: () => undefined,
  over: () => undefined,
  quality: () => undefined,
  packet: () => undefined,
  media: () => undefined,
  present: () => undefined,
};

export class Sfu {
  #handlers: SfuHandlers;
  readonly #room: Room;
  readonly #own: Publications;
  readonly #others: Subscriptions;
  /** What waits for a connection. */
  readonly #waiters = new Set<() => void>();
  #left = false;

  /** `frames` is the frame worker. Who is told what happens may be said later, before `connect`. */
  constructor(frames: Worker, handlers = NOBODY) {
    this.#handlers = handlers;
    const guard = new FrameGuard(frames, {
      packet: (payload) => this.#handlers.packet(payload),
      others: () => this.#others.lookSoon(),
      announced: (...receiver) => this.#others.announced(...receiver),
    });
    // The one room that is made, and never without its guard: no sender, no receiver has no transform.
    this.#room = new Room({
      adaptiveStream: true,
      dynacast: true,
      singlePeerConnection: true,
      stopLocalTrackOnUnpublish: false,
      publishDefaults: PUBLISHING,
      encryption: { e2eeManager: guard },
    });
    this.#own = new Publications(this.#room.localParticipant, guard, frames);
    this.#others = new Subscriptions(() => [...this.#room.remoteParticipants.values()], guard, {
      media: (tracks) => this.#handlers.media(tracks),
      present: (participants) => this.#handlers.present(participants),
    });
    this.#listen();
  }

  /** Who is told what happens, from now on. */
  reportTo(handlers: SfuHandlers): this {
    this.#handlers = handlers;
    return this;
  }

  /**
   * Does what can be done before there is a token: an empty request has name and certificate of the SFU's host looked
   * up, and the peer connection is made. It names nobody and no room. What does not work is done by `connect`.
   */
  async prepare(url: string): Promise<void> {
    await this.#room.setE2EEEnabled(true);
    if (this.#left) return;
    await Promise.all([this.#room.prepareConnection(url), makeConnection(this.#room.engine)]);
  }

  /** Gives up what was prepared and is not wanted. */
  async forget(): Promise<void> {
    this.#left = true;
    await this.#room.engine.cleanupPeerConnections();
  }

  /** Joins the SFU room; rejects when that fails. */
  async connect(url: string, token: string): Promise<void> {
    // Makes livekit-client mark its tracks as encrypted, and refuse senders for further codecs.
    await this.#room.setE2EEEnabled(true);
    await this.#room.connect(url, token, { rtcConfig: RTC_CONFIG });
  }

  /** `goesOn`: another `Sfu` of the same frame worker sends in the same slots, so they stay switched on. */
  async leave({ goesOn }: { readonly goesOn: boolean } = { goesOn: false }): Promise<void> {
    this.#left = true;
    if (!goesOn) {
      this.#own.silence();
      // What was published last is in a buffer still, and would go with the connection.
      await new Promise((done) => setTimeout(done, LAST_WORD_MS));
    }
    await this.#room.disconnect(false);
  }

  /** Whose frames are opened, and as whose: the roster of the vault. */
  seat(seats: ReadonlyMap<ParticipantId, MemberIndex>): void {
    this.#others.seat(seats);
  }

  /** Sends this track in a slot, in place of the one before: the user's switch. Rejects when that fails. */
  send(slot: SlotName, track: MediaStreamTrack): Promise<void> {
    return this.#own.send(slot, track);
  }

  /** Sends nothing more in this slot, from this moment on. */
  hold(slot: SlotName): Promise<void> {
    return this.#own.hold(slot);
  }

  /** Sends nothing more in this slot, which the rules forbid now. */
  withdraw(slot: SlotName): Promise<void> {
    return this.#own.withdraw(slot);
  }

  /** Tells the SFU how large this picture is shown, by the element that shows it; gives what ends the telling. */
  watch(track: MediaStreamTrack): (video: HTMLVideoElement) => () => void {
    return this.#others.watch(track);
  }

  /** Has the SFU send this picture for who draws it unseen, at this size (CSS pixels); gives what ends that. */
  draw(track: MediaStreamTrack, size: { readonly width: number; readonly height: number }): () => void {
    return this.#others.draw(track, size);
  }

  /** Takes the smallest pictures of others' cameras, and sends fewer bits of the own one; or as usual again. */
  spare(on: boolean): void {
    this.#own.spare(on);
    this.#others.spare(on);
  }

  /**
   * A data packet, to these or to everyone; at most 60 000 bytes. What is sent while there is no connection waits
   * for it; rejects when that takes too long.
   */
  async packet(payload: Uint8Array<ArrayBuffer>, to?: readonly ParticipantId[]): Promise<void> {
    if (this.#room.state !== ConnectionState.Connected) await this.#connected();
    try {
      await this.#room.localParticipant.publishData(payload, {
        reliable: true,
        ...(to && { destinationIdentities: [...to] }),
      });
    } catch (error) {
      if (error instanceof ConnectionError || error instanceof UnexpectedConnectionState) this.#giveUp();
      throw error;
    }
  }

  /**
   * No packet leaves, though the connection stands. livekit-client remembers that one failed for want of a data
   * channel, and fails all later ones as well: only another connection mends it.
   */
  #giveUp(): void {
    if (this.#left || this.#room.state !== ConnectionState.Connected) return;
    this.#left = true;
    void this.#room.disconnect(false);
    this.#handlers.over();
  }

  #stands(): void {
    for (const waiter of this.#waiters) waiter();
    this.#waiters.clear();
    this.#handlers.state('connected');
  }

  #connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter = (): void => {
        clearTimeout(patience);
        resolve();
      };
      const patience = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error('no connection'));
      }, CONNECTION_MS);
      this.#waiters.add(waiter);
    });
  }

  #listen(): void {
    this.#room
      .on(RoomEvent.ConnectionStateChanged, (state) => {
        this.#others.look();
        if (state === ConnectionState.Connecting) this.#handlers.state('connecting');
        else if (state === ConnectionState.Connected) this.#stands();
        else if (state !== ConnectionState.Disconnected) this.#handlers.state('reconnecting');
      })
      .on(RoomEvent.Disconnected, () => {
        this.#own.forget();
        if (!this.#left) this.#handlers.over();
      })
      .on(RoomEvent.ConnectionQualityChanged, () => this.#handlers.quality(this.#quality()))
      .on(RoomEvent.LocalTrackPublished, (publication) => this.#own.published(publication))
      .on(RoomEvent.LocalTrackUnpublished, (publication) => this.#own.unpublished(publication));
  }

  #quality(): ReadonlyMap<ParticipantId, Quality> {
    const everybody = [this.#room.localParticipant, ...this.#room.remoteParticipants.values()];
    return new Map(
      everybody.flatMap(({ identity, connectionQuality }) => {
        const quality = QUALITIES[connectionQuality];
        return quality === undefined ? [] : [[branded<ParticipantId>(identity), quality] as const];
      }),
    );
  }
}
