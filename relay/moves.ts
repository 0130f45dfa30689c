/**
 * Moves of a meeting to a new SFU room (§8): the SFU's refresh tokens outlive a removal, but they name one room.
 * The new room is made first; then tokens are for it, and the old one is deleted with whoever is left in it.
 */

import type { Registry } from './registry.ts';
import type { Room } from './room.ts';
import type { SfuRoom } from './tokens.ts';

/** Time for everyone to change over. */
export const OLD_ROOM_MS = 10_000;
/** Between two moves of a meeting. */
export const MOVE_PAUSE_MS = 20_000;
const LAST_MOVE = 0xffff;

export class Moves {
  readonly #registry: Registry;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** Has the next SFU room made, unless a move is under way or was just made. */
  start(room: Room, now: number): void {
    const { call, next, old } = room;
    if (!call || next || old || call.move >= LAST_MOVE) return;
    if (call.movedAt !== undefined && now < call.movedAt + MOVE_PAUSE_MS) return;
    const move = call.move + 1;
    room.next = { move, sfuRoom: this.#registry.sfuRoomFor(room, move) };
    this.#registry.deliver({ do: 'openSfuRoom', sfuRoom: room.next.sfuRoom });
  }

  /** The next SFU room is there: from now on it is the present one. */
  made(room: Room, now: number): void {
    const { call, next } = room;
    if (!call || !next) return;
    room.old = { sfuRoom: call.sfuRoom, until: now + OLD_ROOM_MS, deleting: false };
    room.call = { ...next, listedAt: now, listAgain: false, movedAt: now };
    room.next = undefined;
    room.finished = false;
    if (room.leading) this.#registry.send(room.leading.connection, { type: 'moved', move: next.move });
  }

  /** It could not be made: all stays as it is. */
  notMade(room: Room): void {
    if (room.next) this.#registry.forgetSfuRoom(room.next.sfuRoom);
    room.next = undefined;
  }

  /** Deletes the old room; who is still in it needs a new token. */
  deleteOld({ old }: Room): void {
    if (!old || old.deleting) return;
    old.deleting = true;
    this.#registry.deliver({ do: 'deleteSfuRoom', sfuRoom: old.sfuRoom });
  }

  deleted(room: Room, sfuRoom: SfuRoom): void {
    if (room.old?.sfuRoom !== sfuRoom) return;
    this.#registry.forgetSfuRoom(sfuRoom);
    room.old = undefined;
  }

  /** The SFU did not answer: it is asked again later. */
  notDeleted({ old }: Room, sfuRoom: SfuRoom, now: number): void {
    if (old?.sfuRoom !== sfuRoom) return;
    old.deleting = false;
    old.until = now + OLD_ROOM_MS;
  }

  /** Once a second: the old room goes in time, or as soon as nobody admitted is in it. */
  tick(room: Room, now: number): void {
    const { old } = room;
    if (!old || old.deleting) return;
    if (now >= old.until) this.deleteOld(room);
    else this.#registry.deliver({ do: 'listSfuRoom', sfuRoom: old.sfuRoom });
  }
}
