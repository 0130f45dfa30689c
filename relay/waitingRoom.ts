/**
 * The waiting room: which joiners the leader hears, and their envelopes (§4, §8). Places that are heard are few;
 * who gets one is drawn at random, and nobody holds one from others by saying nothing, or by coming many times.
 */

import { Bucket, type Limits, type Place, type Places } from './limits.ts';
import type { Registry } from './registry.ts';
import type { Client, Room, Waiting } from './room.ts';
import type { FromRelay, RelayRefusal } from './wire.ts';

/** What somebody is told whom nobody hears: in a room that nobody leads, that is full, or that does not exist. */
const NOBODY: FromRelay = { type: 'host', present: false, full: false, locked: false };

export interface WaitingRoomOptions {
  readonly registry: Registry;
  readonly limits: Limits;
  readonly places: Places;
  /** Whether nobody more is let in. */
  readonly isFull: (room: Room) => boolean;
  /** A random whole number from 0 to below its argument. */
  readonly random: (below: number) => number;
}

export class WaitingRoom {
  readonly #registry: Registry;
  readonly #limits: Limits;
  readonly #places: Places;
  readonly #isFull: WaitingRoomOptions['isFull'];
  readonly #random: WaitingRoomOptions['random'];

  constructor({ registry, limits, places, isFull, random }: WaitingRoomOptions) {
    this.#registry = registry;
    this.#limits = limits;
    this.#places = places;
    this.#isFull = isFull;
    this.#random = random;
  }

  /** A joiner comes. Refuses `malformed` and `tooMany`. */
  enter(client: Client, name: string, now: number): RelayRefusal | undefined {
    const room = this.#registry.roomOf(name, now);
    if (room === undefined) return 'malformed';
    const { connection, place } = client;
    if ((room.denied.get(place)?.times ?? 0) > 1) return 'tooMany';
    const perMinute = this.#limits.envelopesPerMinute;
    const role: Waiting = {
      is: 'waiting',
      connection,
      place,
      room,
      envelopes: new Bucket(perMinute, 60_000 / perMinute, now),
      waiter: this.#registry.newWaiter(),
      knocking: true,
      heard: undefined,
    };
    client.role = role;
    room.waiters.set(role.waiter, role);
    this.hear(room, now);
    if (!role.heard) this.#registry.send(connection, NOBODY);
    return undefined;
  }

