/** What the relay keeps in memory of a connection and of a room, what happens to them, and what follows. */

import type { Bytes, ParticipantId, RoomId } from '../crypto/claim.ts';
import type { Bucket, Place } from './limits.ts';
import type { Present, SfuRoom, Sources } from './tokens.ts';
import type { FromRelay, Lists, ToRelay } from './wire.ts';

/** One socket, for as long as it is open; never used twice. */
export type Connection = number & { readonly connection: unique symbol };

export type RoomEvent =
  /** A page is on the line; the nonce (32 bytes) was drawn for it, the origin checked, from which the SFU is at `sfu`. */
  | {
      readonly type: 'connected';
      readonly from: Connection;
      readonly origin: string;
      readonly sfu: string;
      readonly nonce: Bytes;
      readonly place: Place;
    }
  | { readonly type: 'said'; readonly from: Connection; readonly message: ToRelay }
  /** What it said was no message of ours. */
  | { readonly type: 'garbled'; readonly from: Connection }
  | { readonly type: 'disconnected'; readonly from: Connection }
  /** What became of `openSfuRoom`, `deleteSfuRoom`, `issueToken`. */
  | { readonly type: 'sfuRoomOpened'; readonly sfuRoom: SfuRoom }
  | { readonly type: 'sfuRoomNotOpened'; readonly sfuRoom: SfuRoom }
  | { readonly type: 'sfuRoomDeleted'; readonly sfuRoom: SfuRoom }
  | { readonly type: 'sfuRoomNotDeleted'; readonly sfuRoom: SfuRoom }
  | { readonly type: 'tokenNotIssued'; readonly from: Connection }
  /** Somebody could not be thrown out of this SFU room, or be permitted what it may publish. */
  | { readonly type: 'notEnforced'; readonly sfuRoom: SfuRoom }
  /** Somebody has come into the SFU room. */
  | { readonly type: 'joined'; readonly sfuRoom: SfuRoom; readonly who: Present }
  /** All that are in the SFU room. */
  | { readonly type: 'present'; readonly sfuRoom: SfuRoom; readonly participants: readonly Present[] }
  | { readonly type: 'sfuRoomFinished'; readonly sfuRoom: SfuRoom }
  /** About once a second. */
  | { readonly type: 'tick' };

export type Delivery =
  | { readonly do: 'send'; readonly to: Connection; readonly message: FromRelay }
  | { readonly do: 'close'; readonly to: Connection }
  /** Make the room at the SFU; say by `sfuRoomOpened` or `sfuRoomNotOpened` what became of it. */
  | { readonly do: 'openSfuRoom'; readonly sfuRoom: SfuRoom }
  /** Send a token; then close the line if it is its `last` word. */
  | {
      readonly do: 'issueToken';
      readonly to: Connection;
      readonly sfuRoom: SfuRoom;
      readonly move: number;
      readonly participant: ParticipantId;
      readonly sources: Sources;
      readonly last: boolean;
    }
  | { readonly do: 'removeFromSfu'; readonly sfuRoom: SfuRoom; readonly participant: string }
  | {
      readonly do: 'permit';
      readonly sfuRoom: SfuRoom;
      readonly participant: string;
      readonly sources: Sources;
    }
  /** Ask who is in it, say so by `present`. */
  | { readonly do: 'listSfuRoom'; readonly sfuRoom: SfuRoom }
  /** Say by `sfuRoomDeleted` or `sfuRoomNotDeleted` what became of it. */
  | { readonly do: 'deleteSfuRoom'; readonly sfuRoom: SfuRoom };

export type Role =
  /** Must say `wait`, `claim` or `rejoin` before `until`. */
  | { readonly is: 'new'; readonly until: number }
  | Waiting
  | Authority
  | Rejoining
  /** Has been told all there is; its socket is closing. */
  | { readonly is: 'done' };

/** A joiner in the waiting room. */
export interface Waiting {
  readonly is: 'waiting';
  readonly connection: Connection;
  readonly place: Place;
  readonly room: Room;
  readonly envelopes: Bucket;
  waiter: number;
  /** The next envelope is the first of a knock. */
  knocking: boolean;
  /** It has one of the places that are heard; undefined while these are taken, or nobody leads. */
  heard: Heard | undefined;
}

export interface Heard {
  /** When the leader was told of it; not while the door is locked. */
  announcedAt: number | undefined;
  /** When its last envelope came. */
  spokeAt: number | undefined;
}

/** A page whose claim holds. */
export interface Authority {
  readonly is: 'authority';
  readonly connection: Connection;
  readonly room: Room;
  /** Its signKey as base64url: who comes with the same one is the same page on a new socket. */
  readonly signKey: string;
  readonly participant: ParticipantId;
  /** From its grant: 0 is a host, 1 … 254 are co-hosts. */
  readonly rank: number;
  /** What it may say while it leads. */
  readonly messages: Bucket;
  /** Its `open` waits for the SFU room. */
  opening: { readonly lists: Lists | undefined } | undefined;
  /** It has opened: the later, the greater. */
  opened: number | undefined;
  /** It asked for its own way in. */
  admittedItself: boolean;
}

/** A member that wants back into the SFU room, while nobody has said who is in. */
export interface Rejoining {
  readonly is: 'rejoining';
  readonly connection: Connection;
  readonly room: Room;
  readonly participant: ParticipantId;
  readonly until: number;
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
  readonly waiters: Map<number, Waiting>;
  /** Places that were denied, how often, and until when that counts. */
  readonly denied: Map<Place, { readonly times: number; readonly until: number }>;
  readonly authorities: Set<Authority>;
  readonly rejoining: Set<Rejoining>;
  /** One that has opened: it hears the waiting room, and says who is in. */
  leading: Authority | undefined;
  /** The authorities that a rank 0 last listed; undefined if none has since the relay started. */
  appointed: ReadonlySet<string> | undefined;
  readonly inside: Inside;
  /** What those waiting were last told of the meeting. */
  told: { readonly full: boolean; readonly locked: boolean };
  /** The SFU room that tokens are for, since an authority opened the room. */
  call: Call | undefined;
  /** The SFU room that is being made, to move to. */
  next: { readonly move: number; readonly sfuRoom: SfuRoom } | undefined;
  /** The SFU room that the meeting moved out of. */
  old: OldCall | undefined;
  /** The SFU room is closed: nobody is in it. */
  finished: boolean;
  /** When it was last led, waited for, or opened. */
  used: number;
}

/** Who is in, as a leader said. */
export interface Inside {
  /** A leader has given its lists: who is not in them is a stranger. Until then nobody is. */
  known: boolean;
  readonly admitted: Set<string>;
  readonly authorities: Set<string>;
  everyone: Sources;
  authoritiesMay: Sources;
  locked: boolean;
  /** Who was admitted at any time, as many as are remembered. */
  readonly former: Set<string>;
  /** Whom an authority removed, and how often they came back since. */
  readonly removed: Map<string, number>;
  /** Whom the leader's word put out a moment ago, and when they are thrown out. */
  readonly going: Map<string, number>;
}

export interface Call {
  readonly move: number;
  readonly sfuRoom: SfuRoom;
  /** When the relay last asked who is in it, and whether it should ask again. */
  listedAt: number;
  listAgain: boolean;
  /** When the meeting moved to it; undefined if it did not. */
  readonly movedAt: number | undefined;
}

export interface OldCall {
  readonly sfuRoom: SfuRoom;
  /** When it is deleted, whoever is in it. */
  until: number;
  deleting: boolean;
}
