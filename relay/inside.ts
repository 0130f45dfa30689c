/**
 * Who is in the meeting: what the leader says (§8), and what follows for the SFU room. Nobody admitted is ever
 * thrown out; who is not admitted is, but only once a leader has said who is: a relay that has just started knows
 * nobody, and must not end the calls it finds.
 */

import { branded, type ParticipantId } from '../crypto/claim.ts';
import type { Moves } from './moves.ts';
import type { Registry } from './registry.ts';
import type { Authority, Connection, Inside, Room } from './room.ts';
import type { Present, SfuRoom, Sources } from './tokens.ts';
import type { Lists } from './wire.ts';

/** The relay asks the SFU who is in a room at most so often. */
export const LISTING_MS = 1_000;
/**
 * Who was in is thrown out so long after the word of it: that they are out they can only be told by the leader, over
 * the SFU. Their keys open nothing from the first moment on.
 */
export const FAREWELL_MS = 1_000;
/** Identities remembered beyond those who are in, of each kind. */
const REMEMBERED = 1_000;
/** A removed participant that came back so often causes a move. */
const RETURNS = 2;
/** The longest identity that is told. */
const IDENTITY_LENGTH = 256;

export class Insides {
  readonly #registry: Registry;
  readonly #moves: Moves;
  readonly #max: number;

  /** `max`: how many participants may be in. */
  constructor(registry: Registry, moves: Moves, max: number) {
    this.#registry = registry;
    this.#moves = moves;
    this.#max = max;
  }

  isFull({ inside }: Room): boolean {
    return inside.admitted.size >= this.#max;
  }

  /** New lists, from the authority that leads. It is in itself, and so is every authority that asked to be. */
  take({ room, participant }: Authority, lists: Lists, now: number): void {
    const { inside } = room;
    const before = [...inside.admitted];
    inside.known = true;
    inside.admitted.clear();
    for (const admitted of [...lists.admitted, participant]) this.#enter(room, admitted);
    for (const authority of room.authorities) {
      if (authority.admittedItself) this.#enter(room, authority.participant);
    }
    for (const one of before) if (!inside.admitted.has(one)) this.#letGo(inside, one, now);
    inside.authorities.clear();
    for (const authority of lists.authorities) inside.authorities.add(authority);
    inside.everyone = lists.everyone;
    inside.authoritiesMay = lists.authoritiesMay;
    inside.locked = lists.locked;
    this.askWho(room, now);
  }

  /** Admits, unless this is somebody new and the room is full; then gives false. */
  admit(room: Room, participant: string): boolean {
    if (this.isFull(room) && !room.inside.admitted.has(participant)) return false;
    this.#enter(room, participant);
    return true;
  }

  /** An authority's own way in, however many are. */
  admitAuthority(authority: Authority): void {
    authority.admittedItself = true;
    this.#enter(authority.room, authority.participant);
  }

  /** Throws out; who was admitted before is from now on one whom an authority removed, and has time to hear of it. */
  remove({ inside, call, old }: Room, participant: string, now: number): void {
    const wasIn = inside.former.has(participant) || !inside.known;
    if (inside.admitted.delete(participant)) this.#letGo(inside, participant, now);
    inside.authorities.delete(participant);
    if (wasIn && !inside.removed.has(participant)) {
      inside.removed.set(participant, 0);
      forgetOldest(inside.removed);
    }
    if (inside.going.has(participant)) return;
    for (const one of [call, old]) if (one) this.#throwOut(one.sfuRoom, participant);
  }

