/** The rooms of a relay with a clock that the test turns, and what every connection was told. */

import { branded } from '../../crypto/brands.ts';
import { toBase64url } from '../../crypto/bytes.ts';
import { randomBytes } from '../../crypto/sodium.ts';
import { LIMITS, Places, type Limits, type Place } from '../../relay/limits.ts';
import type { Connection, Delivery, RoomEvent } from '../../relay/room.ts';
import { Rooms } from '../../relay/rooms.ts';
import { sfuRoomOf, type Present, type SfuRoom } from '../../relay/tokens.ts';
import { ALL_SOURCES, ENVELOPE_BYTES, type FromRelay, type Lists, type ToRelay } from '../../relay/wire.ts';
import { listsOf, type Authority } from './authority.ts';

export const ORIGIN = 'https://meet.example';
export const SFU = 'wss://sfu.example';
export const ENVELOPE = toBase64url(new Uint8Array(ENVELOPE_BYTES));
export const START = Date.UTC(2030, 0, 1);
/** What joiners are told in a room that nobody leads. */
export const NOBODY = { type: 'host', present: false, full: false, locked: false };
/** What those are told who are heard. */
export const HEARD = { type: 'host', present: true, full: false, locked: false };

export const refused = (reason: string) => ({ type: 'refused', reason });
export const sfuRoomAt = (authority: Authority, move = 0): SfuRoom =>
  sfuRoomOf('secret', authority.roomId, move);
/** Somebody in an SFU room who may publish everything, unless told otherwise. */
export const presence = (participant: string, sources: number | undefined = ALL_SOURCES): Present => ({
  participant,
  sources,
});
/** Somebody has no place in an SFU room: they are thrown out of it. */
export const thrownOut = (sfuRoom: SfuRoom, participant: string): Delivery => ({
  do: 'removeFromSfu',
  sfuRoom,
  participant,
});
/** The same: a leader is told of them. */
export const toldOf = (to: Connection, participant: string): Delivery => ({
  do: 'send',
  to,
  message: { type: 'stranger', participant },
});
/** The first waiter that a leader was told of. */
export const waiterOf = (told: readonly FromRelay[]): number => {
  const message = told.find((one) => one.type === 'waiting');
  if (message?.type !== 'waiting') throw new Error('nobody waits');
  return message.waiter;
};

export interface WorldOptions {
  readonly limits?: Partial<Limits>;
  readonly maxParticipants?: number;
  /** Whom the draw hits; the first by default. */
  readonly random?: (below: number) => number;
}

export class World {
  now = START;
  readonly #rooms: Rooms;
  readonly #nonces = new Map<Connection, string>();
  readonly #told = new Map<Connection, FromRelay[]>();
  readonly closed = new Set<Connection>();
  deliveries: readonly Delivery[] = [];
  #last = 0;

  constructor({ limits = {}, maxParticipants = 50, random = () => 0 }: WorldOptions = {}) {
    const all = { ...LIMITS, ...limits };
    this.#rooms = new Rooms({
      limits: all,
      places: new Places(all, () => new Uint8Array(32), START),
      maxParticipants,
      sfuRoomOf: (room, move) => sfuRoomOf('secret', room, move),
      random,
    });
  }

  get size(): number {
    return this.#rooms.size;
  }

  happen(event: RoomEvent): readonly Delivery[] {
    this.deliveries = this.#rooms.step(event, this.now);
    for (const delivery of this.deliveries) {
      if (delivery.do === 'send') this.#told.get(delivery.to)?.push(delivery.message);
      if (delivery.do === 'close') this.closed.add(delivery.to);
    }
    return this.deliveries;
  }

  /** Time goes by, and the relay notices. */
  pass(ms: number): readonly Delivery[] {
    this.now += ms;
    return this.happen({ type: 'tick' });
  }

  connect(place = 'somewhere', origin = ORIGIN): Connection {
    const from = branded<Connection>(++this.#last);
    this.#told.set(from, []);
    const nonce = randomBytes(32);
    this.#nonces.set(from, toBase64url(nonce));
    this.happen({ type: 'connected', from, origin, sfu: SFU, nonce, place: place as Place });
    return from;
  }

  leave(from: Connection): readonly Delivery[] {
    return this.happen({ type: 'disconnected', from });
  }

  say(from: Connection, message: ToRelay): readonly Delivery[] {
    return this.happen({ type: 'said', from, message });
  }

  nonce(of: Connection): string {
    return this.#nonces.get(of) ?? '';
  }

  /** What this connection was told since it was last asked for. */
  told(of: Connection): FromRelay[] {
    return this.#told.get(of)?.splice(0) ?? [];
  }

  wait(authority: Authority, place?: string): Connection {
    const joiner = this.connect(place);
    this.told(joiner);
    this.say(joiner, { type: 'wait', room: authority.room });
    return joiner;
  }

  claim(authority: Authority): Connection {
    const line = this.connect('host');
    this.told(line);
    this.say(line, authority.claim(this.nonce(line), ORIGIN, { notAfter: this.now + 3_600_000 }));
    return line;
  }

  rejoin(member: Authority, place?: string): Connection {
    const line = this.connect(place);
    this.told(line);
    this.say(line, member.rejoin(this.nonce(line), ORIGIN));
    return line;
  }

  /** Claims and opens with these lists; null for none at all. */
  open(authority: Authority, lists: Partial<Lists> | null = {}, line = this.claim(authority)): Connection {
    this.say(line, { type: 'open', move: 0, ...(lists && { lists: listsOf(lists) }) });
    this.sfuIsThere();
    return line;
  }

  lists(leader: Connection, lists: Partial<Lists> = {}): readonly Delivery[] {
    return this.say(leader, { type: 'lists', ...listsOf(lists) });
  }

  /** The SFU makes the rooms that it was last asked for. */
  sfuIsThere(): void {
    for (const delivery of this.deliveries) {
      if (delivery.do === 'openSfuRoom') this.happen({ type: 'sfuRoomOpened', sfuRoom: delivery.sfuRoom });
    }
  }

  /** Somebody comes into an SFU room. */
  join(
    sfuRoom: SfuRoom,
    participant: string,
    sources: number | undefined = ALL_SOURCES,
  ): readonly Delivery[] {
    return this.happen({ type: 'joined', sfuRoom, who: { participant, sources } });
  }

  /** The SFU says who is in a room. */
  present(sfuRoom: SfuRoom, ...participants: readonly (string | Present)[]): readonly Delivery[] {
    const all = participants.map((one) => (typeof one === 'string' ? presence(one) : one));
    return this.happen({ type: 'present', sfuRoom, participants: all });
  }
}
