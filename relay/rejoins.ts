/** Members who lost their place in the SFU room and ask for another token by a signature (§8). */

import { branded, checkRejoin, fromBase64url, isRefusal, type RoomId } from '../crypto/claim.ts';
import type { Insides } from './inside.ts';
import type { Limits, Places } from './limits.ts';
import type { Registry } from './registry.ts';
import type { Client, Rejoining, Room } from './room.ts';
import type { RelayRefusal, ToRelay } from './wire.ts';

type Rejoin = Extract<ToRelay, { type: 'rejoin' }>;

export class Rejoins {
  readonly #registry: Registry;
  readonly #insides: Insides;
  readonly #limits: Limits;
  readonly #places: Places;

  constructor(registry: Registry, insides: Insides, limits: Limits, places: Places) {
    this.#registry = registry;
    this.#insides = insides;
    this.#limits = limits;
    this.#places = places;
  }

  /**
   * A member asks: it gets its token if it is admitted, and waits while nobody has said who is. Refuses `tooMany`
   * (as many as may knock from one place), `malformed`, `badClaim`, and later `notIn`.
   */
  ask(client: Client, message: Rejoin, now: number): RelayRefusal | undefined {
    if (!this.#places.knock(client.place, now)) return 'tooMany';
    const roomId = fromBase64url(message.room);
    const signKey = fromBase64url(message.signKey);
    const signature = fromBase64url(message.signature);
    if (!roomId || !signKey || !signature) return 'malformed';
    const { connection, origin, nonce } = client;
    const expected = { origin, roomId: branded<RoomId>(roomId), nonce };
    const participant = checkRejoin({ signKey, signature }, expected);
    if (isRefusal(participant)) return 'badClaim';

    const room = this.#registry.roomOf(message.room, now);
    if (room === undefined) return 'malformed';
    const until = now + this.#limits.rejoinMs;
    const role: Rejoining = { is: 'rejoining', connection, room, participant, until };
    client.role = role;
    room.rejoining.add(role);
    this.answer(room);
    if (room.rejoining.has(role) && !room.inside.known) {
      this.#registry.send(connection, { type: 'host', present: false, full: false, locked: false });
    }
    return undefined;
  }

  /** Answers those who wait, as far as it is known who is in. */
  answer(room: Room): void {
    for (const role of room.rejoining) {
      if (room.call && room.inside.admitted.has(role.participant)) {
        room.rejoining.delete(role);
        this.#insides.issue(room, role.connection, role.participant, true);
        const client = this.#registry.clients.get(role.connection);
        if (client) client.role = { is: 'done' };
      } else if (room.inside.known) {
        this.#registry.refuse(role.connection, 'notIn');
      }
    }
  }

  tick(room: Room, now: number): void {
    for (const { connection, until } of room.rejoining) {
      if (now > until) this.#registry.refuse(connection, 'notIn');
    }
  }
}
