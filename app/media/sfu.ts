/**
 * The only door to livekit-client. It carries own tracks and data packets to the SFU and hands up what comes
 * from it; nothing the SFU says about encryption, mute or names is passed on. Who is in the meeting is said
 * by the vault's roster: here it only decides which member's key a receiver is opened with.
 */

import {
  ConnectionQuality,
  ConnectionError,
  ConnectionState,
  DisconnectReason,
  LogLevel,
  ParticipantEvent,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  UnexpectedConnectionState,
  VideoPresets,
  VideoQuality,
  type LocalTrackPublication,
  type RemoteParticipant,
  type RemoteTrack,
  type TrackPublishOptions,
} from 'livekit-client';
import type { MemberIndex, ParticipantId } from '../../crypto/brands.ts';
import { branded } from '../../crypto/brands.ts';
import { SLOTS, type Slot, type SlotName, type ToFrame } from '../../crypto/workers/frameProtocol.ts';
import type { Quality } from '../phase.ts';
import { RTC_CONFIG } from './encodedTransform.ts';
import { FrameGuard } from './frameGuard.ts';
import { spareBits } from './sparing.ts';

// livekit-client's log names rooms and participants.
setLogLevel(LogLevel.silent);

const SOURCES: Readonly<Record<SlotName, Track.Source>> = {
  microphone: Track.Source.Microphone,
  camera: Track.Source.Camera,
  screen: Track.Source.ScreenShare,
  screenAudio: Track.Source.ScreenShareAudio,
};
const SLOT_NAMES = new Map(Object.entries(SOURCES).map(([name, source]) => [source, name as SlotName]));

/** VP8 and Opus are what clear bytes are known for; a second codec would be a sender of its own. */
const PUBLISHING: TrackPublishOptions = {
  videoCodec: 'vp8',
  backupCodec: false,
  simulcast: true,
  videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
  red: false,
  dtx: false,
  preConnectBuffer: false,
};

const QUALITIES: Readonly<Record<ConnectionQuality, Quality | undefined>> = {
  [ConnectionQuality.Excellent]: 'good',
  [ConnectionQuality.Good]: 'fair',
  [ConnectionQuality.Poor]: 'weak',
  [ConnectionQuality.Lost]: 'lost',
  [ConnectionQuality.Unknown]: undefined,
};

/** One track that the SFU sends us, of somebody who may or may not be in the roster. */
export interface RemoteMedia {
  /** Means nothing but itself; the same for as long as the track is subscribed to. */
  readonly id: string;
  readonly participantId: ParticipantId;
  /** As the SFU has it: a wrong one, and no frame opens. */
  readonly slot: SlotName;
  readonly track: MediaStreamTrack;
  /** Under which the frame worker counts; changes when the sender's place in the roster does. */
  readonly transform: string;
}

export type SfuState = 'connecting' | 'connected' | 'reconnecting';

export interface SfuHandlers {
  state(state: SfuState): void;
  /** The connection is over: `removed` or `roomDeleted` by the server's word, else `lost`. */
  over(how: 'removed' | 'roomDeleted' | 'lost'): void;
  /** All tracks that are subscribed to, whenever they change. */
  media(tracks: readonly RemoteMedia[]): void;
  /** Identities of all others in the SFU room, admitted or not, whenever they change. */
  present(participants: readonly ParticipantId[]): void;
  /** How good it says the line of each participant is, this one included; of some it says nothing. */
  quality(lines: ReadonlyMap<ParticipantId, Quality>): void;
  packet(payload: Uint8Array): void;
  /** An own track ended by itself: a device was taken away, the browser's "stop sharing" pressed. */
  trackEnded(slot: SlotName): void;
}

interface Subscribed {
  readonly id: string;
  readonly participantId: ParticipantId;
  readonly slot: SlotName;
  readonly receiver: RTCRtpReceiver;
  index: MemberIndex | undefined;
  transform: string;
}

const participantOf = (identity: string): ParticipantId => branded<ParticipantId>(identity);

/** How long a packet waits for a connection; what is older is asked for again by whoever misses it. */
const CONNECTION_MS = 15_000;
/** How long the last packets have to leave. */
const LAST_WORD_MS = 400;

export class Sfu {
  readonly #frames: Worker;
  readonly #handlers: SfuHandlers;
  readonly #guard: FrameGuard;
  readonly #room: Room;
  readonly #subscribed = new Map<RemoteTrack, Subscribed>();
  /** Whose tracks are listened for. */
  readonly #heard = new WeakSet<RemoteParticipant>();
  #present: readonly string[] = [];
  readonly #published = new Map<SlotName, LocalTrackPublication>();
  /** Per slot, the last thing asked for: the next waits for it. */
  readonly #turns = new Map<SlotName, Promise<void>>();
  #seats: ReadonlyMap<ParticipantId, MemberIndex> = new Map();
  /** What waits for a connection. */
  readonly #waiters = new Set<() => void>();
  #left = false;
  /** Data is saved; undefined while it never was. */
  #sparing: boolean | undefined;

