/**
 * The relay's side of every meeting. Events go in, deliveries come out; no socket, no clock, nothing kept on disk.
 * The way of a meeting:
 *
 *   connected ─ wait ───→ a waiter (waitingRoom.ts): told whether it is heard; its envelopes go to the leader
 *             ├ rejoin ─→ a member that lost its place in the SFU room (rejoins.ts): a token if it is admitted
 *             └ claim ──→ an authority (authorities.ts), if grant and signed hello hold (§8)
 *                  open ──→ the SFU room is made; `opened`, and if it leads one `waiting` per waiter
 *                  admit ─→ a join token for itself; for a waiter, if it leads
 *                  lists ─→ who is in and what they may (inside.ts): others are thrown out of the SFU room
 *                  deny, remove, end
 *   Who was removed and keeps coming back has the meeting move to a new SFU room (moves.ts).
 *
 * A room nobody leads, a room that does not exist and a waiting room with no place left look the same from outside.
 */

import { toBase64url, type RoomId } from '../crypto/claim.ts';
import { Authorities } from './authorities.ts';
import { Insides } from './inside.ts';
import { Bucket, type Limits, type Places } from './limits.ts';
import { Moves } from './moves.ts';
import { Registry } from './registry.ts';
import { Rejoins } from './rejoins.ts';
import type { Authority, Client, Connection, Delivery, Room, RoomEvent } from './room.ts';
import type { SfuRoom } from './tokens.ts';
import { WaitingRoom } from './waitingRoom.ts';
import type { RelayRefusal, ToRelay } from './wire.ts';

/** The message of one type. */
type Said<Type extends ToRelay['type']> = Extract<ToRelay, { type: Type }>;
/** The event of one type. */
type Happened<Type extends RoomEvent['type']> = Extract<RoomEvent, { type: Type }>;
/** What happens to one connection. */
type FromOne = Extract<RoomEvent, { from: Connection }>;

/** Rooms that nobody is connected to are forgotten after a day, should the SFU never say that they finished. */
const UNUSED_MS = 24 * 60 * 60_000;

export interface RoomsOptions {
  readonly limits: Limits;
  readonly places: Places;
  /** How many participants may be in one meeting. */
  readonly maxParticipants: number;
  /** Name of the SFU room of a room and a move number. */
  readonly sfuRoomOf: (room: RoomId, move: number) => SfuRoom;
  /** A random whole number from 0 to below its argument. */
  readonly random: (below: number) => number;
}

export class Rooms {
  readonly #limits: Limits;
  readonly #registry: Registry;
  readonly #waitingRoom: WaitingRoom;
  readonly #moves: Moves;
  readonly #insides: Insides;
  readonly #rejoins: Rejoins;
  readonly #authorities: Authorities;
  /** Who ended the meeting of this SFU room, and waits for it to be deleted. */
  readonly #ending = new Map<SfuRoom, Connection>();

