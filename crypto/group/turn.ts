/** One step of a member (§5): the value as it changes, and what is to be done outside. */

import type { Bytes, EpochNumber, MemberIndex, Milliseconds, VerifyKey } from '../brands.ts';
import { U32_MAX } from '../codec.ts';
import type { AdmitText } from '../door/messages.ts';
import type { Reason } from '../refusal.ts';
import { commonKeyOf, type CommonMessage, sealCommon } from './common.ts';
import type { Confidence } from './confidences.ts';
import type { PairKeys } from './keySchedule.ts';
import type { LogEvent } from './log.ts';
import {
  type Epoch,
  epochAt,
  isSilent,
  type Leading,
  type Member,
  type Membership,
  ownRank,
  present,
  underOf,
} from './member.ts';
import type { GroupMessage } from './messages.ts';
import { may } from './policy.ts';
import { EVERYONE, type Leaver, memberAt, type Roster, type RosterMember } from './roster.ts';
import type { Saying } from './sayings.ts';
import { type Audience, sealMessage, type Under } from './sealedMessage.ts';

export type GroupEffect =
  /** Data packets for the SFU, to these members or to everyone. */
  | { readonly type: 'packets'; readonly packets: readonly Bytes[]; readonly to?: readonly MemberIndex[] }
  | { readonly type: 'epoch'; readonly n: EpochNumber }
  | { readonly type: 'sendUnder'; readonly n: EpochNumber }
  | { readonly type: 'silence' }
  | { readonly type: 'erase'; readonly n: EpochNumber }
  | { readonly type: 'roster' }
  /** The own index is another one now. */
  | { readonly type: 'seat' }
  | { readonly type: 'membership'; readonly state: Membership }
  | { readonly type: 'media'; readonly index: MemberIndex; readonly on: number }
  /** Leader: the newcomer is in the state; what its `admit` must hold. */
  | {
      readonly type: 'admitted';
      readonly waiter: number;
      readonly signKey: VerifyKey;
      readonly text: AdmitText;
    }
  /** Leader: no longer in the roster. */
  | { readonly type: 'dropped'; readonly member: RosterMember; readonly how: Leaver['how'] }
  /** Leader: somebody pinged for the first time, or asked for the present state: what is confided under it now arrives. */
  | { readonly type: 'arrived'; readonly index: MemberIndex }
  /** Removed, and not everybody has changed keys yet. */
  | { readonly type: 'leaving'; readonly members: Roster }
  /** This member leads from now on, or does not any more. */
  | { readonly type: 'lead'; readonly is: boolean }
  /** Something said to everyone, the own included; rights are judged. `seq` names it among its sender's. */
  | {
      readonly type: 'heard';
      readonly from: MemberIndex;
      readonly label: string;
      readonly seq: number;
      readonly saying: Saying;
    }
  /** Something told to this member alone; rights are judged. */
  | { readonly type: 'confided'; readonly from: MemberIndex; readonly message: Confidence }
  | { readonly type: 'log'; readonly entry: LogEvent }
  | { readonly type: 'refused'; readonly reason: Reason }
  | { readonly type: 'over'; readonly how: 'ended' | 'removed' | 'dropped' }
  | { readonly type: 'alarm'; readonly reason: Reason };

/** Nothing follows a goodbye: its number is the last there is, so it can be sealed ahead of time. */
export const LAST_SEQ = 0xffffffff;

/** One step in the making: the member as it stands, and what is to be done. */
export class Turn {
  member: Member;
  readonly now: Milliseconds;
  readonly effects: GroupEffect[] = [];

  constructor(member: Member, now: Milliseconds) {
    this.member = member;
    this.now = now;
  }

  set(change: Partial<Member>): void {
    this.member = { ...this.member, ...change };
  }

  /** Changes what the leader keeps; nothing where this member does not lead. */
  lead(change: Partial<Leading>): void {
    const { leading } = this.member;
    if (leading) this.set({ leading: { ...leading, ...change } });
  }