  /** `frames` is the frame worker. */
  constructor(frames: Worker, handlers: SfuHandlers) {
    this.#frames = frames;
    this.#handlers = handlers;
    this.#guard = new FrameGuard(frames, (payload) => handlers.packet(payload), this.#lookSoon);
    this.#room = new Room({
      adaptiveStream: true,
      dynacast: true,
      singlePeerConnection: true,
      stopLocalTrackOnUnpublish: false,
      publishDefaults: PUBLISHING,
      encryption: { e2eeManager: this.#guard },
    });
    this.#listen();
  }

  /** Warms up DNS and TLS of the SFU, while people still wait at the door. */
  async prepare(url: string): Promise<void> {
    await this.#room.prepareConnection(url);
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
      for (const slot of Object.keys(SOURCES) as SlotName[]) this.#switch(slot, false);
      // What was published last is in a buffer still, and would go with the connection.
      await new Promise((done) => setTimeout(done, LAST_WORD_MS));
    }
    await this.#room.disconnect(false);
  }

  /** Whose frames are opened, and as whose: the roster of the vault. */
  seat(seats: ReadonlyMap<ParticipantId, MemberIndex>): void {
    this.#seats = seats;
    let changed = false;
    for (const subscribed of this.#subscribed.values()) changed = this.#assign(subscribed) || changed;
    if (changed) this.#tell();
  }

  /**
   * Sends this track in a slot, in place of the one before. The user's switch: only from here on are frames
   * of the slot sealed.
   */
  send(slot: SlotName, track: MediaStreamTrack): Promise<void> {
    this.#switch(slot, true);
    this.#guard.expect(track, SLOTS[slot]);
    track.addEventListener('ended', () => this.#handlers.trackEnded(slot), { once: true });
    return this.#inTurn(slot, async () => {
      const before = this.#published.get(slot)?.track;
      if (before) {
        if (before.mediaStreamTrack !== track) await before.replaceTrack(track, true);
        // livekit-client mutes a track by itself when its device is taken away.
        if (before.isMuted) await before.unmute();
        return;
      }
      const publication = await this.#room.localParticipant.publishTrack(track, {
        ...PUBLISHING,
        source: SOURCES[slot],
      });
      this.#published.set(slot, publication);
      if (slot === 'camera') await this.#spareSending();
    });
  }

  /**
   * Sends nothing more in this slot. At once, whatever livekit-client and the SFU are doing. Microphone and
   * camera stay published, to be quick when they come back, and the SFU is told nothing: it would fill the
   * pause with frames of its own.
   */
  hold(slot: SlotName): Promise<void> {
    this.#switch(slot, false);
    return this.#inTurn(slot, async () => {
      const track = this.#published.get(slot)?.track;
      if (!track || slot === 'microphone' || slot === 'camera') return;
      this.#published.delete(slot);
      await this.#room.localParticipant.unpublishTrack(track, false);
    });
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
      await this.#room.localParticipant.unpublishTrack(track, false);
    });
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
      if (error instanceof ConnectionError || error instanceof UnexpectedConnectionState) this.#mute();
      throw error;
    }
  }

  /** Takes the smallest pictures of others' cameras, and sends fewer bits of the own one; or as usual again. */
  spare(on: boolean): void {
    if (on === (this.#sparing ?? false)) return;
    this.#sparing = on;
    void this.#inTurn('camera', this.#spareSending);
    for (const participant of this.#room.remoteParticipants.values()) this.#spareReceiving(participant);
  }

  /**
   * Tells the SFU how large this picture is shown, by the element that shows it; gives what ends the telling.
   * A picture that no element watches is not sent at all (adaptive stream).
   */
  watch(track: MediaStreamTrack): (video: HTMLVideoElement) => () => void {
    return (video) => {
      const remote = [...this.#subscribed.keys()].find(({ mediaStreamTrack }) => mediaStreamTrack === track);
      if (!remote) return () => undefined;
      remote.attach(video);
      return () => {
        remote.detach(video);
      };
    };
  }

  // ── own side ──────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * No packet leaves, though the connection stands. livekit-client remembers that one failed for want of a data
   * channel, and fails all later ones as well: only another connection mends it.
   */
  #mute(): void {
    if (this.#left || this.#room.state !== ConnectionState.Connected) return;
    this.#left = true;
    void this.#room.disconnect(false);
    this.#handlers.over('lost');
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

  // ── far side ──────────────────────────────────────────────────────────────────────────────────────────────

  #listen(): void {
    this.#room
      .on(RoomEvent.ConnectionStateChanged, (state) => {
        this.#look();
        if (state === ConnectionState.Connecting) this.#handlers.state('connecting');
        else if (state === ConnectionState.Connected) this.#stands();
        else if (state !== ConnectionState.Disconnected) this.#handlers.state('reconnecting');
      })
      .on(RoomEvent.Disconnected, (reason) => {
        this.#published.clear();
        if (!this.#left) this.#handlers.over(howOver(reason));
      })
      .on(RoomEvent.ConnectionQualityChanged, () => {
        this.#handlers.quality(this.#quality());
      })
      .on(RoomEvent.LocalTrackPublished, (publication) => {
        // Published anew after a full reconnect.
        const slot = SLOT_NAMES.get(publication.source);
        if (slot) this.#published.set(slot, publication);
        if (slot === 'camera') void this.#inTurn(slot, this.#spareSending);
      })
      .on(RoomEvent.LocalTrackUnpublished, (publication) => {
        const slot = SLOT_NAMES.get(publication.source);
        if (slot && this.#published.get(slot) === publication) this.#published.delete(slot);
      });
  }

  #quality(): ReadonlyMap<ParticipantId, Quality> {
    const everybody = [this.#room.localParticipant, ...this.#room.remoteParticipants.values()];
    return new Map(
      everybody.flatMap(({ identity, connectionQuality }) => {
        const quality = QUALITIES[connectionQuality];
        return quality === undefined ? [] : [[participantOf(identity), quality] as const];
      }),
    );
  }

  /** Once livekit-client is done with what it tells of: it does so before its own record is changed. */
  readonly #lookSoon = (): void => queueMicrotask(() => this.#look());

  /**
   * Takes who is there, and which tracks come, from livekit-client's record of the room and tells what changed.
   * Its events only say when to look. The room's own would not do: for two seconds after a full reconnect it
   * keeps them back, and never hands them out. Who connects anew together would not see each other again.
   */
  #look(): void {
    const participants = [...this.#room.remoteParticipants.values()];
    const identities = participants.map(({ identity }) => identity);
    const come = participants.flatMap((participant) => this.#tracksOf(participant));
    const gone = [...this.#subscribed].filter(([remote]) => !come.some((track) => track.remote === remote));
    for (const [remote, { receiver }] of gone) {
      this.#subscribed.delete(remote);
      // It may carry another track by now.
      if (!come.some((track) => track.receiver === receiver)) this.#guard.assign(receiver, undefined);
    }
    const added = come.filter(({ remote }) => !this.#subscribed.has(remote));
    for (const { remote, ...subscribed } of added) {
      this.#assign(subscribed, true);
      this.#subscribed.set(remote, subscribed);
    }
    if (!isSame(identities, this.#present)) {
      this.#present = identities;
      this.#handlers.present(identities.map(participantOf));
    }
    if (gone.length + added.length > 0) this.#tell();
  }

  /** The tracks of a participant that are subscribed to now; from here on others of theirs are heard of. */
  #tracksOf(participant: RemoteParticipant): (Subscribed & { readonly remote: RemoteTrack })[] {
    if (!this.#heard.has(participant)) {
      this.#heard.add(participant);
      participant.on(ParticipantEvent.TrackSubscribed, this.#lookSoon);
      participant.on(ParticipantEvent.TrackUnsubscribed, this.#lookSoon);
    }
    this.#spareReceiving(participant);
    const participantId = participantOf(participant.identity);
    return [...participant.trackPublications.values()].flatMap(({ track: remote, source, trackSid: id }) => {
      const slot = SLOT_NAMES.get(source);
      const receiver = remote?.receiver;
      if (!remote || !slot || !receiver) return [];
      return [{ id, participantId, slot, remote, receiver, index: undefined, transform: '' }];
    });
  }

  /** A shared screen stays as it is: it is there to be read. */
  #spareReceiving(participant: RemoteParticipant): void {
    if (this.#sparing === undefined) return;
    const quality = this.#sparing ? VideoQuality.LOW : VideoQuality.HIGH;
    participant.getTrackPublication(Track.Source.Camera)?.setVideoQuality(quality);
  }

  /** Has a receiver opened as the roster says; whether that changed. */
  #assign(subscribed: Subscribed, anyway = false): boolean {
    const index = this.#seats.get(subscribed.participantId);
    if (index === subscribed.index && !anyway) return false;
    const slot: Slot = SLOTS[subscribed.slot];
    subscribed.index = index;
    subscribed.transform = this.#guard.assign(
      subscribed.receiver,
      index === undefined ? undefined : { role: 'open', slot, index },
    );
    return true;
  }

  #tell(): void {
    this.#handlers.media(
      Array.from(this.#subscribed, ([remote, { id, participantId, slot, transform }]) => ({
        id,
        participantId,
        slot,
        track: remote.mediaStreamTrack,
        transform,
      })),
    );
  }
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, at) => text === other[at]);

function howOver(reason: DisconnectReason | undefined): 'removed' | 'roomDeleted' | 'lost' {
  if (reason === DisconnectReason.PARTICIPANT_REMOVED) return 'removed';
  return reason === DisconnectReason.ROOM_DELETED ? 'roomDeleted' : 'lost';
}
