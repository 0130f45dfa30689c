/** The only door to livekit-server-sdk: names of SFU rooms, join tokens, the SFU's API and its webhooks (§8). */

import { createHmac } from 'node:crypto';
import {
  AccessToken,
  RoomServiceClient,
  ServerError,
  TrackSource,
  WebhookReceiver,
  type ParticipantInfo,
} from 'livekit-server-sdk';
import type { ParticipantId, RoomId } from '../crypto/claim.ts';
import { LIST_LENGTH, SOURCE_BITS } from './wire.ts';

/** Seconds that a join token is good for. */
export const TOKEN_SECONDS = 60;
/** Seconds until the SFU closes a room that nobody entered, or that everybody left. */
const EMPTY_SECONDS = 60;
/** An SFU that does not answer by then is taken for dead. */
const API_SECONDS = 5;
/** Places in an SFU room beyond those of the members: for strangers on their way out, and sessions that overlap. */
const SPARE_PLACES = 50;

const SOURCES: readonly (readonly [bit: number, source: TrackSource])[] = [
  [SOURCE_BITS.microphone, TrackSource.MICROPHONE],
  [SOURCE_BITS.camera, TrackSource.CAMERA],
  [SOURCE_BITS.screen, TrackSource.SCREEN_SHARE],
  [SOURCE_BITS.screenAudio, TrackSource.SCREEN_SHARE_AUDIO],
];

/** What somebody may publish: a sum of `SOURCE_BITS`. */
export type Sources = number;

/** Somebody in an SFU room. */
export interface Present {
  readonly participant: string;
  /** What it may publish there; undefined if that is anything at all. */
  readonly sources: Sources | undefined;
}

/** Name of a room at the SFU: 43 characters that say nothing about the room. */
export type SfuRoom = string & { readonly sfuRoom: unique symbol };

/** Where an SFU's API is, and what proves us to it. */
export interface SfuAccess {
  /** `http://…` or `https://…`, as the relay reaches it. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** What the relay hears from a webhook; `other` for all that it does nothing about. */
export type SfuNews =
  | { readonly type: 'joined'; readonly sfuRoom: SfuRoom; readonly who: Present }
  | { readonly type: 'finished'; readonly sfuRoom: SfuRoom }
  | { readonly type: 'other' };

/** HMAC-SHA256(API secret, roomId ‖ move number u16) as base64url: every relay of this SFU finds the same. */
export function sfuRoomOf(apiSecret: string, roomId: RoomId, move: number): SfuRoom {
  const number = Buffer.alloc(2);
  number.writeUInt16BE(move);
  return createHmac('sha256', apiSecret).update(roomId).update(number).digest('base64url') as SfuRoom;
}

/** What the SFU lets publish. To it an empty list means "anything": who may nothing must not publish at all. */
function permission(sources: Sources) {
  const canPublishSources = SOURCES.filter(([bit]) => (sources & bit) !== 0).map(([, source]) => source);
  return {
    canSubscribe: true,
    canPublish: canPublishSources.length > 0,
    canPublishSources,
    canPublishData: true,
  };
}

function presentOf({ identity, permission }: ParticipantInfo): Present {
  if (!permission?.canPublish) return { participant: identity, sources: 0 };
  const allowed = permission.canPublishSources;
  if (allowed.length === 0) return { participant: identity, sources: undefined };
  const bits = SOURCES.filter(([, source]) => allowed.includes(source)).map(([bit]) => bit);
  return { participant: identity, sources: bits.reduce((sum, bit) => sum + bit, 0) };
}

/** A join token: this identity, this room, these sources, 60 s. Nothing else is in it. */
export function joinToken(
  access: SfuAccess,
  sfuRoom: SfuRoom,
  participant: ParticipantId,
  sources: Sources,
): Promise<string> {
  const token = new AccessToken(access.apiKey, access.apiSecret, {
    identity: participant,
    ttl: TOKEN_SECONDS,
  });
  token.addGrant({ room: sfuRoom, roomJoin: true, ...permission(sources) });
  return token.toJwt();
}

export interface SfuApi {
  /** Throws when the SFU does not answer, or does not know our key. */
  check(): Promise<void>;
  /** Makes the room; does nothing if it is there. */
  openRoom(sfuRoom: SfuRoom): Promise<void>;
  /** Deletes the room and throws everyone out; does nothing if it is gone. */
  deleteRoom(sfuRoom: SfuRoom): Promise<void>;
  /** Throws a participant out; does nothing if it is gone. */
  remove(sfuRoom: SfuRoom, participant: string): Promise<void>;
  /** Lets a participant publish these sources and no others; does nothing if it is gone. */
  permit(sfuRoom: SfuRoom, participant: string, sources: Sources): Promise<void>;
  /** Who is in the room; nobody if there is no such room. */
  participants(sfuRoom: SfuRoom): Promise<Present[]>;
}

const unlessGone = async (done: Promise<unknown>): Promise<void> => {
  try {
    await done;
  } catch (error) {
    if (!(error instanceof ServerError && error.status === 404)) throw error;
  }
};

/** The API of an SFU whose rooms hold so many members. */
export function sfuApi({ apiUrl, apiKey, apiSecret }: SfuAccess, members = LIST_LENGTH): SfuApi {
  // Failing over would send our signed requests to hosts that the SFU names.
  const client = new RoomServiceClient(apiUrl, apiKey, apiSecret, {
    requestTimeout: API_SECONDS,
    failover: false,
  });
  return {
    async check() {
      await client.listRooms(['-']);
    },
    async openRoom(name) {
      await client.createRoom({
        name,
        emptyTimeout: EMPTY_SECONDS,
        departureTimeout: EMPTY_SECONDS,
        maxParticipants: members + SPARE_PLACES,
      });
    },
    deleteRoom: (sfuRoom) => unlessGone(client.deleteRoom(sfuRoom)),
    remove: (sfuRoom, participant) => unlessGone(client.removeParticipant(sfuRoom, participant)),
    permit: (sfuRoom, participant, sources) =>
      unlessGone(client.updateParticipant(sfuRoom, participant, { permission: permission(sources) })),
    async participants(sfuRoom) {
      return (await client.listParticipants(sfuRoom)).map(presentOf);
    },
  };
}

/**
 * Reads a webhook of our SFU. Gives undefined unless the JWT in `authorization` is signed with our key and
 * carries the hash of exactly this body.
 */
export async function readWebhook(
  { apiKey, apiSecret }: SfuAccess,
  body: string,
  authorization: string,
): Promise<SfuNews | undefined> {
  try {
    const { event, room, participant } = await new WebhookReceiver(apiKey, apiSecret).receive(
      body,
      authorization,
    );
    const sfuRoom = room?.name as SfuRoom | undefined;
    if (sfuRoom === undefined) return { type: 'other' };
    if (event === 'participant_joined' && participant) {
      return { type: 'joined', sfuRoom, who: presentOf(participant) };
    }
    return event === 'room_finished' ? { type: 'finished', sfuRoom } : { type: 'other' };
  } catch {
    return undefined;
  }
}
