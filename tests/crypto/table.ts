/** A meeting of bare group machines around a table: a clock the test moves, and a carrier it may replace. */

import {
  branded,
  type Bytes,
  type Key,
  type MeetingId,
  type MemberIndex,
  type Milliseconds,
} from '../../crypto/brands.ts';
import { HOST_RANK, makeGrant } from '../../crypto/claim.ts';
import {
  enterMeeting,
  type GroupEvent,
  type GroupStep,
  startMeeting,
  step,
} from '../../crypto/group/epochs.ts';
import { type Member, present } from '../../crypto/group/member.ts';
import type { GroupEffect } from '../../crypto/group/turn.ts';
import { openHeader } from '../../crypto/group/state.ts';
import type { Reason } from '../../crypto/refusal.ts';
import { randomBytes, type SigningPair, signingPair } from '../../crypto/sodium.ts';
import { granted, makeRoom, NOW, type TestRoom } from './making.ts';

/** One packet on its way; gives what arrives. */
export type Carry = (packet: { from: number; to: number; data: Bytes }) => readonly Bytes[];

export class Table {
  now = NOW;
  readonly room: TestRoom;
  readonly members = new Map<number, Member>();
  readonly effects = new Map<number, GroupEffect[]>();
  /** Every packet that was given to the SFU. */
  readonly log: { from: number; data: Bytes }[] = [];
  readonly away = new Set<number>();
  /** Whether an admit has room for the roster. */
  peopleAtDoor = true;
  /** When a newcomer pinged last at the door; undefined if it did not. */
  askedAt: Milliseconds | undefined;
  carry: Carry = ({ data }) => [data];
  readonly leaderSigning: SigningPair = signingPair();
  readonly #grantOfLeader;

  constructor(name = 'Ada', room = makeRoom(), meetingId = branded<MeetingId>(randomBytes(16))) {
    this.room = room;
    const { verifyKey: signKey } = this.leaderSigning;
    const notAfter = NOW + 86_400_000;
    this.#grantOfLeader = makeGrant(room.seed, { meetingId, signKey, rank: HOST_RANK, notAfter });
    const seat = {
      roomId: room.roomId,
      meetingId,
      signing: this.leaderSigning,
      roomKey: copied(room.roomKey),
    };
    const founding = { seat, grant: this.#grantOfLeader, name };
    this.#take(0, startMeeting(founding, this.now));
  }

  member(index: number): Member {
    return granted(this.members.get(index));
  }

  get leader(): Member {
    return this.member(0);
  }

  /** Lets somebody in, and lets the time pass that it takes; gives the index. */
  sit(name: string, connect = true): number {
    const signing = signingPair();
    const pairRoot = branded<Key>(randomBytes(32));
    const before = this.all(0, 'admitted').length;
    const by = this.leader.seat.index;
    const entry = { waiter: 1, signKey: signing.verifyKey, name, pairRoot: copied(pairRoot), by };
    this.tell(0, { type: 'enter', entry });
    for (let tries = 0; this.all(0, 'admitted').length === before && tries < 20; tries++) this.pass(250);
    const { text } = granted(this.all(0, 'admitted').at(-1));
    const state = granted(openHeader(text.header, text.signature, this.leaderSigning.verifyKey));
    // Copies: in the product the text travels sealed, and each side wipes its own.
    const made = enterMeeting(
      {
        index: text.index,
        secret: granted(this.secrets.get(state.header.n)),
        roomKey: copied(this.room.roomKey),
        state,
        people: this.peopleAtDoor ? text.people : undefined,
        askedAt: this.askedAt,
        grant: this.#grantOfLeader,
        pairRoot,
        signing,
        name,
      },
      this.now,
    );
    this.#take(text.index, made);
    if (connect) this.tell(text.index, { type: 'connected' });
    return text.index;
  }

  /** Secrets the leader gave to newcomers, by state. */
  readonly secrets = new Map<number, Key>();

  tell(index: number, event: GroupEvent): void {
    this.#take(index, step(this.member(index), event, this.now));
  }

  #take(index: number, { member, effects }: GroupStep): void {
    this.members.set(index, member);
    this.effects.set(index, [...(this.effects.get(index) ?? []), ...effects]);
    for (const effect of effects) {
      if (effect.type === 'admitted') this.secrets.set(present(member).n, copied(effect.text.secret));
      if (effect.type === 'packets') for (const data of effect.packets) this.send(index, data, effect.to);
    }
  }

  /** Gives a packet to the SFU. */
  send(from: number, data: Bytes, to?: readonly MemberIndex[]): void {
    this.log.push({ from, data });
    if (this.away.has(from)) return;
    for (const index of [...this.members.keys()]) {
      if (index === from || this.away.has(index) || (to && !to.some((one) => one === index))) continue;
      for (const carried of this.carry({ from, to: index, data }))
        this.tell(index, { type: 'packet', data: carried });
    }
  }

  /** Lets milliseconds pass, a tick each quarter of a second. */
  pass(milliseconds: number): void {
    for (const end = this.now + milliseconds; this.now < end;) {
      this.now += Math.min(250, end - this.now);
      for (const index of [...this.members.keys()]) this.tell(index, { type: 'tick' });
    }
  }

  all<Type extends GroupEffect['type']>(index: number, type: Type): Extract<GroupEffect, { type: Type }>[] {
    const effects = this.effects.get(index) ?? [];
    return effects.filter((effect): effect is Extract<GroupEffect, { type: Type }> => effect.type === type);
  }

  alarms(index: number): Reason[] {
    return this.all(index, 'alarm').map(({ reason }) => reason);
  }

  n(index: number): number {
    return present(this.member(index)).n;
  }

  names(index: number): string[] {
    return (present(this.member(index)).roster ?? []).map(({ name }) => name);
  }

  /** Key of the present epoch, as text to compare. */
  key(index: number): string {
    return Array.from(present(this.member(index)).epochKey ?? []).join();
  }

  /** The packets this member sent since `from` packets were logged. */
  since(count: number, from: number): Bytes[] {
    return this.log.slice(count).flatMap((sent) => (sent.from === from ? [sent.data] : []));
  }
}

export const copied = (key: Key): Key => branded<Key>(key.slice());
