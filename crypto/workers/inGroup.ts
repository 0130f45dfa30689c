/** Drives the group machine (§5): events go in one after the other, effects go to page, frame worker and vault. */

import type { Bytes, MemberIndex, ParticipantId } from '../brands.ts';
import { participantIdOf } from '../claim.ts';
import { type GroupEvent, type GroupStep, sealGoodbye, step } from '../group/epochs.ts';
import { eraseAll } from '../group/installing.ts';
import { mediaBaseOf } from '../group/keySchedule.ts';
import { epochAt, type Epoch, type Member, present } from '../group/member.ts';
import type { GroupEffect } from '../group/turn.ts';
import { slotsFor } from '../group/policy.ts';
import { memberAt } from '../group/roster.ts';
import type { FromFrameKeys } from './frameProtocol.ts';
import type { ToVault } from './protocol.ts';
import type { Surroundings } from './surroundings.ts';

/** Questions of the frame worker that wait for the roster they are judged by. */
const ASKED_MAX = 1024;

/** Effects that concern more than page and frame worker. */
export type Further = Exclude<
  GroupEffect,
  {
    type:
      'packets' | 'epoch' | 'erase' | 'sendUnder' | 'silence' | 'membership' | 'media' | 'alarm' | 'refused';
  }
>;

export interface GroupNeeds {
  readonly around: Surroundings;
  readonly effect: (member: Member, effect: Further) => void;
  /** After each step, once its effects are done. */
  readonly changed: (before: Member | undefined, member: Member) => void;
}

interface Queued {
  readonly event: GroupEvent;
  /** What a refusal is told of; undefined for what no person asked for. */
  readonly of: ToVault['type'] | undefined;
}

export class InGroup {
  readonly #needs: GroupNeeds;
  #member: Member | undefined;
  /** An effect may cause an event: it waits until the effects before it are done. */
  #queue: Queued[] = [];
  #busy = false;
  #asked: FromFrameKeys[] = [];

  constructor(needs: GroupNeeds) {
    this.#needs = needs;
  }

  get member(): Member | undefined {
    return this.#member;
  }

  /** Goes in as this member; `host` is whether the host key is here. */
  begin(made: GroupStep, host: boolean): void {
    this.#tellSeat(made.member, host);
    this.#take(made, undefined);
    this.#drain();
  }

  /** One event; a refusal is told of `of`, if somebody asked for it. Nothing before `begin`. */
  step(event: GroupEvent, of?: ToVault['type']): void {
    if (!this.#member) return;
    this.#queue.push({ event, of });
    this.#drain();
  }

  /** The meeting is over for this vault: every key goes. */
  end(): void {
    const member = this.#member;
    this.#member = undefined;
    this.#queue = [];
    if (!member) return;
    this.#needs.around.toFrames({ type: 'silence' });
    for (const { n } of member.epochs) this.#needs.around.toFrames({ type: 'erase', n });
    if (!member.over) eraseAll(member);
  }

  /** Tells the page the own place anew. */
  tellSeat(host: boolean): void {
    if (this.#member) this.#tellSeat(this.#member, host);
  }

  /** The frame worker asks for a base key: given only where the rules of that epoch allow the slot to its sender. */
  receiveFrames(asked: FromFrameKeys): void {
    const epoch = this.#member && epochAt(this.#member, asked.n);
    if (epoch && !epoch.roster && this.#asked.length < ASKED_MAX) this.#asked.push(asked);
    else this.#answerFrames(asked, epoch);
  }

  #answerFrames({ n, index, slot }: FromFrameKeys, epoch: Epoch | undefined): void {
    const sender = epoch?.roster && memberAt(epoch.roster, index);
    const slots = epoch && sender ? slotsFor(epoch.signed.header.policy, sender.rank) : 0;
    const allowed = ((slots >> slot) & 1) === 1;
    if (!epoch?.epochKey || !allowed) return this.#needs.around.toFrames({ type: 'noBase', n, index, slot });
    const baseKey = mediaBaseOf(epoch.epochKey, index, slot);
    this.#needs.around.toFrames({ type: 'base', n, index, slot, baseKey });
  }

  #drain(): void {
    if (this.#busy) return;
    for (;;) {
      const next = this.#queue.shift();
      if (!next || !this.#member) return;
      this.#take(step(this.#member, next.event, this.#needs.around.now()), next.of);
    }
  }

  #take({ member, effects }: GroupStep, of: ToVault['type'] | undefined): void {
    const before = this.#member;
    this.#member = member;
    this.#busy = true;
    try {
      for (const effect of effects) this.#effect(member, effect, of);
      this.#tellGoodbye(before, member);
      this.#needs.changed(before, member);
      this.#answerAsked();
    } finally {
      this.#busy = false;
    }
  }

  #tellGoodbye(before: Member | undefined, member: Member): void {
    const fresh =
      before?.sending !== member.sending ||
      before.membership !== member.membership ||
      before.seat.index !== member.seat.index;
    if (fresh && !member.over) this.#needs.around.toPage({ type: 'goodbye', packets: sealGoodbye(member) });
  }

  #answerAsked(): void {
    if (this.#asked.length === 0) return;
    const asked = this.#asked;
    this.#asked = [];
    for (const one of asked) this.receiveFrames(one);
  }

  #effect(member: Member, effect: GroupEffect, of: ToVault['type'] | undefined): void {
    const { toPage, toFrames } = this.#needs.around;
    switch (effect.type) {
      case 'packets':
        return this.#send(member, effect.packets, effect.to);
      case 'epoch':
      case 'erase':
        return toFrames(effect);
      case 'sendUnder':
        return toFrames({ type: 'sendUnder', n: effect.n, index: member.seat.index });
      case 'silence':
        return toFrames({ type: 'silence' });
      case 'membership':
      case 'media':
      case 'alarm':
        return toPage(effect);
      case 'refused':
        if (of) toPage({ type: 'refused', of, reason: effect.reason });
        return;
      default:
        return this.#needs.effect(member, effect);
    }
  }

  #send(member: Member, packets: readonly Bytes[], to: readonly MemberIndex[] | undefined): void {
    // To a member whose identity is not known here: to everyone, for nobody else can open it.
    const identities = to?.flatMap((index) => participantAt(member, index)) ?? [];
    const only = identities.length > 0 ? { to: identities } : {};
    for (const data of packets) this.#needs.around.toPage({ type: 'packet', data, ...only });
  }

  #tellSeat({ seat }: Member, host: boolean): void {
    const participantId = participantIdOf(seat.signing.verifyKey);
    this.#needs.around.toPage({ type: 'seated', participantId, index: seat.index, host });
  }
}

/** Who has this index, as the newest state that knows it says. */
function participantAt(member: Member, index: MemberIndex): ParticipantId[] {
  const known = member.epochs.flatMap(({ roster }) => (roster ? (memberAt(roster, index) ?? []) : []));
  const leads = index === present(member).signed.header.leader;
  const key = known.at(-1)?.signKey ?? (leads ? member.leaderSignKey : undefined);
  return key ? [participantIdOf(key)] : [];
}
