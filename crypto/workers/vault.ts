/**
 * The vault: the one place in a browser that holds the secrets. It drives the machines of the door and of the
 * group, and speaks with the page (`ToVault`, `FromVault`) and the frame worker (`ToFrameKeys`). Clock, timers,
 * storage and channels are passed in, so that the same vault runs in a worker and in a test.
 *
 *   room.ts         links, passphrase            doorkeeping.ts  the leader's door
 *   remembering.ts  the host's record            hosting.ts      what authorities do
 *   knocking.ts     the joiner at the door       authority.ts    grants, and what the relay is told
 *   entering.ts     from a link to a seat        wording.ts      the words that open the door
 *   arriving.ts     a host on its way in         talk.ts         what is said
 *   inGroup.ts      the group machine            people.ts       the list, the code, compared keys
 *   recorders.ts    who records                  afterwards.ts   ratings, when all is over
 */

import type { MemberIndex, Milliseconds } from '../brands.ts';
import { participantIdOf } from '../claim.ts';
import { isLeading, type Member, present } from '../group/member.ts';
import { normalisePassphrase } from '../passphrase.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { Afterwards } from './afterwards.ts';
import { Authority, type Speaker } from './authority.ts';
import { Doorkeeping } from './doorkeeping.ts';
import { Entering } from './entering.ts';
import { HostRecords } from './hostRecords.ts';
import { Hosting } from './hosting.ts';
import { type Further, InGroup } from './inGroup.ts';
import { Knocking } from './knocking.ts';
import { Newcomers } from './newcomers.ts';
import { People } from './people.ts';
import type { FromFrameKeys } from './frameProtocol.ts';
import type { Saying, ToVault } from './protocol.ts';
import { Remembering } from './remembering.ts';
import { type Room, RoomKeeping } from './room.ts';
import type { Surroundings } from './surroundings.ts';
import { sayable, Talk } from './talk.ts';
import { Wording } from './wording.ts';

export type { Surroundings } from './surroundings.ts';

/** What a message of the page comes to: nothing, or why it was refused. */
type Outcome = Refusal | undefined;

export class Vault {
  readonly #around: Surroundings;
  readonly #rooms: RoomKeeping;
  readonly #remembering: Remembering;
  readonly #knocking: Knocking;
  readonly #group: InGroup;
  readonly #door: Doorkeeping;
  readonly #authority: Authority;
  readonly #hosting: Hosting;
  readonly #entering: Entering;
  readonly #talk: Talk;
  readonly #people: People;
  readonly #afterwards: Afterwards;
  readonly #newcomers = new Newcomers();
  #places = 0;
  /** Since when nobody else is in the SFU room, as it said at the last connection. */
  #aloneSince: Milliseconds | undefined;
  #shutTold = false;

