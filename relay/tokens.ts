/** The only door to livekit-server-sdk: names of SFU rooms, join tokens, the SFU's API and its webhooks (§8). */

import { createHmac } from 'node:crypto';
import {
  AccessToken,
  RoomServiceClient,
  ServerError,
  TrackSource,
  WebhookReceiver,
} from 'livekit-server-sdk';
import type { ParticipantId, RoomId } from '../crypto/claim.ts';

/** Seconds that a join token is good for. */
export const TOKEN_SECONDS = 60;
/** Seconds until the SFU closes a room that nobody entered, or that everybody left. */
const EMPTY_SECONDS = 60;
/** An SFU that does not answer by then is taken for dead. */
const API_SECONDS = 5;
/** Participants in one SFU room: the admitted ones (at most 400, see `wire.ts`) and strangers on their way out. */
const ROOM_PARTICIPANTS = 450;

const SOURCES = [
  TrackSource.MICROPHONE,
  TrackSource.CAMERA,
  TrackSource.SCREEN_SHARE,
  TrackSource.SCREEN_SHARE_AUDIO,
];

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
  | { readonly type: 'joined'; readonly sfuRoom: SfuRoom; readonly participant: string }
  | { readonly type: 'finished'; readonly sfuRoom: SfuRoom }
  | { readonly type: 'other' };

/** HMAC-SHA256(API secret, roomId ‖ move number u16) as base64url: every relay of this SFU finds the same. */
export function sfuRoomOf(apiSecret: string, roomId: RoomId, move: number): SfuRoom {
  const number = Buffer.alloc(2);
  number.writeUInt16BE(move);
  return createHmac('sha256', apiSecret).update(roomId).update(number).digest('base64url') as SfuRoom;
}

/** A join token: this identity, this room, the four sources we publish, 60 s. Nothing else is in it. */
export function joinToken(access: SfuAccess, sfuRoom: SfuRoom, participant: ParticipantId): Promise<string> {
  const token = new AccessToken(access.apiKey, access.apiSecret, {
    identity: participant,
    ttl: TOKEN_SECONDS,
  });
  token.addGrant({
    room: sfuRoom,
    roomJoin: true,
    canSubscribe: true,
    canPublish: true,
    canPublishSources: SOURCES,
    canPublishData: true,
  });
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
  /** Identities of who is in the room. */
  participants(sfuRoom: SfuRoom): Promise<string[]>;
}

const unlessGone = async (done: Promise<unknown>): Promise<void> => {
  try {
    await done;
  } catch (error) {
    if (!(error instanceof ServerError && error.status === 404)) throw error;
  }
};

export function sfuApi({ apiUrl, apiKey, apiSecret }: SfuAccess): SfuApi {
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
        maxParticipants: ROOM_PARTICIPANTS,
      });
    },
    deleteRoom: (sfuRoom) => unlessGone(client.deleteRoom(sfuRoom)),
    remove: (sfuRoom, participant) => unlessGone(client.removeParticipant(sfuRoom, participant)),
    async participants(sfuRoom) {
      return (await client.listParticipants(sfuRoom)).map(({ identity }) => identity);
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
      return { type: 'joined', sfuRoom, participant: participant.identity };
    }
    return event === 'room_finished' ? { type: 'finished', sfuRoom } : { type: 'other' };
  } catch {
    return undefined;
  }
}
