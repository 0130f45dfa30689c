/** What the relay keeps in memory of a connection and of a room, what happens to them, and what follows. */

import type { Bytes, ParticipantId, RoomId } from '../crypto/claim.ts';
import type { Bucket, Place } from './limits.ts';
import type { SfuRoom } from './tokens.ts';
import type { FromRelay, ToRelay } from './wire.ts';

/** One socket, for as long as it is open; never used twice. */
export type Connection = number & { readonly connection: unique symbol };

export type RoomEvent =
  /** A page is on the line; the nonce (32 bytes) was drawn for it, the origin checked. */
  | {
      readonly type: 'connected';
      readonly from: Connection;
      readonly origin: string;
      readonly nonce: Bytes;
      readonly place: Place;
    }
  | { readonly type: 'said'; readonly from: Connection; readonly message: ToRelay }
  /** What it said was no message of ours. */
  | { readonly type: 'garbled'; readonly from: Connection }
  | { readonly type: 'disconnected'; readonly from: Connection }
  /** What became of `openSfuRoom` and `deleteSfuRoom`. */
  | { readonly type: 'sfuRoomOpened'; readonly from: Connection; readonly sfuRoom: SfuRoom }
  | { readonly type: 'sfuFailed'; readonly from: Connection }
  | { readonly type: 'sfuRoomDeleted'; readonly from: Connection }
  /** These are in the SFU room. */
  | { readonly type: 'present'; readonly sfuRoom: SfuRoom; readonly participants: readonly string[] }
  | { readonly type: 'sfuRoomFinished'; readonly sfuRoom: SfuRoom }
  /** About once a second. */
  | { readonly type: 'tick' };

export type Delivery =
  | { readonly do: 'send'; readonly to: Connection; readonly message: FromRelay }
  | { readonly do: 'close'; readonly to: Connection }
  /** Make the room at the SFU, say so by `sfuRoomOpened`, then list who is in it by `present`. */
  | { readonly do: 'openSfuRoom'; readonly for: Connection; readonly sfuRoom: SfuRoom }
  | {
      readonly do: 'issueToken';
      readonly to: Connection;
      readonly sfuRoom: SfuRoom;
      readonly participant: ParticipantId;
    }
  | { readonly do: 'removeFromSfu'; readonly sfuRoom: SfuRoom; readonly participant: string }
  | { readonly do: 'deleteSfuRoom'; readonly for: Connection; readonly sfuRoom: SfuRoom };

export type Role =
  /** Must say `wait` or `claim` before `until`. */
  | { readonly is: 'new'; readonly until: number }
  | Waiting
  | Leading
  /** Has been told all there is; its socket is closing. */
  | { readonly is: 'done' };

export interface Waiting {
  readonly is: 'waiting';
  readonly room: Room;
  readonly waiter: number;
  readonly envelopes: Bucket;
  /** The next envelope is the first of a knock. */
  knocking: boolean;
  /** The leader is told of it; false while the waiting room is full. */
  heard: boolean;
}

export interface Leading {
  readonly is: 'leading';
  readonly room: Room;
  /** Its signKey as base64url: who comes with the same one is the same page on a new socket. */
  readonly signKey: string;
  readonly participant: ParticipantId;
  /** It opened the room, and the SFU room is there. */
  opened: boolean;
}

export interface Client {
  readonly connection: Connection;
  readonly origin: string;
  readonly nonce: Bytes;
  readonly place: Place;
  readonly messages: Bucket;
  role: Role;
}

export interface Room {
  readonly id: RoomId;
  readonly name: string;
  /** In the order in which they came. */
  readonly waiters: Map<number, Connection>;
  /** Places that were denied, how often, and until when that counts. */
  readonly denied: Map<Place, { readonly times: number; readonly until: number }>;
  leader: Connection | undefined;
  /** What a leader last opened since the relay started. */
  opened: { readonly sfuRoom: SfuRoom; readonly admitted: Set<string> } | undefined;
  /** The SFU room is closed: nobody is in it. */
  finished: boolean;
  /** When it was last led, waited for, or opened. */
  used: number;
}
