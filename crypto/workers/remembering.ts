/** Keeps the host's record up to date (§3): what this device needs to be the host again after a reload. */

import { branded, type HostSeed, type Key, type LinkSecret, type Milliseconds } from '../brands.ts';
import { toBase64url } from '../bytes.ts';
import { type Member, ownEntry, present } from '../group/member.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { HostRecord, HostRecords } from './hostRecords.ts';
import type { RoomKeeping } from './room.ts';
import type { Surroundings } from './surroundings.ts';

/** At most one write in so long, however fast states follow one another. */
const WRITE_MS: Milliseconds = 1_000;

export class Remembering {
  readonly #around: Surroundings;
  readonly #rooms: RoomKeeping;
  readonly #records: HostRecords;
  /** What was remembered when this room was gone on with. */
  #found: HostRecord | undefined;
  #due = false;
  #wroteAt: Milliseconds = 0;
  #over = false;

  constructor(around: Surroundings, rooms: RoomKeeping, records: HostRecords) {
    this.#around = around;
    this.#rooms = rooms;
    this.#records = records;
  }

  /** What was remembered of the room that was gone on with, or undefined. */
  get found(): HostRecord | undefined {
    return this.#found;
  }

  /** Tells the page which rooms can be gone on with. */
  async list(): Promise<undefined> {
    this.#around.toPage({ type: 'remembered', rooms: await this.#records.list() });
  }

  /** Goes on with a remembered room; refuses `outOfTurn`: not remembered. */
  async goOn(roomId: string): Promise<Refusal | undefined> {
    const record = await this.#records.open(roomId);
    if (!record) return refuse('outOfTurn');
    const { origin, seed, linkSecret, roomKey, passphrase, own, generation } = record;
    this.#found = record;
    this.#rooms.recall(origin, seed, linkSecret, { passphrase, own, generation }, roomKey);
    return undefined;
  }

  forget(roomId: string): Promise<void> {
    return this.#records.erase(roomId);
  }

  /** The room is another one from here on: what was remembered of the last is not of this one. */
  anew(before: string | undefined): void {
    this.#found = undefined;
    if (before) void this.#records.erase(before);
    this.changed();
  }

  /** Something that is remembered changed. */
  changed(): void {
    this.#due = true;
  }

  /** Writes what is due, if it is time. */
  tick(member: Member | undefined): void {
    if (!this.#due || this.#around.now() < this.#wroteAt + WRITE_MS) return;
    this.write(member);
  }

  /** Writes the record now. */
  write(member: Member | undefined): void {
    const { room } = this.#rooms;
    if (this.#over || !room?.seed || !room.words) return;
    this.#due = false;
    this.#wroteAt = this.#around.now();
    const { seed, linkSecret, roomKey, origin, words } = room;
    const state = member && present(member);
    const { failedGuesses = this.#found?.failedGuesses ?? 0 } = state?.signed.header ?? {};
    void this.#records.save(toBase64url(room.roomId), {
      // Copies: it is written later, and the meeting's own may be wiped by then.
      seed: branded<HostSeed>(seed.slice()),
      linkSecret: branded<LinkSecret>(linkSecret.slice()),
      roomKey: branded<Key>(roomKey.slice()),
      origin,
      ...words,
      failedGuesses,
      at: this.#wroteAt,
      name: (member && ownEntry(member)?.name) ?? this.#found?.name ?? '',
      known:
        member && state
          ? {
              meetingId: member.seat.meetingId,
              n: state.n,
              hash: state.signed.hash,
              removed: [...member.barred].sort(),
            }
          : this.#found?.known,
    });
  }

  /** The meeting ended for everyone: nothing of it is kept. */
  over(): void {
    const { room } = this.#rooms;
    this.#over = true;
    if (room?.seed) void this.#records.erase(toBase64url(room.roomId));
  }
}