  constructor({ limits, places, maxParticipants, sfuRoomOf, random }: RoomsOptions) {
    this.#limits = limits;
    const registry = (this.#registry = new Registry(sfuRoomOf));
    this.#moves = new Moves(registry);
    const insides = (this.#insides = new Insides(registry, this.#moves, maxParticipants));
    const isFull = (room: Room): boolean => insides.isFull(room);
    const waitingRoom = (this.#waitingRoom = new WaitingRoom({ registry, limits, places, isFull, random }));
    const rejoins = (this.#rejoins = new Rejoins(registry, insides, limits, places));
    const parts = { registry, waitingRoom, insides, rejoins };
    this.#authorities = new Authorities({ ...parts, limits, maxParticipants });
  }

  /** Takes in what happened at `now` (milliseconds since 1970); gives what to do about it, in this order. */
  step(event: RoomEvent, now: number): readonly Delivery[] {
    this.#take(event, now);
    for (let left = this.#registry.nextLeaving(); left; left = this.#registry.nextLeaving()) {
      this.#leaveRoom(left, now);
    }
    return this.#registry.taken();
  }

  /** Rooms somebody leads, waits for or has opened. */
  get size(): number {
    return this.#registry.size;
  }

  #take(event: RoomEvent, now: number): void {
    switch (event.type) {
      case 'connected':
        return this.#connected(event, now);
      case 'tick':
        return this.#tick(now);
      case 'joined':
        return this.#insides.joined(event.sfuRoom, event.who, now);
      case 'present':
        return this.#insides.present(event.sfuRoom, event.participants);
      case 'notEnforced':
        return this.#insides.notEnforced(event.sfuRoom);
      case 'said':
      case 'garbled':
      case 'disconnected':
      case 'tokenNotIssued': {
        const client = this.#registry.clients.get(event.from);
        if (client) this.#takeFrom(client, event, now);
        return;
      }
      default:
        return this.#takeFromSfu(event, now);
    }
  }

  #takeFrom(client: Client, event: Exclude<FromOne, Happened<'connected'>>, now: number): void {
    switch (event.type) {
      case 'said': {
        const { role, connection } = client;
        const leads = role.is === 'authority' && role.room.leading === role;
        const may = (leads ? role.messages : client.messages).take(now);
        const refusal = may ? this.#said(client, event.message, now) : 'tooMany';
        if (refusal) this.#registry.refuse(connection, refusal);
        return;
      }
      case 'garbled':
        return this.#registry.refuse(client.connection, 'malformed');
      case 'disconnected':
        this.#leaveRoom(client, now);
        this.#registry.clients.delete(client.connection);
        return;
      case 'tokenNotIssued':
        return this.#registry.refuse(client.connection, 'sfuUnavailable');
      default:
        event satisfies never;
    }
  }

  #connected({ from, origin, sfu, nonce, place }: Happened<'connected'>, now: number): void {
    const { messageBurst, messagesPerSecond, helloMs } = this.#limits;
    const messages = new Bucket(messageBurst, 1000 / messagesPerSecond, now);
    const role: Client['role'] = { is: 'new', until: now + helloMs };
    this.#registry.clients.set(from, { connection: from, origin, nonce, place, messages, role });
    this.#registry.send(from, { type: 'nonce', nonce: toBase64url(nonce), sfu });
  }

  #said(client: Client, message: ToRelay, now: number): RelayRefusal | undefined {
    const { role } = client;
    if (role.is === 'done') return undefined;
    if (role.is === 'waiting' && message.type === 'envelope') {
      return this.#waitingRoom.envelope(role, message.data, now);
    }
    if (role.is === 'authority') return this.#fromAuthority(role, message, now);
    if (role.is !== 'new') return 'notAllowed';
    if (message.type === 'wait') return this.#waitingRoom.enter(client, message.room, now);
    if (message.type === 'rejoin') return this.#rejoins.ask(client, message, now);
    if (message.type === 'claim') return this.#authorities.claim(client, message, now);
    return 'notAllowed';
  }

  // ── authorities ─────────────────────────────────────────────────────────────────────────────────────────