  /** A token for the present SFU room; `last`: then the line is closed. */
  issue(room: Room, to: Connection, participant: string, last: boolean): void {
    if (!room.call) return;
    room.finished = false;
    this.#registry.deliver({
      do: 'issueToken',
      to,
      sfuRoom: room.call.sfuRoom,
      move: room.call.move,
      participant: branded<ParticipantId>(participant),
      sources: sourcesOf(room, participant),
      last,
    });
  }

  /** Somebody came into the SFU room: out again with a stranger; a move if an authority removed it and it insists. */
  joined(sfuRoom: SfuRoom, who: Present, now: number): void {
    const room = this.#registry.roomOfSfu(sfuRoom);
    // Whoever comes anew waits for no farewell.
    room?.inside.going.delete(who.participant);
    if (!room || this.#staysIn(room, sfuRoom, who)) return;
    if (room.call?.sfuRoom !== sfuRoom) return;
    this.#tellStranger(room, who.participant);
    const returns = room.inside.removed.get(who.participant);
    if (returns === undefined) return;
    room.inside.removed.set(who.participant, returns + 1);
    if (returns + 1 >= RETURNS) this.#moves.start(room, now);
  }

  /** These are in the SFU room, and nobody else. Who has just left or was just removed may still be among them. */
  present(sfuRoom: SfuRoom, participants: readonly Present[]): void {
    const room = this.#registry.roomOfSfu(sfuRoom);
    if (!room) return;
    for (const who of participants) {
      if (this.#staysIn(room, sfuRoom, who) || room.inside.former.has(who.participant)) continue;
      if (room.call?.sfuRoom === sfuRoom) this.#tellStranger(room, who.participant);
    }
    const admitted = participants.some(({ participant }) => room.inside.admitted.has(participant));
    if (room.old?.sfuRoom === sfuRoom && !admitted) this.#moves.deleteOld(room);
  }

  /** Asks the SFU who is in the room: now, or as soon as it may be asked again. */
  askWho({ inside, call }: Room, now: number): void {
    if (!call || !inside.known) return;
    call.listAgain = now < call.listedAt + LISTING_MS;
    if (call.listAgain) return;
    call.listedAt = now;
    this.#registry.deliver({ do: 'listSfuRoom', sfuRoom: call.sfuRoom });
  }

  /** The SFU did not do what it was asked: perhaps the participant was gone already. A look at who is in shows it. */
  notEnforced(sfuRoom: SfuRoom): void {
    const call = this.#registry.roomOfSfu(sfuRoom)?.call;
    if (call?.sfuRoom === sfuRoom) call.listAgain = true;
  }

  tick(room: Room, now: number): void {
    const { going } = room.inside;
    const due = [...going].filter(([, until]) => now >= until);
    for (const [participant] of due) going.delete(participant);
    if (due.length > 0 || room.call?.listAgain) this.askWho(room, now);
  }

  /** Whether this one may be in the SFU room, and publishes what it may; who may not is thrown out. */
  #staysIn(room: Room, sfuRoom: SfuRoom, { participant, sources }: Present): boolean {
    const { known, admitted, removed, going } = room.inside;
    if ((!known && !removed.has(participant)) || going.has(participant)) return true;
    if (!admitted.has(participant)) {
      this.#throwOut(sfuRoom, participant);
      return false;
    }
    const may = sourcesOf(room, participant);
    if (sources !== may) this.#registry.deliver({ do: 'permit', sfuRoom, participant, sources: may });
    return true;
  }

  #letGo({ going }: Inside, participant: string, now: number): void {
    if (!going.has(participant)) going.set(participant, now + FAREWELL_MS);
  }

  #enter({ inside }: Room, participant: string): void {
    inside.admitted.add(participant);
    inside.removed.delete(participant);
    inside.going.delete(participant);
    inside.former.delete(participant);
    inside.former.add(participant);
    forgetOldest(inside.former);
  }

  #throwOut(sfuRoom: SfuRoom, participant: string): void {
    this.#registry.deliver({ do: 'removeFromSfu', sfuRoom, participant });
  }

  #tellStranger({ leading }: Room, participant: string): void {
    if (!leading) return;
    const told = participant.slice(0, IDENTITY_LENGTH);
    this.#registry.send(leading.connection, { type: 'stranger', participant: told });
  }
}

/** What this participant may publish: as an authority if the lists name it, or if it has a line as one. */
function sourcesOf({ inside, authorities }: Room, participant: string): Sources {
  const isAuthority =
    inside.authorities.has(participant) ||
    [...authorities].some((one) => one.opened !== undefined && one.participant === participant);
  return isAuthority ? inside.authoritiesMay : inside.everyone;
}

/** Maps and sets keep the order of insertion. */
function forgetOldest(remembered: Set<string> | Map<string, number>): void {
  for (const oldest of remembered.keys()) {
    if (remembered.size <= REMEMBERED) return;
    remembered.delete(oldest);
  }
}
