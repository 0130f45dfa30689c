/** What one member of a meeting knows (§5): the value that `epochs.ts` steps. */

import type {
  Bytes,
  EpochNumber,
  Hash,
  Key,
  MeetingId,
  MemberIndex,
  Milliseconds,
  ParticipantId,
  RoomId,
  Signature,
  VerifyKey,
} from '../brands.ts';
import { toHex } from '../bytes.ts';
import type { SigningPair } from '../sodium.ts';
import type { Chain } from './branches.ts';
import type { CommonMessage } from './common.ts';
import type { PairKeys } from './keySchedule.ts';
import type { GroupMessage } from './messages.ts';
import type { Policy } from './policy.ts';
import type { Standing } from './powers.ts';
import {
  type Change,
  isAuthority,
  type Leaver,
  memberAt,
  NO_RANK,
  type Roster,
  type RosterMember,
  shownNames,
} from './roster.ts';
import type { Saying } from './sayings.ts';
import type { Under } from './sealedMessage.ts';
import type { SignedHeader } from './state.ts';
import type { Proven } from './warrant.ts';

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
 * `unsure` after 15 s without one, `silenced` after 30 s (nothing is sent); `hostless` while no authority leads:
 * nobody enters, the call goes on.
 */
export type Membership = 'waiting' | 'confirmed' | 'unsure' | 'silenced' | 'hostless';

/** Whether a member in this state sends nothing but pings and what sets up keys. */
export const isSilent = (membership: Membership): boolean =>
  membership === 'waiting' || membership === 'silenced';

/** Somebody who gets a place in the next state. */
export interface Entry {
  /** The knock to answer; undefined for whoever comes back inside the call. */
  readonly waiter: number | undefined;
  readonly signKey: VerifyKey;
  readonly name: string;
  readonly pairRoot: Key;
  /** Who let them in. */
  readonly by: MemberIndex;
  /** Of an authority. */
  readonly grant?: Bytes;
  readonly rank?: number;
}

export interface OpenPing {
  readonly token: Bytes;
  readonly number: number;
  readonly sentAt: Milliseconds;
}

/** One state of this branch, as it is shown to others. */
export interface Link {
  readonly n: EpochNumber;
  readonly hash: Hash;
  readonly bytes: Bytes;
  readonly signature: Signature;
  readonly signKey: VerifyKey;
  readonly grant: Bytes | undefined;
  /** Where the signer stood in the order. */
  readonly standing: Standing;
  /** When it arrived here. */
  readonly at: Milliseconds;
}

/** The rules the next state will have. */
export interface Rules {
  readonly policy: Policy;
  readonly locked: boolean;
  readonly history: boolean;
  readonly failedGuesses: number;
  readonly generation: number;
}

/** What only the leader keeps. */
export interface Leading {
  readonly since: Milliseconds;
  readonly kem: { readonly publicKey: Bytes; readonly secretKey: Bytes };
  readonly entries: readonly Entry[];
  readonly leavers: readonly Leaver[];
  readonly changes: ReadonlyMap<MemberIndex, RosterMember>;
  readonly rules: Rules;
  readonly barred: ReadonlySet<ParticipantId>;
  /** When each member's last ping came; at first when it entered. */
  readonly heard: ReadonlyMap<MemberIndex, Milliseconds>;
  /** The newest state each member said it has. */
  readonly reached: ReadonlyMap<MemberIndex, EpochNumber>;
  /** Whether anybody ever pinged this leader, and when last. */
  readonly lastHeard: Milliseconds | undefined;
  readonly lastIssued: Milliseconds;
  readonly lastRenewed: Milliseconds;
  readonly lastBeacon: Milliseconds;
  /** A state is due although nothing changes: another branch must see that this one goes on. */
  readonly urgent: boolean;
  /** Numbers of all renews so far: what pairwise keys step by. */
  readonly renews: readonly EpochNumber[];
  /** Whom another branch's authorities let in, and until when they may come over. */
  readonly vouched: ReadonlyMap<ParticipantId, Milliseconds>;
  /** When another branch was last heard of: who it let in may not be known yet. */
  readonly rivalAt: Milliseconds | undefined;
}

/** On the way to the branch of another leader, or back after having been dropped. */
export interface Going {
  readonly to: VerifyKey;
  readonly chain: Chain;
  readonly since: Milliseconds;
  readonly lastTry: Milliseconds;
  /** Of the keys made with that leader, and what was said to it. */
  readonly root: Key;
  readonly message: Extract<CommonMessage, { type: 'pair' }>;
  /** Since when the meeting was split, if it was. */
  readonly splitAt: Milliseconds | undefined;
}

