/** What one member of a meeting knows (§5): the value that `epochs.ts` steps, and the turn that steps it. */

import type {
  Bytes,
  EpochNumber,
  Hash,
  Key,
  MeetingId,
  MemberIndex,
  Milliseconds,
  RoomId,
  VerifyKey,
} from '../brands.ts';
import { toHex } from '../bytes.ts';
import type { AdmitText } from '../door/messages.ts';
import type { Reason } from '../refusal.ts';
import type { SigningPair } from '../sodium.ts';
import type { PairKeys } from './keySchedule.ts';
import type { GroupMessage } from './messages.ts';
import { EVERYONE, memberAt, type Roster, type RosterMember } from './roster.ts';
import { type Audience, sealMessage, type Under } from './sealedMessage.ts';
import type { SignedHeader } from './state.ts';

/** One's own place. */
export interface Seat {
  readonly roomId: RoomId;
  readonly meetingId: MeetingId;
  readonly index: MemberIndex;
  readonly signing: SigningPair;
  readonly roomKey: Key;
}

/** A state with its keys, from its arrival until they are erased. */
export interface Epoch {
  readonly n: EpochNumber;
  readonly signed: SignedHeader;
  /** Undefined for a newcomer that has not had the roster yet. */
  readonly roster: Roster | undefined;
  /** For media base keys; undefined once erased. */
  readonly epochKey: Key | undefined;
  readonly messageKey: Key;
  /** When the media keys are erased; undefined while this is the newest epoch. */
  readonly mediaUntil: Milliseconds | undefined;
  /** When the message key is erased. */
  readonly messagesUntil: Milliseconds | undefined;
}

/**
 * Whether membership is confirmed by an answered ping: `waiting` for the first answer (nothing is sent),
 * `unsure` after 15 s without one, `silenced` after 30 s (nothing is sent); `hostLeft` once the host said
 * goodbye: nobody answers any more, nobody enters, the call goes on in its last epoch.
 */
export type Membership = 'waiting' | 'confirmed' | 'unsure' | 'silenced' | 'hostLeft';

/** Whether a member in this state sends nothing but pings and what sets up keys. */
export const isSilent = (membership: Membership): boolean =>
  membership === 'waiting' || membership === 'silenced';

/** Somebody the host lets in, until the state with them is made. */
export interface Entry {
  readonly waiter: number;
  readonly signKey: VerifyKey;
  readonly name: string;
  readonly pairRoot: Key;
}

export interface OpenPing {
  readonly token: Bytes;
  readonly number: number;
  readonly sentAt: Milliseconds;
}

/** What only the leader keeps. */
export interface Leading {
  readonly entries: readonly Entry[];
  readonly leavers: readonly MemberIndex[];
  /** When each member's last ping came; at first when it entered. */
  readonly heard: ReadonlyMap<MemberIndex, Milliseconds>;
  readonly lastIssued: Milliseconds;
  readonly lastRenewed: Milliseconds;
  /** Numbers of all renews so far: what pairwise keys step by. */
  readonly renews: readonly EpochNumber[];
  readonly failedGuesses: number;
}

export interface Member {
  readonly seat: Seat;
  /** By rising number; the last is the present one. */
  readonly epochs: readonly [Epoch, ...Epoch[]];
  /** Secret of the present epoch, 32 bytes: what an advance goes on from. */
  readonly secret: Key;
  /** Hashes of the last 256 states, the present one among them. */
  readonly hashes: ReadonlyMap<EpochNumber, Hash>;
  /** The epoch that is sent under, and when the next takes its place. */
  readonly sending: EpochNumber;
  readonly switchAt: Milliseconds | undefined;
  /** Who signs states: 32 bytes, from the leader's grant. */
  readonly leaderSignKey: VerifyKey;
  /** Leader: each member's keys, older steps first until the member has moved on. Others: the leader's. */
  readonly pairs: ReadonlyMap<MemberIndex, readonly PairKeys[]>;
  readonly membership: Membership;
  /** Sent time of the newest ping that was answered. */
  readonly confirmedAt: Milliseconds | undefined;
  readonly pings: readonly OpenPing[];
  readonly pingNumber: number;
  readonly nextPing: Milliseconds | undefined;
  /** A renew whose wrap has not come, or a wrap whose state has not. */
  readonly halves: Halves;
  /** The next message's number. */
  readonly seq: number;
  /** Highest number heard, by sender and audience. */
  readonly heardSeq: ReadonlyMap<string, number>;
  readonly slices: ReadonlyMap<string, readonly (Bytes | undefined)[]>;
  /** Own slots that are switched on, bit s for slot s. */
  readonly media: number;
  /** The leader said goodbye: nobody answers pings any more, the last epoch stays. */
  readonly leaderLeft: boolean;
  readonly over: 'ended' | 'dropped' | undefined;
  readonly leading: Leading | undefined;
}

export interface Halves {
  readonly states: ReadonlyMap<EpochNumber, { readonly signed: SignedHeader; readonly roster: Roster }>;
  readonly wraps: ReadonlyMap<EpochNumber, Bytes>;
}

export type GroupEffect =
  /** Data packets for the SFU, to these members or to everyone. */
  | { readonly type: 'packets'; readonly packets: readonly Bytes[]; readonly to?: readonly MemberIndex[] }
  | { readonly type: 'epoch'; readonly n: EpochNumber }
  | { readonly type: 'sendUnder'; readonly n: EpochNumber }
  | { readonly type: 'silence' }
  | { readonly type: 'erase'; readonly n: EpochNumber }
  | { readonly type: 'roster' }
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
  | { readonly type: 'dropped'; readonly member: RosterMember }
  | { readonly type: 'over'; readonly how: 'ended' | 'dropped' }
  | { readonly type: 'alarm'; readonly reason: Reason };

export const present = (member: Member): Epoch => member.epochs.at(-1) ?? member.epochs[0];

export const epochAt = (member: Member, n: number): Epoch | undefined =>
  member.epochs.find((epoch) => epoch.n === n);

export const leaderIndex = (member: Member): MemberIndex => present(member).signed.header.leader;

export const othersOf = (member: Member): Roster =>
  (present(member).roster ?? []).filter(({ index }) => index !== member.seat.index);

export const underOf = (member: Member, { n, signed }: Pick<Epoch, 'n' | 'signed'>): Under => ({
  meetingId: member.seat.meetingId,
  n,
  hash: signed.hash,
});

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

  emit(effect: GroupEffect): void {
    this.effects.push(effect);
  }

  alarm(reason: Reason): void {
    this.emit({ type: 'alarm', reason });
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
    const { seat, seq } = this.member;
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
    this.set({ seq: seq + 1 });
    this.emit({ type: 'packets', packets, to: [receiver] });
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

/** Names a sender and an audience in `heardSeq` and `slices`. */
export const lineOf = (signKey: VerifyKey, receiver: MemberIndex): string => `${toHex(signKey)}/${receiver}`;