  constructor(around: Surroundings) {
    this.#around = around;
    const room = (): Room | undefined => this.#rooms.room;
    const member = (): Member | undefined => this.#group.member;
    this.#rooms = new RoomKeeping(around);
    this.#remembering = new Remembering(around, this.#rooms, new HostRecords(around.records, around.now));
    this.#afterwards = new Afterwards(around);
    this.#talk = new Talk(around);
    this.#people = new People(around);
    this.#knocking = new Knocking(around, room, (admission) => {
      this.#entering.enter(admission);
    });
    this.#group = new InGroup({
      around,
      effect: (now, effect) => {
        this.#effect(now, effect);
      },
      changed: (before, now) => {
        this.#changed(before, now);
      },
    });
    this.#door = new Doorkeeping({
      around,
      room,
      member,
      grant: () => this.#authority.grant,
      places: () => this.#places,
      step: (event) => {
        this.#group.step(event);
      },
    });
    this.#authority = new Authority({
      around,
      room,
      member,
      speaker: () => this.#speaker(),
      move: () => this.#talk.move,
      alone: () => this.#isAlone(),
      admitting: () => this.#door.admitting,
    });
    const parts = { around, rooms: this.#rooms, group: this.#group, door: this.#door };
    const failedBefore = (): number => this.#remembering.found?.failedGuesses ?? 0;
    const wording = new Wording({ ...parts, failedBefore });
    const authority = this.#authority;
    this.#hosting = new Hosting({ ...parts, authority, wording });
    const knocking = (): Knocking => this.#knocking;
    this.#entering = new Entering({ ...parts, authority, remembering: this.#remembering, knocking });
  }

  /** One message of the page. What makes no sense now is refused, and changes nothing. */
  async receive(message: ToVault): Promise<void> {
    const refusal = await this.#handle(message);
    if (refusal) this.#around.toPage({ type: 'refused', of: message.type, reason: refusal.refused });
  }

  /** The frame worker asks for a base key. */
  receiveFrames(asked: FromFrameKeys): void {
    this.#group.receiveFrames(asked);
  }

  /** Lets time pass: several times a second. */
  tick(): void {
    if (this.#afterwards.begun) return;
    this.#knocking.tick();
    this.#entering.arriving?.tick();
    this.#group.step({ type: 'tick' });
    this.#hosting.tick();
    this.#remembering.tick(this.#group.member);
    const { member } = this.#group;
    if (member && this.#door.isShut !== this.#shutTold) this.#tellRoster(member);
  }

  #handle(message: ToVault): Outcome | Promise<Outcome> {
    switch (message.type) {
      case 'part':
        this.#group.end();
        this.#rooms.end();
        return this.#afterwards.receive(message);
      case 'rate':
      case 'openRatings':
        return this.#afterwards.receive(message);
      default:
        return this.#afterwards.begun ? refuse('outOfTurn') : this.#before(message);
    }
  }

  #before(message: Exclude<ToVault, { type: 'part' | 'rate' | 'openRatings' }>): Outcome | Promise<Outcome> {
    switch (message.type) {
      case 'makeRoom':
      case 'ownPassphrase':
      case 'openLink':
      case 'recall':
      case 'goOn':
      case 'forgetRoom':
      case 'start':
      case 'knock':
        return this.#entering.receive(message);
      case 'prepare':
        if (normalisePassphrase(message.passphrase) !== '') void this.#rooms.stretched(message.passphrase);
        return undefined;
      case 'placed':
        return this.#group.member ? undefined : (this.#knocking.placed() as undefined);
      case 'stopKnocking':
        return this.#knocking.stop() as undefined;
      case 'answer':
        return this.#knocking.answer(message.text);
      case 'envelope':
        if (message.waiter === undefined) return this.#knocking.receive(message.data) as undefined;
        return this.#door.receive(message.waiter, message.data) as undefined;
      case 'gone':
        return this.#door.gone(message.waiter) as undefined;
      case 'relayNonce':
        return this.#authority.claim(message.nonce);
      case 'rejoinNonce':
        return this.#authority.rejoin(message.nonce);
      case 'opened':
        this.#places = message.max;
        this.#talk.moved(message.move);
        return undefined;
      case 'moved':
        return this.#moved(message.move);
      case 'frames':
        return undefined;
      default:
        return this.#inMeeting(message);
    }
  }

  #inMeeting(message: ToVault): Outcome | Promise<Outcome> {
    const { member } = this.#group;
    switch (message.type) {
      case 'connected':
        this.#entering.arriving?.connected(message.others);
        return this.#group.step({ type: 'connected' }) as undefined;
      case 'packet':
        this.#entering.arriving?.packet(message.data);
        return this.#group.step({ type: 'packet', data: message.data }) as undefined;
      case 'media':
        return this.#group.step({ type: 'media', on: message.on }) as undefined;
      case 'act':
        return this.#hosting.act(message.action);
      case 'say':
        return this.#say(message.saying);
      case 'code':
        return member ? this.#people.code(member) : refuse('outOfTurn');
      case 'compared': {
        const refusal = this.#people.confirm(message.n);
        if (!refusal && member) this.#tellRoster(member);
        return refusal;
      }
      case 'end':
        return this.#end();
      default:
        return refuse('outOfTurn');
    }
  }

  #speaker(): Speaker | undefined {
    const seat = this.#group.member?.seat;
    return seat ?? this.#entering.arriving?.speaker;
  }

  // ── in the meeting ────────────────────────────────────────────────────────────────────────────────────────

  #say(saying: Saying): Outcome {
    const { member } = this.#group;
    if (!member) return refuse('outOfTurn');
    const clean = sayable(saying, member);
    if (isRefusal(clean)) return clean;
    this.#group.step({ type: 'say', saying: clean }, 'say');
    return undefined;
  }

  #moved(move: number): Outcome {
    const { member } = this.#group;
    if (!member || !isLeading(member)) return refuse('outOfTurn');
    if (this.#talk.moved(move)) this.#group.step({ type: 'say', saying: { say: 'moved', move } }, 'moved');
    return undefined;
  }

  #end(): Outcome {
    if (!this.#group.member) return refuse('outOfTurn');
    this.#group.step({ type: 'end' }, 'end');
    if (this.#group.member.over !== 'ended') return undefined;
    this.#remembering.over();
    this.#around.toPage({ type: 'bye' });
    return undefined;
  }

  #effect(member: Member, effect: Further): void {
    const { toPage, now } = this.#around;
    switch (effect.type) {
      case 'roster':
        this.#afterwards.know(member);
        this.#tellRoster(member);
        return this.#talk.recorders.roster(member);
      case 'seat':
        return this.#group.tellSeat(this.#rooms.room?.seed !== undefined);
      case 'admitted':
        this.#newcomers.admitted(effect.signKey);
        return this.#door.admitted(effect.waiter, participantIdOf(effect.signKey), effect.text);
      case 'dropped':
        // The relay watches for those who were removed; that others are gone, the lists tell it.
        if (effect.how !== 'removed') return;
        return toPage({ type: 'remove', participantId: participantIdOf(effect.member.signKey) });
      case 'arrived':
        return this.#arrived(member, effect.index);
      case 'leaving':
        return toPage({ type: 'leaving', members: this.#people.entries(effect.members, effect.members) });
      case 'heard':
        return this.#talk.heard(member, effect);
      case 'confided':
        if (effect.message.type === 'history') return this.#talk.before(effect.from, effect.message.lines);
        return this.#hosting.confided(effect.from, effect.message);
      case 'log':
        return toPage({ type: 'log', entry: { ...effect.entry, at: now() } });
      case 'over':
        if (effect.how === 'ended') this.#remembering.over();
        return toPage(effect);
      case 'lead':
        // Told after the step, with the rank that goes with it.
        return;
    }
  }

  #arrived(member: Member, index: MemberIndex): void {
    this.#hosting.arrived(member, index);
    const { move } = this.#talk;
    if (!this.#newcomers.arrived(member, index)) return;
    if (move > 0) this.#group.step({ type: 'say', saying: { say: 'moved', move } });
    const lines = this.#talk.history();
    if (present(member).signed.header.history && lines.length > 0)
      this.#group.step({ type: 'whisper', to: index, message: { type: 'history', lines } });
  }

  /** Nobody was there at the last connection, and nobody was heard since. */
  #isAlone(): boolean {
    const heard = this.#group.member?.leading?.lastHeard ?? 0;
    return this.#aloneSince !== undefined && heard < this.#aloneSince;
  }

  #changed(before: Member | undefined, member: Member): void {
    this.#hosting.changed(before, member);
    if (before && present(before) !== present(member)) this.#remembering.changed();
  }

  #tellRoster(member: Member): void {
    this.#shutTold = this.#door.isShut;
    const own = this.#rooms.room?.words?.own ?? false;
    this.#people.tell(member, { own, shut: this.#door.isOpen ? this.#shutTold : undefined });
  }
}
