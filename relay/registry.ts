/** Who is on the line, which rooms there are, and the deliveries of the step that is being made. */

import { branded, fromBase64url, type RoomId } from '../crypto/claim.ts';
import type { Client, Connection, Delivery, Room } from './room.ts';
import type { SfuRoom } from './tokens.ts';
import { ALL_SOURCES, type FromRelay, type RelayRefusal } from './wire.ts';

export class Registry {
  readonly clients = new Map<Connection, Client>();
  readonly #rooms = new Map<string, Room>();
  readonly #bySfuRoom = new Map<SfuRoom, Room>();
  readonly #sfuRoomOf: (room: RoomId, move: number) => SfuRoom;
  #nextWaiter = 1;
  #out: Delivery[] = [];
  #leaving: Client[] = [];

  constructor(sfuRoomOf: (room: RoomId, move: number) => SfuRoom) {
    this.#sfuRoomOf = sfuRoomOf;
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** Rooms at the SFU that are ours. */
  get sfuRooms(): number {
    return this.#bySfuRoom.size;
  }

  rooms(): readonly Room[] {
    return [...this.#rooms.values()];
  }

  /** A number that no waiting connection had before. */
  newWaiter(): number {
    return this.#nextWaiter++;
  }

  // ── rooms ───────────────────────────────────────────────────────────────────────────────────────────────

  /** The room of this name (base64url of 16 bytes), made if need be; undefined for another spelling of it. */
  roomOf(name: string, now: number): Room | undefined {
    const known = this.#rooms.get(name);
    if (known) {
      known.used = now;
      return known;
    }
    const id = fromBase64url(name);
    if (id === undefined) return undefined;
    const room = newRoom(branded<RoomId>(id), name, now);
    this.#rooms.set(name, room);
    return room;
  }

  /** Whose SFU room this is: the present one, the next, or the old. */
  roomOfSfu(sfuRoom: SfuRoom): Room | undefined {
    return this.#bySfuRoom.get(sfuRoom);
  }

  /** Names the SFU room of this move, and remembers whose it is. */
  sfuRoomFor(room: Room, move: number): SfuRoom {
    const sfuRoom = this.#sfuRoomOf(room.id, move);
    this.#bySfuRoom.set(sfuRoom, room);
    return sfuRoom;
  }

  forgetSfuRoom(sfuRoom: SfuRoom): void {
    this.#bySfuRoom.delete(sfuRoom);
  }

  /** Forgets a room that nobody is on the line for, and that has no call. */
  forgetIfUnused(room: Room): void {
    const onTheLine = room.authorities.size + room.waiters.size + room.rejoining.size;
    if (onTheLine > 0 || room.old !== undefined || (room.call && !room.finished)) return;
    this.forget(room);
  }

  forget(room: Room): void {
    for (const { sfuRoom } of [room.call, room.next, room.old].filter((one) => one !== undefined)) {
      this.#bySfuRoom.delete(sfuRoom);
    }
    if (this.#rooms.get(room.name) === room) this.#rooms.delete(room.name);
  }

  // ── deliveries ──────────────────────────────────────────────────────────────────────────────────────────

  deliver(delivery: Delivery): void {
    this.#out.push(delivery);
  }

  send(to: Connection, message: FromRelay): void {
    this.#out.push({ do: 'send', to, message });
  }

  close(to: Connection): void {
    this.#out.push({ do: 'close', to });
  }

  /** Says a last word and closes. Its place in a room is given up before the step ends. */
  dismiss(connection: Connection, last: FromRelay): void {
    this.send(connection, last);
    const client = this.clients.get(connection);
    if (client) this.#leaving.push(client);
    this.close(connection);
  }

  refuse(connection: Connection, reason: RelayRefusal): void {
    this.dismiss(connection, { type: 'refused', reason });
  }

  /** Who was dismissed and has not left its room yet; each is given once. */
  nextLeaving(): Client | undefined {
    return this.#leaving.shift();
  }

  /** The deliveries since it was last asked. */
  taken(): readonly Delivery[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }
}

function newRoom(id: RoomId, name: string, now: number): Room {
  return {
    id,
    name,
    waiters: new Map(),
    denied: new Map(),
    authorities: new Set(),
    rejoining: new Set(),
    leading: undefined,
    appointed: undefined,
    inside: {
      known: false,
      admitted: new Set(),
      authorities: new Set(),
      everyone: ALL_SOURCES,
      authoritiesMay: ALL_SOURCES,
      locked: false,
      former: new Set(),
      going: new Map(),
      removed: new Map(),
    },
    told: { full: false, locked: false },
    call: undefined,
    next: undefined,
    old: undefined,
    finished: false,
    used: now,
  };
}
