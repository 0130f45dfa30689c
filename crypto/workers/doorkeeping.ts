/** The leader's door (§4): whom it shows, whom it lets in, and the list of them for every authority. */

import {
  branded,
  type Bytes,
  type Key,
  type MemberIndex,
  type Milliseconds,
  type ParticipantId,
} from '../brands.ts';
import { type Grant, participantIdOf } from '../claim.ts';
import type { Doorkeeper } from '../door/keeper.ts';
import { doorAfter, type DoorEffect, type DoorState, isShut, shownKnock } from '../door/knocks.ts';
import { type DoorEvent, stepDoor } from '../door/leader.ts';
import { type AdmitText, isNote } from '../door/messages.ts';
import type { GroupEvent } from '../group/epochs.ts';
import { type Member, othersOf, present } from '../group/member.ts';
import { isAuthority } from '../group/roster.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { KnockEntry, Note } from './protocol.ts';
import type { Room } from './room.ts';
import type { Surroundings } from './surroundings.ts';
import { waitingList, withinBytes } from './waitingList.ts';

/** The list is told at most this often: a crowd changes it at every envelope. */
const LIST_MS: Milliseconds = 250;
/** Notes of one knock in the list, the newest. */
const NOTES_MAX = 20;
/** Envelopes kept while the passphrase is being stretched. */
const EARLY_MAX = 512;

/** What the door needs of the rest of the vault. */
export interface DoorNeeds {
  readonly around: Surroundings;
  readonly room: () => Room | undefined;
  readonly member: () => Member | undefined;
  /** The own grant, good now. */
  readonly grant: () => Grant | undefined;
  /** How many people the relay lets in, 0 while that is not known. */
  readonly places: () => number;
  readonly step: (event: GroupEvent) => void;
}

interface Open {
  readonly prs: Key;
  readonly door: DoorState;
  /** Let in, and waiting for the state that has them. */
  readonly admitting: ReadonlyMap<number, ParticipantId>;
  readonly notes: ReadonlyMap<number, readonly Note[]>;
}

export class Doorkeeping {
  readonly #needs: DoorNeeds;
  #open: Open | undefined;
  /** What came while the passphrase was being stretched; undefined while the door is neither open nor opening. */
  #early: { readonly waiter: number; readonly data: Bytes }[] | undefined;
  /** The list was not told as it is now. */
  #changed = false;
  #toldAt: Milliseconds = 0;
  #listed = 0;

  constructor(needs: DoorNeeds) {
    this.#needs = needs;
  }

