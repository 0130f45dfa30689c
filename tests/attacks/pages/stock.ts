/**
 * A page of the attacker's own: a stock livekit-client with whatever token it is given. It writes down all that
 * reaches it, every frame as the SFU hands it over and before anything is decoded, and can send recorded frames
 * on in place of its own.
 */

import {
  Room,
  RoomEvent,
  Track,
  TrackEvent,
  createLocalAudioTrack,
  createLocalVideoTrack,
} from 'livekit-client';
import type { Participant, RemoteTrack } from 'livekit-client';
import { tapFrames, type RecordedFrame } from './frameTap.ts';

export interface Witness {
  readonly participants: readonly {
    readonly sid: string;
    readonly identity: string;
    readonly name: string;
    readonly metadata: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly tracks: readonly { readonly sid: string; readonly name: string; readonly source: string }[];
  }[];
  readonly roomName: string;
  readonly roomMetadata: string;
  /** Data packets in base64, with their sender's identity and topic. */
  readonly packets: readonly { readonly from: string; readonly topic: string; readonly data: string }[];
  readonly framesRecorded: number;
  readonly connection: string;
}

export interface Decoded {
  readonly track: string;
  readonly kind: string;
  readonly framesReceived: number;
  readonly framesDecoded: number;
  readonly bytesReceived: number;
}

export interface Stock {
  join(url: string, token: string): Promise<void>;
  leave(): Promise<void>;
  /** Publishes camera and microphone in clear. */
  publishClear(): Promise<void>;
  /** A data packet with these bytes, to these identities or to everyone. */
  publishData(base64: string, to?: readonly string[]): Promise<void>;
  witness(): Witness;
  /** What the decoders of this page made of the frames. */
  decoded(): Promise<readonly Decoded[]>;
  /** Recorded frames from number `from` on, at most `count`. */
  frames(from: number, count: number): readonly RecordedFrame[];
  /** From now on every frame of this kind that this page sends carries the bytes of these recorded frames, in turn. */
  replay(kind: 'audio' | 'video', numbers: readonly number[]): void;
  /** From now on every frame of this kind that this page sends has these bytes. */
  sendInstead(kind: 'audio' | 'video', base64: readonly string[]): void;
  /** From now on so many frames with these bytes, in turn, follow each sound frame that this page sends. */
  flood(base64: readonly string[], copies: number): void;
}

declare global {
  interface Window {
    stock: Stock;
    /** Put in place by a test that wants packets as they come. */
    gotPacket?: (base64: string) => Promise<void>;
  }
}

const tap = tapFrames();
const packets: { from: string; topic: string; data: string }[] = [];
let room: Room | undefined;
let connected: Promise<void> | undefined;

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const unbase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function describe(participant: Participant): Witness['participants'][number] {
  return {
    sid: participant.sid,
    identity: participant.identity,
    name: participant.name ?? '',
    metadata: participant.metadata ?? '',
    attributes: participant.attributes,
    tracks: [...participant.trackPublications.values()].map(({ trackSid, trackName, source }) => ({
      sid: trackSid,
      name: trackName,
      source,
    })),
  };
}

function show(track: RemoteTrack): void {
  const element = track.attach();
  element.id = track.sid ?? '';
  if (track.kind === Track.Kind.Video) element.muted = true;
  document.body.append(element);
  track.on(TrackEvent.Ended, () => element.remove());
}

/** What this page reads of the browser's counters for an incoming track. */
interface InboundStats {
  readonly type: string;
  readonly kind: string;
  readonly framesReceived?: number;
  readonly framesDecoded?: number;
  readonly bytesReceived?: number;
}

function statsOf(report: RTCStatsReport | undefined): InboundStats[] {
  const entries: InboundStats[] = [];
  report?.forEach((entry: InboundStats) => entries.push(entry));
  return entries;
}

const inRoom = (): Room => {
  if (!room) throw new Error('not in a room');
  return room;
};

window.stock = {
  async join(url, token) {
    room = new Room({ adaptiveStream: false, dynacast: false });
    room.on(RoomEvent.TrackSubscribed, show);
    room.on(RoomEvent.DataReceived, (data, from, _kind, topic) => {
      packets.push({ from: from?.identity ?? '', topic: topic ?? '', data: base64(data) });
      void window.gotPacket?.(base64(data));
    });
    connected = room.connect(url, token);
    await connected;
  },
  async leave() {
    await inRoom().disconnect();
  },
  async publishClear() {
    const tracks = [await createLocalAudioTrack(), await createLocalVideoTrack()];
    for (const track of tracks) {
      await inRoom().localParticipant.publishTrack(track.mediaStreamTrack, {
        source: track.kind === Track.Kind.Audio ? Track.Source.Microphone : Track.Source.Camera,
        simulcast: false,
        videoCodec: 'vp8',
        red: false,
      });
    }
  },
  async publishData(data, to) {
    // One packet too early, and livekit-client fails all later ones.
    await connected;
    const destinationIdentities = to ? [...to] : undefined;
    await inRoom().localParticipant.publishData(unbase64(data), {
      reliable: true,
      ...(destinationIdentities && { destinationIdentities }),
    });
  },
  witness() {
    const participants = room ? [room.localParticipant, ...room.remoteParticipants.values()] : [];
    return {
      participants: participants.map(describe),
      roomName: room?.name ?? '',
      roomMetadata: room?.metadata ?? '',
      packets,
      framesRecorded: tap.frames.length,
      connection: room?.state ?? 'none',
    };
  },
  async decoded() {
    const all: Decoded[] = [];
    for (const { trackPublications } of room?.remoteParticipants.values() ?? []) {
      for (const { track } of trackPublications.values()) {
        const report = await track?.getRTCStatsReport();
        for (const entry of statsOf(report)) {
          if (entry.type !== 'inbound-rtp') continue;
          all.push({
            track: track?.sid ?? '',
            kind: entry.kind,
            framesReceived: entry.framesReceived ?? 0,
            framesDecoded: entry.framesDecoded ?? 0,
            bytesReceived: entry.bytesReceived ?? 0,
          });
        }
      }
    }
    return all;
  },
  frames: (from, count) =>
    tap.frames.slice(from, from + count).map((frame) => ({ ...frame, data: base64(frame.data) })),
  replay(kind, numbers) {
    tap.replace(
      kind,
      numbers.flatMap((number) => tap.frames[number]?.data ?? []),
    );
  },
  sendInstead(kind, texts) {
    tap.replace(kind, texts.map(unbase64));
  },
  flood(texts, copies) {
    tap.flood(texts.map(unbase64), copies);
  },
};
