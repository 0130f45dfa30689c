/**
 * New keys with a leader, without the door (§5): for members that follow a take-over, go over to the branch that
 * stands, come back after having been dropped, and for a host on its way back. The member encapsulates to the
 * leader's X-Wing key; the leader answers with the member's place and the present state.
 */

import {
  branded,
  type Bytes,
  type EpochNumber,
  type Key,
  type MeetingId,
  type MemberIndex,
  type RoomId,
  type VerifyKey,
} from '../brands.ts';
import { concat, same, toHex, wipe } from '../bytes.ts';
import { decodeGrant, GRANT_BYTES, HOST_RANK, participantIdOf } from '../claim.ts';
import { decode, lv, u16, utf8 } from '../codec.ts';
import { LABELS } from '../labels.ts';
import { giveUp, isRefusal, type Reason, refuse, type Refusal } from '../refusal.ts';
import { box, K, unbox, xwing } from '../sodium.ts';
import type { Chain } from './branches.ts';
import type { CommonMessage } from './common.ts';
import { issueWhenDue } from './issuing.ts';
import { pairKeysOf, wipePairs } from './keySchedule.ts';
import { learn } from './learning.ts';
import { type Entry, ownEntry, present } from './member.ts';
import { grantHolds } from './powers.ts';
import { isAuthority, memberAt, NAME_BYTES_MAX } from './roster.ts';
import type { SignedHeader } from './state.ts';
import type { Turn } from './turn.ts';
import {
  encodeWarrant,
  headerRefusal,
  openWarrant,
  type Warrant,
  readWarrant,
  rosterRefusal,
} from './warrant.ts';
import { encodeWhole, openWhole, readWhole, type Whole } from './whole.ts';

type Said<Type extends CommonMessage['type']> = Extract<CommonMessage, { type: Type }>;

/** A host's place that is silent for so long is an empty one, once the host comes back in another. */
const OLD_HOST_MS = 15_000;

/** Who the two are that make keys. */
interface Between {
  readonly meetingId: MeetingId;
  readonly member: VerifyKey;
  readonly leader: VerifyKey;
}

const rootOf = (ss: Key | Bytes, { meetingId, member, leader }: Between, ct: Uint8Array): Key =>
  K(ss, LABELS.pairMade, meetingId, member, leader, ct);

const helloKey = (root: Key): Key => K(root, LABELS.pairHello);
const welcomeKey = (root: Key): Key => K(root, LABELS.pairWelcome);

/** Inside a `pair`: what a leader needs of whoever is not in its roster. */
interface PairHello {
  readonly name: string;
  /** Of an authority that comes back, 153 bytes. */
  readonly grant: Bytes | undefined;
  /** Of who comes from another branch: what proves that. */
  readonly warrant?: Warrant | undefined;
}

/** Keys with a leader whose X-Wing key is `kemKey` (1216 bytes): the message to it, and their root. Refuses a bad key. */
export function makePair(
  between: Between,
  kemKey: Uint8Array,
  { name, grant, warrant }: PairHello,
  at: Pick<Said<'pair'>, 'n' | 'hash'>,
): { readonly root: Key; readonly message: Said<'pair'> } | Refusal {
  const encapsulated = xwing.encapsulate(kemKey);
  if (isRefusal(encapsulated)) return encapsulated;
  const { ciphertext: ct, sharedSecret } = encapsulated;
  const root = rootOf(sharedSecret, between, ct);
  wipe(sharedSecret);
  const text = concat(
    lv(utf8(name), grant ?? new Uint8Array()),
    warrant ? encodeWarrant(warrant) : new Uint8Array(),
  );
  const sealed = box(helloKey(root), LABELS.pairHello, [between.leader], text);
  return { root, message: { type: 'pair', to: between.leader, ...at, ct, sealed } };
}