  /** Opens the door once `prs` is there; `failedGuesses` is how many others counted at this passphrase. */
  async open(prs: Promise<Key>, failedGuesses: number): Promise<void> {
    const early: { waiter: number; data: Bytes }[] = [];
    this.#early = early;
    const stretched = await prs;
    // It may have been closed meanwhile, or opened anew.
    if (this.#early !== early) return;
    this.#early = undefined;
    const door = doorAfter(failedGuesses);
    this.#open = { prs: stretched, door, admitting: new Map(), notes: new Map() };
    if (failedGuesses > 0) this.#needs.step({ type: 'guesses', failed: failedGuesses });
    for (const { waiter, data } of early) this.receive(waiter, data);
  }

  /** Closes it and wipes the keys of all who wait. */
  close(): void {
    this.#early = undefined;
    if (!this.#open) return;
    let { door } = this.#open;
    const keeper = this.#keeper(this.#open);
    for (const waiter of keeper ? door.knocks.keys() : []) {
      if (keeper) door = stepDoor(door, keeper, { type: 'gone', waiter }, this.#now()).state;
    }
    this.#open = undefined;
    if (this.#listed > 0) this.#needs.around.toPage({ type: 'knocks', knocks: [] });
    this.#listed = 0;
  }

  /** Goes over to the room's new passphrase, with its PRS. */
  renew(prs: Key, link: boolean): void {
    if (!this.#open) return;
    this.#open = { ...this.#open, prs };
    this.#step({ type: 'renewed', link });
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  get isShut(): boolean {
    const keeper = this.#open && this.#keeper(this.#open);
    return this.#open !== undefined && keeper !== undefined && isShut(this.#open.door, keeper);
  }

  get failedGuesses(): number {
    return this.#open?.door.failedGuesses ?? 0;
  }

  /** Who was let in and is not in the roster yet. */
  get admitting(): readonly ParticipantId[] {
    return [...(this.#open?.admitting.values() ?? [])];
  }

  receive(waiter: number, data: Bytes): void {
    if (this.#early && this.#early.length < EARLY_MAX) this.#early.push({ waiter, data });
    this.#step({ type: 'envelope', waiter, data });
  }

  gone(waiter: number): void {
    this.#step({ type: 'gone', waiter });
  }

  tick(): void {
    this.#step({ type: 'tick' });
  }

  // ── what authorities do ───────────────────────────────────────────────────────────────────────────────────

  /** Lets a knock in with the next state; refuses `outOfTurn` (nobody shown there) and `full`. */
  admit(waiter: number, by: MemberIndex): Refusal | undefined {
    const shown = this.#open && shownKnock(this.#open.door, waiter);
    if (!this.#open || !shown || this.#open.admitting.has(waiter)) return refuse('outOfTurn');
    if (this.#isFull(this.#open)) return refuse('full');
    const { signKey, name, keys } = shown;
    const admitting = new Map(this.#open.admitting).set(waiter, participantIdOf(signKey));
    this.#open = { ...this.#open, admitting };
    // A copy: the door wipes its keys when the knock is over.
    const pairRoot = branded<Key>(keys.pairRoot.slice());
    this.#needs.step({ type: 'enter', entry: { waiter, signKey, name, pairRoot, by } });
    return undefined;
  }

  /** Lets in everybody who is shown, as far as there are places. */
  admitAll(by: MemberIndex): void {
    for (const [waiter, { at }] of this.#open?.door.knocks ?? []) {
      if (at === 'shown' && this.admit(waiter, by)?.refused === 'full') return;
    }
  }

  /** The newcomer is in the state: hands over the keys. */
  admitted(waiter: number, participantId: ParticipantId, text: AdmitText): void {
    if (!this.#open || !shownKnock(this.#open.door, waiter)) return;
    this.#needs.around.toPage({ type: 'tokenFor', waiter, participantId });
    this.#step({ type: 'admit', waiter, text });
    this.#needs.around.toPage({ type: 'answered', waiter, how: 'admitted' });
  }

  /** Turns a knock away; refuses `outOfTurn`: nobody shown there, or let in already. */
  deny(waiter: number): Refusal | undefined {
    const shown = this.#open && shownKnock(this.#open.door, waiter);
    if (!shown || this.#open?.admitting.has(waiter)) return refuse('outOfTurn');
    this.#step({ type: 'deny', waiter });
    this.#needs.around.toPage({ type: 'answered', waiter, how: 'denied' });
    return undefined;
  }

  /** Writes to who waits; refuses `badText` and `outOfTurn`. */
  note(waiter: number, text: string): Refusal | undefined {
    if (!isNote(text)) return refuse('badText');
    if (!this.#open || !shownKnock(this.#open.door, waiter)) return refuse('outOfTurn');
    this.#step({ type: 'note', waiter, text });
    this.#note(waiter, { from: 'host', text });
    return undefined;
  }

  /** Opens a door that too many failed guesses shut. */
  reopen(): void {
    this.#step({ type: 'open' });
  }

  // ── the list ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Tells this authority, who is new to it, who waits. */
  tellKnocks(to: MemberIndex): void {
    const knocks = this.#list();
    if (knocks.length > 0) this.#confide(to, withinBytes(knocks));
  }

  #list(): readonly KnockEntry[] {
    const member = this.#needs.member();
    if (!this.#open || !member) return [];
    return waitingList(this.#open.door, this.#open.notes, present(member).roster ?? []);
  }

  #tellList(): void {
    if (!this.#changed || this.#now() < this.#toldAt + LIST_MS) return;
    this.#changed = false;
    this.#toldAt = this.#now();
    const knocks = this.#list();
    this.#listed = knocks.length;
    this.#needs.around.toPage({ type: 'knocks', knocks });
    const member = this.#needs.member();
    const others = member ? othersOf(member).filter(isAuthority) : [];
    const told = withinBytes(knocks);
    for (const { index } of others) this.#confide(index, told);
  }

  #confide(to: MemberIndex, knocks: readonly KnockEntry[]): void {
    this.#needs.step({ type: 'whisper', to, message: { type: 'knocks', knocks } });
  }

  // ── the machine ───────────────────────────────────────────────────────────────────────────────────────────

  #step(event: DoorEvent): void {
    const keeper = this.#open && this.#keeper(this.#open);
    if (!this.#open || !keeper) return;
    const before = this.#open.door;
    const { state: door, effects } = stepDoor(before, keeper, event, this.#now());
    this.#open = { ...this.#open, door };
    for (const effect of effects) this.#effect(effect);
    if (door.failedGuesses !== before.failedGuesses)
      this.#needs.step({ type: 'guesses', failed: door.failedGuesses });
    this.#tellList();
  }

  #effect(effect: DoorEffect): void {
    switch (effect.type) {
      case 'send':
        return this.#needs.around.toPage({ type: 'envelope', data: effect.envelope, waiter: effect.waiter });
      case 'shown':
        this.#changed = true;
        return;
      case 'noted':
        return this.#note(effect.waiter, { from: 'guest', text: effect.text });
      case 'gone': {
        if (!this.#open) return;
        const admitting = new Map(this.#open.admitting);
        const notes = new Map(this.#open.notes);
        admitting.delete(effect.waiter);
        notes.delete(effect.waiter);
        this.#open = { ...this.#open, admitting, notes };
        this.#changed = true;
        return;
      }
    }
  }

  #note(waiter: number, note: Note): void {
    if (!this.#open) return;
    const all = [...(this.#open.notes.get(waiter) ?? []), note].slice(-NOTES_MAX);
    this.#open = { ...this.#open, notes: new Map(this.#open.notes).set(waiter, all) };
    this.#changed = true;
    this.#tellList();
  }

  #keeper(open: Open): Doorkeeper | undefined {
    const room = this.#needs.room();
    const member = this.#needs.member();
    const grant = this.#needs.grant();
    if (!room?.words || !member || !grant) return undefined;
    const { roomId, envelopeKey, former, words } = room;
    const { locked } = present(member).signed.header;
    const { own } = words;
    const { signing } = member.seat;
    return {
      roomId,
      envelopeKey,
      prs: open.prs,
      grant,
      signing,
      own,
      locked,
      full: this.#isFull(open),
      former,
    };
  }

  #isFull({ admitting }: Open): boolean {
    const places = this.#needs.places();
    const member = this.#needs.member();
    const inside = (member && present(member).roster?.length) ?? 0;
    return places > 0 && inside + admitting.size >= places;
  }

  #now(): Milliseconds {
    return this.#needs.around.now();
  }
}