  #fromAuthority(role: Authority, message: ToRelay, now: number): RelayRefusal | undefined {
    if (message.type === 'open') return this.#authorities.open(role, message);
    if (role.opened === undefined) return 'notAllowed';
    switch (message.type) {
      case 'wait':
      case 'claim':
      case 'rejoin':
      case 'envelope':
        return 'notAllowed';
      default:
    }
    if (
      message.type === 'admit' &&
      message.waiter === undefined &&
      message.participant === role.participant
    ) {
      this.#insides.admitAuthority(role);
      this.#insides.issue(role.room, role.connection, role.participant, false);
    } else if (role.room.leading === role) {
      this.#fromLeader(role, message, now);
    } else {
      // It may have led when it said so.
      this.#registry.send(role.connection, { type: 'leading', is: false });
    }
    this.#waitingRoom.tell(role.room, now);
    return undefined;
  }

  #fromLeader(
    leader: Authority,
    message: Said<'lists' | 'admit' | 'deny' | 'envelopeTo' | 'remove' | 'end'>,
    now: number,
  ): void {
    const { room } = leader;
    switch (message.type) {
      case 'lists':
        return this.#authorities.lists(leader, message, now);
      case 'admit':
        return this.#admit(leader, message);
      case 'deny':
        return this.#waitingRoom.deny(room, message.waiter, now);
      case 'envelopeTo':
        return this.#waitingRoom.answer(room, message.waiter, message.data);
      case 'remove':
        return this.#authorities.remove(leader, message.participant, now);
      case 'end':
        return this.#end(leader);
      default:
        message satisfies never;
    }
  }

  #admit({ room, connection }: Authority, { participant, waiter }: Said<'admit'>): void {
    const to = waiter === undefined ? connection : room.waiters.get(waiter)?.connection;
    if (to === undefined) return;
    if (!this.#insides.admit(room, participant)) {
      return this.#registry.send(connection, { type: 'full' });
    }
    this.#insides.issue(room, to, participant, false);
    this.#rejoins.answer(room);
  }

  #end(leader: Authority): void {
    const { room, connection } = leader;
    const registry = this.#registry;
    room.leading = undefined;
    for (const one of [...room.waiters.values(), ...room.rejoining, ...room.authorities]) {
      if (one !== leader) registry.dismiss(one.connection, { type: 'ended' });
    }
    registry.forget(room);
    for (const { sfuRoom } of [room.old, room.next, room.call].filter((one) => one !== undefined)) {
      registry.deliver({ do: 'deleteSfuRoom', sfuRoom });
    }
    if (room.call) this.#ending.set(room.call.sfuRoom, connection);
    room.old = room.next = room.call = undefined;
    room.authorities.delete(leader);
    const client = registry.clients.get(connection);
    if (client) client.role = { is: 'done' };
  }

  // ── what the SFU says ───────────────────────────────────────────────────────────────────────────────────

  #takeFromSfu(
    event: Happened<
      'sfuRoomOpened' | 'sfuRoomNotOpened' | 'sfuRoomDeleted' | 'sfuRoomNotDeleted' | 'sfuRoomFinished'
    >,
    now: number,
  ): void {
    const { sfuRoom } = event;
    const room = this.#registry.roomOfSfu(sfuRoom);
    const ending = this.#ending.get(sfuRoom);
    switch (event.type) {
      case 'sfuRoomOpened':
        if (room) this.#opened(room, sfuRoom, now);
        return;
      case 'sfuRoomNotOpened':
        if (room?.next?.sfuRoom === sfuRoom) this.#moves.notMade(room);
        else if (room) this.#authorities.notMade(room);
        return;
      case 'sfuRoomDeleted':
        if (ending !== undefined) this.#registry.close(ending);
        if (room) this.#moves.deleted(room, sfuRoom);
        break;
      case 'sfuRoomNotDeleted':
        if (ending !== undefined) this.#registry.refuse(ending, 'sfuUnavailable');
        if (room) this.#moves.notDeleted(room, sfuRoom, now);
        break;
      case 'sfuRoomFinished':
        if (room?.call?.sfuRoom !== sfuRoom) return;
        room.finished = true;
        return this.#registry.forgetIfUnused(room);
      default:
        event satisfies never;
    }
    this.#ending.delete(sfuRoom);
  }

  #opened(room: Room, sfuRoom: SfuRoom, now: number): void {
    if (room.next?.sfuRoom === sfuRoom) this.#moves.made(room, now);
    else this.#authorities.made(room, now);
    this.#waitingRoom.tell(room, now);
  }

  // ── everyone ────────────────────────────────────────────────────────────────────────────────────────────

  #tick(now: number): void {
    for (const { connection, role } of this.#registry.clients.values()) {
      if (role.is === 'new' && now > role.until) this.#registry.refuse(connection, 'tooSlow');
    }
    for (const room of this.#registry.rooms()) {
      this.#waitingRoom.tick(room, now);
      this.#rejoins.tick(room, now);
      this.#insides.tick(room, now);
      this.#moves.tick(room, now);
      if (now > room.used + UNUSED_MS) room.finished = true;
      this.#registry.forgetIfUnused(room);
    }
  }

  #leaveRoom(client: Client, now: number): void {
    const { role } = client;
    client.role = { is: 'done' };
    if (role.is === 'new' || role.is === 'done') return;
    const { room } = role;
    if (role.is === 'waiting') this.#waitingRoom.leave(role, now);
    else if (role.is === 'authority') this.#authorities.leave(role, now);
    else room.rejoining.delete(role);
    room.used = now;
    this.#registry.forgetIfUnused(room);
  }
}
