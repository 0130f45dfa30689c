/**
 * The authorities' lines of a room, and which one of them leads (§8): among those that have opened, the one of the
 * lowest rank, then the latest. A host's lists say which co-hosts are heard at all.
 */

import {
  branded,
  checkHello,
  fromBase64url,
  isRefusal,
  participantIdOf,
  toBase64url,
  type RoomId,
} from '../crypto/claim.ts';
import type { Insides } from './inside.ts';
import { Bucket, type Limits } from './limits.ts';
import type { Registry } from './registry.ts';
import type { Rejoins } from './rejoins.ts';
import type { Authority, Client, Room } from './room.ts';
import type { WaitingRoom } from './waitingRoom.ts';
import type { Lists, RelayRefusal, ToRelay } from './wire.ts';

type Said<Type extends ToRelay['type']> = Extract<ToRelay, { type: Type }>;

/** Rank of a host's own device. */
const HOST_RANK = 0;

export interface AuthoritiesOptions {
  readonly registry: Registry;
  readonly waitingRoom: WaitingRoom;
  readonly insides: Insides;
  readonly rejoins: Rejoins;
  readonly limits: Limits;
  readonly maxParticipants: number;
}

export class Authorities {
  readonly #options: AuthoritiesOptions;
  /** How many lines have opened. */
  #openings = 0;

  constructor(options: AuthoritiesOptions) {
    this.#options = options;
  }

  /** Refuses `malformed`, and `badClaim` also to a co-host whom the host has not appointed, or has dismissed. */
  claim(client: Client, message: Said<'claim'>, now: number): RelayRefusal | undefined {
    const { registry, limits } = this.#options;
    const roomId = fromBase64url(message.room);
    const grant = fromBase64url(message.grant);
    const signature = fromBase64url(message.signature);
    if (!roomId || !grant || !signature) return 'malformed';
    const { connection, origin, nonce } = client;
    const held = checkHello({ grant, signature }, { origin, roomId: branded<RoomId>(roomId), nonce, now });
    if (isRefusal(held)) return 'badClaim';

    const room = registry.roomOf(message.room, now);
    if (room === undefined) return 'malformed';
    const participant = participantIdOf(held.signKey);
    if (held.rank !== HOST_RANK && room.appointed?.has(participant) === false) return 'badClaim';
    const signKey = toBase64url(held.signKey);
    const { leaderMessageBurst, leaderMessagesPerSecond } = limits;
    const role: Authority = {
      is: 'authority',
      connection,
      room,
      signKey,
      participant,
      rank: held.rank,
      messages: new Bucket(leaderMessageBurst, 1000 / leaderMessagesPerSecond, now),
      opening: undefined,
      opened: undefined,
      admittedItself: false,
    };
    client.role = role;
    const former = [...room.authorities].find((one) => one.signKey === signKey);
    room.authorities.add(role);
    if (former) this.#replace(former, role, now);
    return undefined;
  }

  /** Has the SFU room made; the rest follows when it is there. Refuses `tooMany`: rooms. */
  open(role: Authority, { move, lists }: Said<'open'>): RelayRefusal | undefined {
    const { registry, limits } = this.#options;
    const { room } = role;
    if (!room.call && registry.sfuRooms >= limits.rooms) return 'tooMany';
    // A leader may know of a move that this relay has not seen; nobody else says which SFU room is the present one.
    if (!room.call || (move > room.call.move && leads(role) && !room.next)) {
      if (room.call) registry.forgetSfuRoom(room.call.sfuRoom);
      const sfuRoom = registry.sfuRoomFor(room, move);
      room.call = { move, sfuRoom, listedAt: -Infinity, listAgain: false, movedAt: undefined };
    }
    room.finished = false;
    role.opening = { lists };
    registry.deliver({ do: 'openSfuRoom', sfuRoom: room.call.sfuRoom });
    return undefined;
  }

  /** The SFU room is there: whoever waited for it has opened. */
  made(room: Room, now: number): void {
    for (const role of room.authorities) {
      if (role.opening) this.#opened(role, role.opening.lists, now);
    }
  }

  /** The SFU room could not be made. */
  notMade(room: Room): void {
    for (const { opening, connection } of room.authorities) {
      if (opening) this.#options.registry.refuse(connection, 'sfuUnavailable');
    }
  }

  /** Lists of the leader. Those of a host say which co-hosts there are: the others' lines are closed. */
  lists(role: Authority, lists: Lists, now: number): void {
    const { insides, rejoins } = this.#options;
    const { room } = role;
    if (role.rank === HOST_RANK) {
      room.appointed = new Set(lists.authorities);
      for (const other of room.authorities) {
        if (other.rank !== HOST_RANK && !room.appointed.has(other.participant)) this.#dismiss(other);
      }
    }
    insides.take(role, lists, now);
    rejoins.answer(room);
  }

  /** Somebody is thrown out, with its line if it has one: only a host does that to an authority. */
  remove(by: Authority, participant: string, now: number): void {
    const { room } = by;
    const lines = [...room.authorities].filter((one) => one.participant === participant && one !== by);
    if (by.rank !== HOST_RANK && (lines.length > 0 || room.appointed?.has(participant))) return;
    for (const line of lines) this.#dismiss(line);
    if (room.appointed) room.appointed = new Set([...room.appointed].filter((one) => one !== participant));
    this.#options.insides.remove(room, participant, now);
  }

  leave(role: Authority, now: number): void {
    const { room } = role;
    room.authorities.delete(role);
    if (room.leading !== role) return;
    const next = best(room);
    if (next) this.#options.registry.send(next.connection, { type: 'leading', is: true });
    this.#lead(room, next, now);
  }

  #opened(role: Authority, lists: Lists | undefined, now: number): void {
    const { registry, maxParticipants } = this.#options;
    const { room, connection } = role;
    const takesOver = role.opened === undefined && leads(role);
    const former = room.leading;
    role.opening = undefined;
    role.opened ??= ++this.#openings;
    if (takesOver) room.leading = role;
    const leading = room.leading === role;
    if (!room.call) return;
    registry.send(connection, { type: 'opened', move: room.call.move, max: maxParticipants, leading });
    // Before anybody is announced: the door may be locked.
    if (lists && leading) this.lists(role, lists, now);
    if (!takesOver) return;
    if (former && room.authorities.has(former)) {
      registry.send(former.connection, { type: 'leading', is: false });
    }
    this.#lead(room, role, now);
  }

  #lead(room: Room, next: Authority | undefined, now: number): void {
    room.leading = next;
    this.#options.waitingRoom.leaderChanged(room, now);
  }

  /** The same page on a new socket: what the old one was is over. */
  #replace(former: Authority, by: Authority, now: number): void {
    const { registry } = this.#options;
    by.admittedItself = former.admittedItself;
    this.leave(former, now);
    const client = registry.clients.get(former.connection);
    if (client) client.role = { is: 'done' };
    registry.close(former.connection);
  }

  #dismiss(role: Authority): void {
    role.room.authorities.delete(role);
    this.#options.registry.refuse(role.connection, 'notAllowed');
  }
}

/** Whether it would lead now that it opens: unless somebody of a lower rank does. */
function leads({ room, rank }: Authority): boolean {
  return room.leading === undefined || room.leading.rank >= rank;
}

/** Who leads when the leader has gone. */
function best({ authorities }: Room): Authority | undefined {
  const opened = [...authorities].filter((one) => one.opened !== undefined);
  return opened.sort((a, b) => a.rank - b.rank || (b.opened ?? 0) - (a.opened ?? 0))[0];
}