function openHello(root: Key, { to, sealed }: Said<'pair'>): PairHello | Refusal {
  const text = unbox(helloKey(root), LABELS.pairHello, [to], sealed);
  if (isRefusal(text)) return text;
  return decode(text, (reader) => {
    const name = reader.text(1, NAME_BYTES_MAX);
    const grant = reader.part(0, GRANT_BYTES);
    if (grant.length !== 0 && grant.length !== GRANT_BYTES) return giveUp('malformed');
    const warrant = reader.left === 0 ? undefined : readWarrant(reader);
    return { name, grant: grant.length === 0 ? undefined : grant, warrant };
  });
}

/** Leader: somebody makes keys with this leader. Who has a place is told the state; who may have one gets it. */
export function onPair(turn: Turn, from: VerifyKey, message: Said<'pair'>): void {
  const { leading, seat, barred } = turn.member;
  if (!leading || !same(message.to, seat.signing.verifyKey)) return;
  if (barred.has(participantIdOf(from))) return turn.call({ type: 'gone', to: from });
  const ss = xwing.decapsulate(message.ct, leading.kem.secretKey);
  if (isRefusal(ss)) return;
  const between = { meetingId: seat.meetingId, member: from, leader: seat.signing.verifyKey };
  const pairRoot = rootOf(ss, between, message.ct);
  wipe(ss);
  const hello = openHello(pairRoot, message);
  if (isRefusal(hello)) return;

  const proven = hello.warrant && openWarrant(hello.warrant, seat);
  if (isRefusal(proven)) return;
  if (proven) learn(turn, proven);
  if (!turn.member.over) meet(turn, from, message, pairRoot, hello);
}

/** What was learned may have made a state: the present one is looked up after that. */
function meet(turn: Turn, from: VerifyKey, message: Said<'pair'>, pairRoot: Key, hello: PairHello): void {
  const { leading } = turn.member;
  const { roster, n, signed } = present(turn.member);
  if (!leading || !roster) return;
  // Whoever comes from a state that is not of this branch: there is another, and people in it.
  const known = turn.member.hashes.get(message.n);
  if (!known || !same(known, message.hash)) turn.lead({ rivalAt: turn.now });
  const inside = roster.find(({ signKey }) => same(signKey, from));
  if (!inside) return letBack(turn, from, hello, pairRoot);
  const { index } = inside;
  wipePairs(turn.member.pairs.get(index));
  turn.set({ pairs: new Map(turn.member.pairs).set(index, [pairKeysOf(pairRoot, n)]) });
  turn.lead({ heard: new Map(leading.heard).set(index, turn.now) });
  if (message.n !== n || !same(message.hash, signed.hash)) {
    sendWelcome(turn, index, { signKey: from, pairRoot });
  }
  wipe(pairRoot);
}

/** Who is not in the roster gets a place if it was dropped, is a host, or was let in on another branch. */
function letBack(turn: Turn, signKey: VerifyKey, { name, grant }: PairHello, pairRoot: Key): void {
  const { leading, seat, kept, dismissed } = turn.member;
  if (!leading) return;
  const key = toHex(signKey);
  const vouchedUntil = leading.vouched.get(participantIdOf(signKey)) ?? 0;
  const own = ownEntry(turn.member);
  const rank = rankOf(grant);
  const granted = rank !== undefined && grantHolds(grant, { signKey, rank }, seat);
  const isRanked = granted && (rank === HOST_RANK || !dismissed.has(participantIdOf(signKey)));
  const entry: Entry = { waiter: undefined, signKey, name, pairRoot, by: seat.index };
  const authority = isRanked && grant ? { ...entry, rank, grant } : entry;
  const mayEnter =
    (granted && rank === HOST_RANK) ||
    (own !== undefined && isAuthority(own) && (kept.has(key) || vouchedUntil > turn.now));
  if (!mayEnter) return;
  const others = leading.entries.filter((other) => !same(other.signKey, signKey));
  turn.lead({ entries: [...others, { ...authority, name: kept.get(key)?.member.name ?? name }] });
  if (authority.rank === HOST_RANK) takeOutOldHosts(turn);
  issueWhenDue(turn);
}

