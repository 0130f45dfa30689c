/**
 * Our `e2eeManager` for livekit-client: sees to it that every sender and receiver of its peer connections has
 * a transform before it can carry a frame, and takes the server's word about own tracks out of its hands.
 * livekit-client has no part in encryption beyond that.
 */

import { EngineEvent, type BaseE2EEManager } from 'livekit-client';
import type { Slot, ToFrame, TransformRole } from '../../crypto/workers/frameProtocol.ts';
import { attachTransform, type End } from './encodedTransform.ts';
import { withoutTelltales } from './telltales.ts';

type Engine = Parameters<BaseE2EEManager['setupEngine']>[0];
type Transport = NonNullable<Engine['pcManager']>['publisher'];

/** One frame worker may serve two guards at once, while a meeting moves to another SFU room: no id twice. */
let made = 0;

/** What a receiver's frames are opened as; an `idle` one drops them. */
export type Opening = Omit<TransformRole & { role: 'open' }, 'id'>;

export interface GuardHandlers {
  /** A data packet that is a `user` packet; all others are dropped. */
  packet(payload: Uint8Array): void;
  /** After every word of the SFU about other participants, also while livekit-client holds its own events back. */
  others(): void;
  /** This receiver is to carry this track of this stream, as the SFU calls them: known before a frame comes. */
  announced(receiver: RTCRtpReceiver, streamId: string, trackId: string): void;
}

export class FrameGuard implements BaseE2EEManager {
  /** What livekit-client asks for: with `true` it makes no sender for codecs we did not choose. */
  readonly isEnabled = true;

  readonly #worker: Worker;
  readonly #handlers: GuardHandlers;
  readonly #slots = new WeakMap<MediaStreamTrack, Slot>();
  /** Id of the transform of a receiver. */
  readonly #receivers = new WeakMap<End, string>();

  constructor(worker: Worker, handlers: GuardHandlers) {
    this.#worker = worker;
    this.#handlers = handlers;
  }

  // Data packets are sealed by the vault: livekit-client must not do it again, whatever it sets here.
  get isDataChannelEncryptionEnabled(): boolean {
    return false;
  }
  set isDataChannelEncryptionEnabled(_wanted: boolean) {
    // stays false
  }

  /** Only a track that was expected for a slot gets a sender, sealed for that slot. */
  expect(track: MediaStreamTrack, slot: Slot): void {
    this.#slots.set(track, slot);
  }

  /**
   * Opens what this receiver gets as `opening`, or drops it without. Gives the id under which frames are
   * counted from now on, from zero.
   */
  assign(receiver: End, opening: Opening | undefined): string {
    const id = this.#guardReceiver(receiver);
    const next = this.#nextId();
    this.#receivers.set(receiver, next);
    const message: ToFrame = {
      type: 'retarget',
      id,
      to: opening ? { ...opening, id: next } : { role: 'idle', id: next },
    };
    this.#worker.postMessage(message);
    return next;
  }

  setup(): void {
    // everything hangs on the engine
  }

  setupEngine(engine: Engine): void {
    // A hostile SFU unmutes own tracks with the one, and unpublishes or has them published anew with the other.
    engine.removeAllListeners(EngineEvent.RemoteMute);
    engine.removeAllListeners(EngineEvent.LocalTrackUnpublished);
    // livekit-client has chat, streams, calls and more behind its data packets: all in clear, none of it ours.
    engine.removeAllListeners(EngineEvent.DataPacketReceived);
    engine.removeAllListeners(EngineEvent.DataTrackPacketReceived);
    engine.on(EngineEvent.DataPacketReceived, ({ value }) => {
      if (value.case === 'user') this.#handlers.packet(value.value.payload);
    });
    // The room listens since it made the engine: it knows of them when this is called.
    engine.on(EngineEvent.ParticipantUpdate, () => this.#handlers.others());
    engine.on(EngineEvent.TransportsCreated, (publisher, subscriber) => {
      this.#guardTransport(publisher);
      if (subscriber) this.#guardTransport(subscriber);
    });
    engine.on(EngineEvent.MediaTrackAdded, (track, stream, receiver) => {
      this.#guardReceiver(receiver);
      this.#handlers.announced(receiver, stream.id, track.id);
    });
  }

  /** From here on this transport makes no sender without a seal, in the same turn it makes it. */
  #guardTransport(transport: Transport): void {
    const addTransceiver = transport.addTransceiver.bind(transport);
    transport.addTransceiver = (track, init) => {
      const slot = this.#slots.get(track);
      if (slot === undefined) throw new Error('a track that nobody meant to send');
      const transceiver = addTransceiver(track, init);
      try {
        attachTransform(this.#worker, transceiver.sender, { role: 'seal', id: this.#nextId(), slot });
      } catch (error) {
        // The next offer would have it sending, in clear where the browser has no more than this to stop it.
        transceiver.stop();
        throw error;
      }
      return transceiver;
    };
    transport.addTrack = () => {
      throw new Error('tracks are sent by addTransceiver');
    };
    const addTransceiverOfKind = transport.addTransceiverOfKind.bind(transport);
    transport.addTransceiverOfKind = (kind, init) => {
      const transceiver = addTransceiverOfKind(kind, { ...init, direction: 'recvonly' });
      this.#guardReceiver(transceiver.receiver);
      return transceiver;
    };
    const setRemoteDescription = transport.setRemoteDescription.bind(transport);
    transport.setRemoteDescription = (description, offerId) =>
      setRemoteDescription({ ...description, sdp: withoutTelltales(description.sdp ?? '') }, offerId);
  }

  /** The id of this receiver's transform, attached now if it was not; it gives nothing out until assigned. */
  #guardReceiver(receiver: End): string {
    let id = this.#receivers.get(receiver);
    if (id === undefined) {
      id = this.#nextId();
      attachTransform(this.#worker, receiver, { role: 'unassigned', id });
      this.#receivers.set(receiver, id);
    }
    return id;
  }

  #nextId(): string {
    return String(made++);
  }

  // What else livekit-client calls: it is told nothing, and nothing the server says is listened to.

  setParticipantCryptorEnabled(): void {
    // whether frames are sealed is not the server's to say
  }

  setSifTrailer(): void {
    // frames that a server injects are dropped like all that do not open
  }

  encryptData(): Promise<never> {
    return Promise.reject(new Error('the vault seals'));
  }

  handleEncryptedData(): Promise<never> {
    return Promise.reject(new Error('the vault opens'));
  }

  on(): this {
    return this;
  }
}