export interface Member {
  readonly seat: Seat;
  readonly name: string;
  /** By rising number; the last is the present one. */
  readonly epochs: readonly [Epoch, ...Epoch[]];
  /** Secret of the present epoch, 32 bytes: what an advance goes on from. */
  readonly secret: Key;
  /** The last 256 states of this branch by rising number, the present one among them. */
  readonly links: readonly Link[];
  /** What proves this branch; undefined for a newcomer that has not had the roster yet. */
  readonly proven: Proven | undefined;
  /** Hashes of the same, and of states that were skipped. */
  readonly hashes: ReadonlyMap<EpochNumber, Hash>;
  /** The epoch that is sent under, and when the next takes its place. */
  readonly sending: EpochNumber;
  readonly switchAt: Milliseconds | undefined;
  /** Who signs states: 32 bytes. */
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
  /** States of somebody who takes over from a leader that may still be there. */
  readonly claims: readonly Claim[];
  /** A state without this member was seen: it was dropped, and may come back. */
  readonly outside: boolean;
  /** The next number of a message to everyone, of one to a single member, of one across epochs. */
  readonly seq: number;
  readonly pairSeq: number;
  readonly commonSeq: number;
  /** Own sayings, for whoever missed one. */
  readonly spoken: readonly { readonly seq: number; readonly saying: Saying }[];
  /** Since when this member's hand is up, if it is. */
  readonly hand: Milliseconds | undefined;
  /** When this member, at its present index, could first hear the others. */
  readonly hearsSince: Milliseconds | undefined;
  /** What this member last said of recording; undefined if it never did. */
  readonly recording: boolean | undefined;
  /** Highest number heard, by sender and audience. */
  readonly heardSeq: ReadonlyMap<string, number>;
  /** The same of those who are no members, and speak across epochs. */
  readonly heardOthers: ReadonlyMap<string, number>;
  /** Numbers that were skipped, by sender's key: asked for once. */
  readonly missing: ReadonlyMap<string, readonly { readonly seq: number; readonly askAt: Milliseconds }[]>;
  readonly slices: ReadonlyMap<string, readonly (Bytes | undefined)[]>;
  /** What the pairwise keys with a new leader came from, until its first answer. */
  readonly root: Key | undefined;
  /** Own slots that are switched on, bit s for slot s. */
  readonly media: number;
  /** When the leader said goodbye. */
  readonly leaderLeft: Milliseconds | undefined;
  /** Identities that authorities removed, as the present state has them. */
  readonly removed: ReadonlySet<ParticipantId>;
  /** All that this device ever heard of: none of them is believed again. */
  readonly barred: ReadonlySet<ParticipantId>;
  /** Co-hosts that this device saw dismissed, and not appointed again: their grants outlast that. */
  readonly dismissed: ReadonlySet<ParticipantId>;
  /** Dropped members, by key, and until when their seat is kept. */
  readonly kept: ReadonlyMap<string, { readonly member: RosterMember; readonly until: Milliseconds }>;
  /** Removed in this state, and shown as leaving until everybody has it. */
  readonly leaving: readonly {
    readonly member: RosterMember;
    readonly n: EpochNumber;
    readonly until: Milliseconds;
  }[];
  readonly going: Going | undefined;
  /** When chains were last asked for, by the leader's key. */
  readonly asked: ReadonlyMap<string, Milliseconds>;
  readonly over: 'ended' | 'removed' | 'dropped' | undefined;
  readonly leading: Leading | undefined;
}

export interface Claim {
  readonly sender: MemberIndex;
  readonly message: Extract<GroupMessage, { type: 'state' }>;
  readonly until: Milliseconds;
}

export interface Halves {
  readonly states: ReadonlyMap<EpochNumber, NextState>;
  readonly wraps: ReadonlyMap<EpochNumber, Bytes>;
}

/** A state whose signature and powers hold, before its secret is there. */
export interface NextState {
  readonly signed: SignedHeader;
  readonly roster: Roster;
  readonly removed: ReadonlySet<ParticipantId>;
  /** What changed; undefined where states were skipped. */
  readonly change: Change | undefined;
  readonly signer: RosterMember;
  /** Of a leader that took over. */
  readonly kemKey: Bytes | undefined;
}

export const present = (member: Member): Epoch => member.epochs.at(-1) ?? member.epochs[0];

export const epochAt = (member: Member, n: number): Epoch | undefined =>
  member.epochs.find((epoch) => epoch.n === n);

export const leaderIndex = (member: Member): MemberIndex => present(member).signed.header.leader;

export const isLeading = (member: Member): boolean => member.leading !== undefined;

export const ownEntry = (member: Member): RosterMember | undefined =>
  memberAt(present(member).roster ?? [], member.seat.index);

export const ownRank = (member: Member): number => ownEntry(member)?.rank ?? NO_RANK;

/** Whether somebody who may let people in leads. A newcomer without a roster was let in by one. */
export function authorityLeads(member: Member): boolean {
  const { roster } = present(member);
  const leader = roster && memberAt(roster, leaderIndex(member));
  return leader === undefined || isAuthority(leader);
}

export const othersOf = (member: Member): Roster =>
  (present(member).roster ?? []).filter(({ index }) => index !== member.seat.index);

export const underOf = (member: Member, { n, signed }: Pick<Epoch, 'n' | 'signed'>): Under => ({
  meetingId: member.seat.meetingId,
  n,
  hash: signed.hash,
});

/** A leader that somebody pinged within this time knows who is in. */
const SURE_MS: Milliseconds = 15_000;
/** So long it waits for whoever comes over from another branch. */
const RIVAL_MS: Milliseconds = 10_000;

/**
 * Whether this leader can say who is in the meeting: somebody pinged it lately, or nobody else was ever dropped
 * for silence. One that comes back from a dead network knows nothing of whom others let in meanwhile.
 */
export function knowsWhoIsIn(member: Member, now: Milliseconds): boolean {
  const { leading, kept } = member;
  if (!leading) return false;
  if (leading.rivalAt !== undefined && now - leading.rivalAt < RIVAL_MS) return false;
  if (leading.lastHeard !== undefined && now - leading.lastHeard < SURE_MS) return true;
  return othersOf(member).length === 0 && kept.size === 0;
}

/** The name of a member as it is shown. */
export const labelOf = (member: Member, index: MemberIndex): string =>
  shownNames(present(member).roster ?? []).get(index) ?? '';

/** Names a sender and an audience in `heardSeq` and `slices`. */
export const lineOf = (signKey: VerifyKey, receiver: MemberIndex | 'common'): string =>
  `${toHex(signKey)}/${receiver}`;
