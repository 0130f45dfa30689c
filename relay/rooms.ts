/**
 * The waiting rooms: who waits, who leads, who was admitted. Events go in, deliveries come out; no socket, no
 * clock, no randomness, nothing kept on disk. The way of a meeting:
 *
 *   connected ─ wait ──→ a waiter: told whether a host is there; its envelopes go to the leader
 *             └ claim ─→ the leader, if grant and signed hello hold (§8)
 *                  open ──→ the SFU room is made, everyone in it who is not admitted is thrown out;
 *                           `opened`, then one `waiting` per waiter
 *                  admit ─→ remembered, a join token goes to the waiter (or to the leader itself)
 *                  deny, remove, end
 *   An identity that joins the SFU room unadmitted is thrown out, but only once a leader has opened the room:
 *   a relay that has just started knows nobody, and must not end the calls it finds.
 *
 * A room nobody leads, a room that does not exist and a room with no place left look the same from outside.
 */

import {
  branded,
  checkHello,
  fromBase64url,
  isRefusal,
  participantIdOf,
  toBase64url,
  type ParticipantId,
  type RoomId,
} from '../crypto/claim.ts';
import { Bucket, type Limits, type Places } from './limits.ts';
import type { Client, Connection, Delivery, Leading, Role, Room, RoomEvent, Waiting } from './room.ts';
import type { SfuRoom } from './tokens.ts';
import type { FromRelay, RelayRefusal, ToRelay } from './wire.ts';

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
  /** Name of the SFU room of a room and a move number. */
  readonly sfuRoomOf: (room: RoomId, move: number) => SfuRoom;
}

export class Rooms {
  readonly #limits: Limits;
  readonly #places: Places;
  readonly #sfuRoomOf: RoomsOptions['sfuRoomOf'];
  readonly #clients = new Map<Connection, Client>();
  readonly #rooms = new Map<string, Room>();
  readonly #bySfuRoom = new Map<SfuRoom, Room>();
  #nextWaiter = 1;
  #out: Delivery[] = [];

  constructor({ limits, places, sfuRoomOf }: RoomsOptions) {
    this.#limits = limits;
    this.#places = places;
    this.#sfuRoomOf = sfuRoomOf;
  }

  /** Takes in what happened at `now` (milliseconds since 1970); gives what to do about it, in this order. */
  step(event: RoomEvent, now: number): readonly Delivery[] {
    this.#out = [];
    this.#take(event, now);
    return this.#out;
  }

  /** Rooms somebody leads, waits for or has opened. */
  get size(): number {
    return this.#rooms.size;
  }