  /** An envelope for the leader; dropped while it does not hear this joiner. Refuses `tooMany`. */
  envelope(role: Waiting, data: string, now: number): RelayRefusal | undefined {
    if (!role.envelopes.take(now)) return 'tooMany';
    const { leading } = role.room;
    if (leading === undefined || role.heard?.announcedAt === undefined) return undefined;
    if (role.knocking && !this.#places.knock(role.place, now)) return 'tooMany';
    role.knocking = false;
    role.heard.spokeAt = now;
    this.#registry.send(leading.connection, { type: 'envelopeFrom', waiter: role.waiter, data });
    return undefined;
  }

  /** The leader's envelope; dropped if this joiner is gone. */
  answer(room: Room, waiter: number, data: string): void {
    const role = room.waiters.get(waiter);
    if (role) this.#registry.send(role.connection, { type: 'envelope', data });
  }

  /** Ends a knock. At the second from one place the place is kept out for a while. */
  deny(room: Room, waiter: number, now: number): void {
    const role = room.waiters.get(waiter);
    if (role === undefined) return;
    role.knocking = true;
    const times = (room.denied.get(role.place)?.times ?? 0) + 1;
    room.denied.set(role.place, { times, until: now + this.#limits.denyMs });
    if (times > 1) this.#registry.refuse(role.connection, 'tooMany');
  }

  leave(role: Waiting, now: number): void {
    const { room } = role;
    room.waiters.delete(role.waiter);
    this.#tellGone(role);
    this.hear(room, now);
  }

  /** Somebody else leads, or nobody: every knock begins anew. */
  leaderChanged(room: Room, now: number): void {
    for (const role of room.waiters.values()) {
      if (role.heard) this.#registry.send(role.connection, NOBODY);
      role.heard = undefined;
    }
    room.told = this.#told(room);
    this.hear(room, now);
  }

  /** Tells those who are heard that the meeting is full or locked, or is so no more. */
  tell(room: Room, now: number): void {
    const told = this.#told(room);
    if (room.told.full === told.full && room.told.locked === told.locked) return;
    room.told = told;
    for (const role of room.waiters.values()) {
      if (role.heard) this.#registry.send(role.connection, this.#host(room));
    }
    this.#announce(room, now);
  }

  tick(room: Room, now: number): void {
    for (const [place, { until }] of room.denied) if (now > until) room.denied.delete(place);
    this.hear(room, now);
  }

  /** Fills the places that are heard, and takes from those who hold one for nothing. */
  hear(room: Room, now: number): void {
    if (room.leading === undefined) return;
    const unheard: Waiting[] = [];
    const heard: Waiting[] = [];
    for (const role of room.waiters.values()) (role.heard ? heard : unheard).push(role);
    if (unheard.length === 0) return;
    const perPlace = new Map<Place, number>();
    const count = ({ place }: Waiting, by: 1 | -1): unknown =>
      perPlace.set(place, (perPlace.get(place) ?? 0) + by);
    for (const role of heard) count(role, 1);

    while (unheard.length > 0) {
      const few = unheard.filter(({ place }) => (perPlace.get(place) ?? 0) < this.#limits.waitersPerPlace);
      if (heard.length >= this.#limits.waitersPerRoom) {
        const idle = few.length > 0 ? this.#idlest(heard, perPlace, now) : undefined;
        if (idle === undefined) break;
        heard.splice(heard.indexOf(idle), 1);
        count(idle, -1);
        this.#takePlace(idle);
      }
      const from = few.length > 0 ? few : unheard;
      const next = from[this.#random(from.length)];
      if (next === undefined) break;
      unheard.splice(unheard.indexOf(next), 1);
      heard.push(next);
      count(next, 1);
      next.heard = { announcedAt: undefined, spokeAt: undefined };
      this.#registry.send(next.connection, this.#host(room));
    }
    this.#announce(room, now);
  }

  /** Of those who hold a place from others the one that has been silent longest. */
  #idlest(heard: readonly Waiting[], perPlace: ReadonlyMap<Place, number>, now: number): Waiting | undefined {
    const { firstEnvelopeMs, silentMs, waitersPerPlace } = this.#limits;
    const since = ({ heard: at }: Waiting): number => at?.spokeAt ?? at?.announcedAt ?? Infinity;
    const idle = heard.filter((role) => {
      const patience = role.heard?.spokeAt === undefined ? firstEnvelopeMs : silentMs;
      return (perPlace.get(role.place) ?? 0) > waitersPerPlace || now - since(role) >= patience;
    });
    return idle.sort((a, b) => (since(a) < since(b) ? -1 : 1))[0];
  }

  /** It waits on, unheard; if it is heard again it is another waiter to the leader. */
  #takePlace(role: Waiting): void {
    this.#tellGone(role);
    this.#registry.send(role.connection, NOBODY);
    role.heard = undefined;
    role.room.waiters.delete(role.waiter);
    role.waiter = this.#registry.newWaiter();
    role.room.waiters.set(role.waiter, role);
  }

  #announce(room: Room, now: number): void {
    if (room.leading === undefined || room.inside.locked) return;
    for (const { heard, waiter } of room.waiters.values()) {
      if (!heard || heard.announcedAt !== undefined) continue;
      heard.announcedAt = now;
      this.#registry.send(room.leading.connection, { type: 'waiting', waiter });
    }
  }

  #tellGone({ room, heard, waiter }: Waiting): void {
    if (room.leading === undefined || heard?.announcedAt === undefined) return;
    this.#registry.send(room.leading.connection, { type: 'gone', waiter });
  }

  #told(room: Room): Room['told'] {
    return { full: this.#isFull(room), locked: room.inside.locked };
  }

  #host(room: Room): FromRelay {
    return { type: 'host', present: true, ...this.#told(room) };
  }
}
