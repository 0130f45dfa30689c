/**
 * Far side of an SFU room: who is there, and which of their tracks are subscribed to. Every receiver has its
 * transform from the guard; here it is only decided as whose its frames are opened, by the vault's roster. What
 * is nobody's in it stays closed.
 */

import {
  type ElementInfo,
  ParticipantEvent,
  type RemoteParticipant,
  type RemoteTrack,
  RemoteVideoTrack,
  Track,
  VideoQuality,
} from 'livekit-client';
import { branded, type MemberIndex, type ParticipantId } from '../../crypto/brands.ts';
import { SLOTS, type SlotName } from '../../crypto/workers/frameProtocol.ts';
import type { FrameGuard } from './frameGuard.ts';
import { slotOf } from './publications.ts';

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

export interface SubscriptionHandlers {
  /** All tracks that are subscribed to, whenever they change. */
  media(tracks: readonly RemoteMedia[]): void;
  /** Identities of all others in the SFU room, admitted or not, whenever they change. */
  present(participants: readonly ParticipantId[]): void;
}

interface Subscribed {
  readonly id: string;
  readonly participantId: ParticipantId;
  readonly slot: SlotName;
  readonly receiver: RTCRtpReceiver;
  index: MemberIndex | undefined;
  transform: string;
}

type Foreseen = Pick<Subscribed, 'slot' | 'transform'> & { readonly index: MemberIndex };

export class Subscriptions {
  readonly #participants: () => readonly RemoteParticipant[];
  readonly #guard: Pick<FrameGuard, 'assign'>;
  readonly #handlers: SubscriptionHandlers;
  readonly #subscribed = new Map<RemoteTrack, Subscribed>();
  /** Whose tracks are listened for. */
  readonly #heard = new WeakSet<RemoteParticipant>();
  /** Receivers that are opened for somebody, whose track is not subscribed to yet. */
  readonly #foreseen = new WeakMap<RTCRtpReceiver, Foreseen>();
  #present: readonly string[] = [];
  #seats: ReadonlyMap<ParticipantId, MemberIndex> = new Map();
  /** Data is saved; undefined while it never was. */
  #sparing: boolean | undefined;

  /** `participants` are the others, as livekit-client's record of the room has them at the time. */
  constructor(
    participants: () => readonly RemoteParticipant[],
    guard: Pick<FrameGuard, 'assign'>,
    handlers: SubscriptionHandlers,
  ) {
    this.#participants = participants;
    this.#guard = guard;
    this.#handlers = handlers;
  }

  /** Whose frames are opened, and as whose: the roster of the vault. */
  seat(seats: ReadonlyMap<ParticipantId, MemberIndex>): void {
    this.#seats = seats;
    let changed = false;
    for (const subscribed of this.#subscribed.values()) changed = this.#assign(subscribed) || changed;
    if (changed) this.#tell();
  }

  /**
   * Opens what this receiver gets from its first frame on. livekit-client tells of the track later: when the
   * connection stands, and it has the time. `streamId` is the SFU's id of a participant, with that of the track or
   * without; where it names nobody who is seated, there is time enough to look.
   */
  announced(receiver: RTCRtpReceiver, streamId: string, trackId: string): void {
    const [sid, inStream] = streamId.split('|');
    const participant = this.#participants().find((one) => one.sid === sid);
    const tracks = participant?.trackPublications;
    const slot = slotOf((tracks?.get(inStream ?? '') ?? tracks?.get(trackId))?.source);
    const index = participant && this.#seats.get(branded<ParticipantId>(participant.identity));
    if (!slot || index === undefined) return;
    const transform = this.#guard.assign(receiver, { role: 'open', slot: SLOTS[slot], index });
    this.#foreseen.set(receiver, { slot, index, transform });
  }

  /** Takes the smallest pictures of others' cameras, or as usual again. */
  spare(on: boolean): void {
    if (on === (this.#sparing ?? false)) return;
    this.#sparing = on;
    for (const participant of this.#participants()) this.#spareReceiving(participant);
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

  /**
   * Has the SFU send this picture large enough for `size` (CSS pixels), though no element shows it, and also while
   * another tab is in front. Gives what ends that.
   */
  draw(track: MediaStreamTrack, size: { readonly width: number; readonly height: number }): () => void {
    const remote = [...this.#subscribed.keys()].find(({ mediaStreamTrack }) => mediaStreamTrack === track);
    if (!(remote instanceof RemoteVideoTrack)) return () => undefined;
    const info: ElementInfo = {
      element: {},
      width: () => size.width,
      height: () => size.height,
      visible: true,
      // All others are held back while the page is hidden.
      pictureInPicture: true,
      visibilityChangedAt: undefined,
      observe: () => undefined,
      stopObserving: () => undefined,
    };
    remote.observeElementInfo(info);
    return () => {
      remote.stopObservingElementInfo(info);
    };
  }

  /** `look`, once livekit-client is done with what it tells of: it does so before its own record is changed. */
  readonly lookSoon = (): void => queueMicrotask(() => this.look());

  /**
   * Takes who is there, and which tracks come, from livekit-client's record of the room and tells what changed.
   * Its events only say when to look. The room's own would not do: for two seconds after a full reconnect it
   * keeps them back, and never hands them out. Who connects anew together would not see each other again.
   */
  look(): void {
    const participants = this.#participants();
    const identities = participants.map(({ identity }) => identity);
    const come = participants.flatMap((participant) => this.#tracksOf(participant));
    const gone = [...this.#subscribed].filter(([remote]) => !come.some((track) => track.remote === remote));
    for (const [remote, { receiver }] of gone) {
      this.#subscribed.delete(remote);
      // It may carry another track by now.
      if (come.some((track) => track.receiver === receiver)) continue;
      this.#guard.assign(receiver, undefined);
      this.#foreseen.delete(receiver);
    }
    const added = come.filter(({ remote }) => !this.#subscribed.has(remote));
    for (const { remote, ...subscribed } of added) {
      this.#assign(subscribed, true);
      this.#subscribed.set(remote, subscribed);
    }
    if (!isSame(identities, this.#present)) {
      this.#present = identities;
      this.#handlers.present(identities.map((identity) => branded<ParticipantId>(identity)));
    }
    if (gone.length + added.length > 0) this.#tell();
  }

  /** The tracks of a participant that are subscribed to now; from here on others of theirs are heard of. */
  #tracksOf(participant: RemoteParticipant): (Subscribed & { readonly remote: RemoteTrack })[] {
    if (!this.#heard.has(participant)) {
      this.#heard.add(participant);
      participant.on(ParticipantEvent.TrackSubscribed, this.lookSoon);
      participant.on(ParticipantEvent.TrackUnsubscribed, this.lookSoon);
    }
    this.#spareReceiving(participant);
    const participantId = branded<ParticipantId>(participant.identity);
    return [...participant.trackPublications.values()].flatMap(({ track: remote, source, trackSid: id }) => {
      const slot = slotOf(source);
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
    subscribed.index = index;
    const { receiver, slot } = subscribed;
    const foreseen = this.#foreseen.get(receiver);
    this.#foreseen.delete(receiver);
    subscribed.transform =
      foreseen?.slot === slot && foreseen.index === index
        ? foreseen.transform
        : this.#guard.assign(
            receiver,
            index === undefined ? undefined : { role: 'open', slot: SLOTS[slot], index },
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