  #take(event: RoomEvent, now: number): void {
    switch (event.type) {
      case 'connected':
        return this.#connected(event, now);
      case 'tick':
        return this.#tick(now);
      case 'present':
        return this.#present(event.sfuRoom, event.participants);
      case 'sfuRoomFinished':
        return this.#finished(event.sfuRoom);
      default: {
        const client = this.#clients.get(event.from);
        if (client) this.#takeFrom(client, event, now);
      }
    }
  }

  #takeFrom(client: Client, event: Exclude<FromOne, Happened<'connected'>>, now: number): void {
    switch (event.type) {
      case 'said':
        if (!client.messages.take(now)) this.#refuse(client, 'tooMany', now);
        else this.#said(client, event.message, now);
        return;
      case 'garbled':
        return this.#refuse(client, 'malformed', now);
      case 'disconnected':
        this.#leaveRoom(client, now);
        this.#clients.delete(client.connection);
        return;
      case 'sfuRoomOpened':
        return this.#opened(client, event.sfuRoom);
      case 'sfuFailed':
        return this.#refuse(client, 'sfuUnavailable', now);
      case 'sfuRoomDeleted':
        return this.#close(client.connection);
      default:
        event satisfies never;
    }
  }

  #connected({ from, origin, nonce, place }: Happened<'connected'>, now: number): void {
    const { messageBurst, messagesPerSecond, helloMs } = this.#limits;
    const messages = new Bucket(messageBurst, 1000 / messagesPerSecond, now);
    const role: Role = { is: 'new', until: now + helloMs };
    this.#clients.set(from, { connection: from, origin, nonce, place, messages, role });
    this.#send(from, { type: 'nonce', nonce: toBase64url(nonce) });
  }

  #said(client: Client, message: ToRelay, now: number): void {
    const { role } = client;
    if (role.is === 'done') return;
    if (message.type === 'wait' && role.is === 'new') return this.#wait(client, message, now);
    if (message.type === 'claim' && role.is === 'new') return this.#claim(client, message, now);
    if (message.type === 'envelope' && role.is === 'waiting')
      return this.#envelope(client, role, message, now);
    if (role.is !== 'leading') return this.#refuse(client, 'notAllowed', now);
    if (message.type === 'open') return this.#open(client, role, message, now);
    if (!role.opened || !role.room.opened) return this.#refuse(client, 'notAllowed', now);
    const { sfuRoom, admitted } = role.room.opened;
    switch (message.type) {
      case 'admit':
        return this.#admit(client, role.room, message);
      case 'deny':
        return this.#deny(role.room, message, now);
      case 'envelopeTo': {
        const to = role.room.waiters.get(message.waiter);
        if (to !== undefined) this.#send(to, { type: 'envelope', data: message.data });
        return;
      }
      case 'remove':
        admitted.delete(message.participant);
        this.#out.push({ do: 'removeFromSfu', sfuRoom, participant: message.participant });
        return;
      case 'end':
        return this.#end(client, role.room, sfuRoom);
      case 'wait':
      case 'claim':
      case 'envelope':
        return this.#refuse(client, 'notAllowed', now);
      default:
        message satisfies never;
    }
  }

  // ── joiners ─────────────────────────────────────────────────────────────────────────────────────────────

  #wait(client: Client, message: Said<'wait'>, now: number): void {
    const room = this.#roomOf(message.room, now);
    if (room === undefined) return this.#refuse(client, 'malformed', now);
    if ((room.denied.get(client.place)?.times ?? 0) > 1) return this.#refuse(client, 'tooMany', now);
    const waiter = this.#nextWaiter++;
    const perMinute = this.#limits.envelopesPerMinute;
    const envelopes = new Bucket(perMinute, 60_000 / perMinute, now);
    const role: Waiting = { is: 'waiting', room, waiter, envelopes, knocking: true, heard: false };
    client.role = role;
    room.waiters.set(waiter, client.connection);
    this.#hear(room);
    if (!role.heard) this.#send(client.connection, { type: 'host', present: false });
  }

  #envelope(client: Client, role: Waiting, message: Said<'envelope'>, now: number): void {
    if (!role.envelopes.take(now)) return this.#refuse(client, 'tooMany', now);
    const leader = this.#led(role.room);
    if (leader === undefined || !role.heard) return;
    if (role.knocking && !this.#places.knock(client.place, now)) return this.#refuse(client, 'tooMany', now);
    role.knocking = false;
    this.#send(leader.connection, { type: 'envelopeFrom', waiter: role.waiter, data: message.data });
  }

  // ── authorities ─────────────────────────────────────────────────────────────────────────────────────────

  #claim(client: Client, message: Said<'claim'>, now: number): void {
    const roomId = fromBase64url(message.room);
    const grant = fromBase64url(message.grant);
    const signature = fromBase64url(message.signature);
    if (!roomId || !grant || !signature) return this.#refuse(client, 'malformed', now);
    const { origin, nonce } = client;
    const held = checkHello({ grant, signature }, { origin, roomId: branded<RoomId>(roomId), nonce, now });
    if (isRefusal(held)) return this.#refuse(client, 'badClaim', now);

    const room = this.#roomOf(message.room, now);
    if (room === undefined) return this.#refuse(client, 'malformed', now);
    const signKey = toBase64url(held.signKey);
    const former = room.leader === undefined ? undefined : this.#clients.get(room.leader);
    if (former?.role.is === 'leading') {
      if (former.role.signKey !== signKey) return this.#refuse(client, 'notAllowed', now);
      this.#leaveRoom(former, now);
      this.#close(former.connection);
    }
    client.role = { is: 'leading', room, signKey, participant: participantIdOf(held.signKey), opened: false };
    room.leader = client.connection;
  }

  #open(client: Client, role: Leading, message: Said<'open'>, now: number): void {
    const { room, participant } = role;
    const sfuRoom = this.#sfuRoomOf(room.id, message.move);
    if (!this.#bySfuRoom.has(sfuRoom) && this.#bySfuRoom.size >= this.#limits.rooms) {
      return this.#refuse(client, 'tooMany', now);
    }
    if (room.opened) this.#bySfuRoom.delete(room.opened.sfuRoom);
    room.finished = false;
    room.opened = { sfuRoom, admitted: new Set<string>([...message.admitted, participant]) };
    this.#bySfuRoom.set(sfuRoom, room);
    this.#out.push({ do: 'openSfuRoom', for: client.connection, sfuRoom });
  }

  #opened({ connection, role }: Client, sfuRoom: SfuRoom): void {
    if (role.is !== 'leading' || role.room.opened?.sfuRoom !== sfuRoom) return;
    const { room } = role;
    const first = !role.opened;
    role.opened = true;
    this.#send(connection, { type: 'opened' });
    if (!first) return;
    this.#hear(room);
  }

  #admit({ connection }: Client, room: Room, { participant, waiter }: Said<'admit'>): void {
    const to = waiter === undefined ? connection : room.waiters.get(waiter);
    if (to === undefined || !room.opened) return;
    room.finished = false;
    room.opened.admitted.add(participant);
    const { sfuRoom } = room.opened;
    this.#out.push({ do: 'issueToken', to, sfuRoom, participant: branded<ParticipantId>(participant) });
  }

  #deny(room: Room, { waiter }: Said<'deny'>, now: number): void {
    const connection = room.waiters.get(waiter);
    const client = connection === undefined ? undefined : this.#clients.get(connection);
    if (client?.role.is !== 'waiting') return;
    client.role.knocking = true;
    const times = (room.denied.get(client.place)?.times ?? 0) + 1;
    room.denied.set(client.place, { times, until: now + this.#limits.denyMs });
    if (times > 1) this.#refuse(client, 'tooMany', now);
  }

  #end(leader: Client, room: Room, sfuRoom: SfuRoom): void {
    leader.role = { is: 'done' };
    for (const to of room.waiters.values()) {
      const waiting = this.#clients.get(to);
      if (waiting) waiting.role = { is: 'done' };
      this.#send(to, { type: 'ended' });
      this.#close(to);
    }
    this.#rooms.delete(room.name);
    this.#bySfuRoom.delete(sfuRoom);
    this.#out.push({ do: 'deleteSfuRoom', for: leader.connection, sfuRoom });
  }

  // ── what the SFU says ───────────────────────────────────────────────────────────────────────────────────

  #present(sfuRoom: SfuRoom, participants: readonly string[]): void {
    const room = this.#bySfuRoom.get(sfuRoom);
    if (!room?.opened) return;
    for (const participant of participants) {
      if (room.opened.admitted.has(participant)) continue;
      this.#out.push({ do: 'removeFromSfu', sfuRoom, participant });
      if (room.leader !== undefined) this.#send(room.leader, { type: 'stranger' });
    }
  }

  #finished(sfuRoom: SfuRoom): void {
    const room = this.#bySfuRoom.get(sfuRoom);
    if (!room) return;
    room.finished = true;
    this.#forgetIfUnused(room);
  }

  // ── everyone ────────────────────────────────────────────────────────────────────────────────────────────

  #tick(now: number): void {
    for (const client of this.#clients.values()) {
      if (client.role.is === 'new' && now > client.role.until) this.#refuse(client, 'tooSlow', now);
    }
    for (const room of this.#rooms.values()) {
      for (const [place, { until }] of room.denied) if (now > until) room.denied.delete(place);
      if (now > room.used + UNUSED_MS) room.finished = true;
      this.#forgetIfUnused(room);
    }
  }

  /** The room of this name (base64url of 16 bytes), made if need be; undefined for another spelling of it. */
  #roomOf(name: string, now: number): Room | undefined {
    const known = this.#rooms.get(name);
    if (known) {
      known.used = now;
      return known;
    }
    const id = fromBase64url(name);
    if (id === undefined) return undefined;
    const room: Room = {
      id: branded<RoomId>(id),
      name,
      waiters: new Map(),
      denied: new Map(),
      leader: undefined,
      opened: undefined,
      finished: false,
      used: now,
    };
    this.#rooms.set(name, room);
    return room;
  }

  #forgetIfUnused(room: Room): void {
    if (room.leader !== undefined || room.waiters.size > 0 || (room.opened && !room.finished)) return;
    this.#rooms.delete(room.name);
    if (room.opened) this.#bySfuRoom.delete(room.opened.sfuRoom);
  }

  /** The room's leader, once it has opened the room. */
  #led(room: Room): Client | undefined {
    const leader = room.leader === undefined ? undefined : this.#clients.get(room.leader);
    return leader?.role.is === 'leading' && leader.role.opened ? leader : undefined;
  }

  *#waiting(room: Room): Generator<Client & { role: Waiting }> {
    for (const connection of room.waiters.values()) {
      const client = this.#clients.get(connection);
      if (client && isWaiting(client)) yield client;
    }
  }

  /** Tells the leader of those it has not heard of, as many as the waiting room holds, and them of the leader. */
  #hear(room: Room): void {
    const leader = this.#led(room);
    if (leader === undefined) return;
    let left = this.#limits.waitersPerRoom;
    for (const { connection, role } of this.#waiting(room)) {
      if (left-- <= 0) return;
      if (role.heard) continue;
      role.heard = true;
      this.#send(connection, { type: 'host', present: true });
      this.#send(leader.connection, { type: 'waiting', waiter: role.waiter });
    }
  }

  #leaveRoom(client: Client, now: number): void {
    const { role, connection } = client;
    client.role = { is: 'done' };
    if (role.is !== 'waiting' && role.is !== 'leading') return;
    const { room } = role;
    if (role.is === 'waiting') {
      room.waiters.delete(role.waiter);
      const leader = role.heard ? this.#led(room) : undefined;
      if (leader) this.#send(leader.connection, { type: 'gone', waiter: role.waiter });
      this.#hear(room);
    } else if (room.leader === connection) {
      room.leader = undefined;
      for (const waiting of this.#waiting(room)) {
        if (waiting.role.heard) this.#send(waiting.connection, { type: 'host', present: false });
        waiting.role.heard = false;
      }
    }
    room.used = now;
    this.#forgetIfUnused(room);
  }

  #refuse(client: Client, reason: RelayRefusal, now: number): void {
    this.#send(client.connection, { type: 'refused', reason });
    this.#leaveRoom(client, now);
    this.#close(client.connection);
  }

  #send(to: Connection, message: FromRelay): void {
    this.#out.push({ do: 'send', to, message });
  }

  #close(to: Connection): void {
    this.#out.push({ do: 'close', to });
  }
}

function isWaiting(client: Client): client is Client & { role: Waiting } {
  return client.role.is === 'waiting';
}