/** A host that comes back has often left a place behind in which nobody is: it goes with the same state. */
function takeOutOldHosts(turn: Turn): void {
  const { leading } = turn.member;
  const { roster } = present(turn.member);
  if (!leading || !roster) return;
  const silent = roster.filter(({ index, rank }) => {
    const heardAt = leading.heard.get(index);
    return rank === HOST_RANK && heardAt !== undefined && heardAt <= turn.now - OLD_HOST_MS;
  });
  const known = leading.leavers.map(({ index }) => index);
  const leavers = silent
    .filter(({ index }) => !known.includes(index))
    .map(({ index }) => ({ index, how: 'dropped', by: index }) as const);
  turn.lead({ leavers: [...leading.leavers, ...leavers] });
}

function rankOf(grant: Bytes | undefined): number | undefined {
  const decoded = grant && decodeGrant(grant);
  return decoded && !isRefusal(decoded) ? decoded.rank : undefined;
}

/** Leader: the member's place and the present state, under the root of their keys. */
export function sendWelcome(
  turn: Turn,
  index: MemberIndex,
  { signKey, pairRoot }: Pick<Entry, 'signKey' | 'pairRoot'>,
): void {
  const { member } = turn;
  const { signed, roster } = present(member);
  if (!roster) return;
  const whole: Whole = {
    header: signed.bytes,
    signature: signed.signature,
    secret: member.secret,
    removed: [...member.removed].sort(),
    roster,
  };
  const text = concat(u16(index), encodeWhole(whole));
  const sealed = box(welcomeKey(pairRoot), LABELS.pairWelcome, [signKey], text);
  turn.call({ type: 'welcome', to: signKey, sealed });
}

/** A place and a state that fit together. */
export interface Welcome {
  readonly index: MemberIndex;
  readonly signed: SignedHeader;
  readonly whole: Whole;
}

/** Opens what `sendWelcome` made for `self`. Refuses what the leader `from` did not sign, or what does not fit. */
export function openWelcome(
  root: Key,
  from: VerifyKey,
  self: VerifyKey,
  meeting: { readonly roomId: RoomId; readonly meetingId: MeetingId },
  sealed: Uint8Array,
): Welcome | Refusal {
  const text = unbox(welcomeKey(root), LABELS.pairWelcome, [self], sealed);
  if (isRefusal(text)) return text;
  const read = decode(text, (reader) => ({
    index: branded<MemberIndex>(reader.u16()),
    whole: readWhole(reader),
  }));
  if (isRefusal(read)) return read;
  const signed = openWhole(read.whole, from, meeting);
  if (isRefusal(signed)) return signed;
  const own = memberAt(read.whole.roster, read.index);
  if (!own || !same(own.signKey, self)) return refuse('notInRoster');
  return { index: read.index, signed, whole: read.whole };
}

/**
 * Why a welcome does not follow from what its leader showed, if it does not. An authority's may hold anything, with the
 * rank it had there: a grant outlasts a dismissal.
 */
export function unprovenIn(
  { signed: { header }, whole: { roster } }: Welcome,
  { proven, leader: shown }: Pick<Chain, 'proven' | 'leader'>,
  meeting: { readonly roomId: RoomId; readonly meetingId: MeetingId },
): Reason | undefined {
  const leader = memberAt(roster, header.leader);
  if (leader && isAuthority(leader))
    return leader.rank === shown.rank && grantHolds(leader.grant, leader, meeting) ? undefined : 'notAllowed';
  return headerRefusal(proven, header) ?? rosterRefusal(proven, roster, meeting);
}

/** Where a member is, for its `pair`: present state's number and hash. */
export const placeOf = (turn: Turn): { readonly n: EpochNumber; readonly hash: Said<'pair'>['hash'] } => {
  const { n, signed } = present(turn.member);
  return { n, hash: signed.hash };
};