  emit(effect: GroupEffect): void {
    this.effects.push(effect);
  }

  /** The meeting is over for this member: nothing is sent any more. */
  over(how: NonNullable<Member['over']>): void {
    this.set({ over: how });
    this.emit({ type: 'silence' });
    this.emit({ type: 'over', how });
  }

  alarm(reason: Reason): void {
    this.emit({ type: 'alarm', reason });
  }

  log(entry: LogEvent): void {
    this.emit({ type: 'log', entry });
  }

  membership(state: Membership): void {
    if (this.member.membership === state) return;
    const before = this.member.membership;
    this.set({ membership: state });
    this.emit({ type: 'membership', state });
    if (isSilent(state)) this.emit({ type: 'silence' });
    else if (isSilent(before)) this.sendUnder(this.member.sending);
  }

  /** Seals under epoch `n` from now on, and tells which slots are on: newcomers have not heard it. */
  sendUnder(n: EpochNumber): void {
    this.emit({ type: 'sendUnder', n });
    this.broadcast({ type: 'media', on: this.member.media });
    this.sayStanding();
  }

  /** Says again what holds until it is taken back, to who has not heard it: a raised hand, and whether this member records. */
  sayStanding(): void {
    const { hand, recording, membership } = this.member;
    if (isSilent(membership)) return;
    if (hand !== undefined) this.broadcast({ type: 'say', ...this.raisedHand() });
    if (recording === undefined) return;
    const { policy } = present(this.member).signed.header;
    if (recording && !may(policy, 'recording', ownRank(this.member))) return;
    this.broadcast({ type: 'say', say: 'recording', on: recording });
  }

  /** The own hand, which is up, as it is said now. */
  raisedHand(): Extract<Saying, { say: 'hand' }> {
    const { hand = this.now } = this.member;
    // The device's clock may have been put back meanwhile.
    return { say: 'hand', up: true, upFor: Math.min(Math.max(0, this.now - hand), U32_MAX) };
  }

  /** Seals to everyone under the epoch that is sent under, or another. */
  broadcast(
    message: GroupMessage,
    epoch = epochAt(this.member, this.member.sending) ?? present(this.member),
  ): void {
    this.emit({ type: 'packets', packets: sealToEveryone(this.member, message, epoch, this.member.seq) });
    this.set({ seq: this.member.seq + 1 });
  }

  /** Seals to one member under a pairwise key, judged by state `n`. */
  whisper(message: GroupMessage, receiver: MemberIndex, pair: PairKeys, under: Under): void {
    const { seat, pairSeq: seq } = this.member;
    const key = this.member.leading ? pair.fromLeader : pair.toLeader;
    const audience: Audience = { key, receiver, step: pair.step };
    const packets = sealMessage({
      under,
      sender: seat.index,
      signingKey: seat.signing.signingKey,
      seq,
      message,
      audience,
    });
    this.set({ pairSeq: seq + 1 });
    this.emit({ type: 'packets', packets, to: [receiver] });
  }

  /** Says something across epochs. */
  call(message: CommonMessage): void {
    const { roomId, roomKey, signing } = this.member.seat;
    const { commonSeq } = this.member;
    const packets = sealCommon({ key: commonKeyOf(roomKey, roomId), roomId }, signing, commonSeq, message);
    this.set({ commonSeq: commonSeq + 1 });
    this.emit({ type: 'packets', packets });
  }

  /** The signKey of a member as state `n` has it. */
  signKeyAt(epoch: Epoch, index: MemberIndex): VerifyKey | undefined {
    return epoch.roster && memberAt(epoch.roster, index)?.signKey;
  }
}

export function sealToEveryone(member: Member, message: GroupMessage, epoch: Epoch, seq: number): Bytes[] {
  return sealMessage({
    under: underOf(member, epoch),
    sender: member.seat.index,
    signingKey: member.seat.signing.signingKey,
    seq,
    message,
    audience: { key: epoch.messageKey, receiver: EVERYONE },
  });
}
