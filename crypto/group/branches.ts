/**
 * Two branches of one meeting (§5): a leader shows how its state came about and what proves it, and whoever is shown
 * a chain judges whether it holds, and which branch stands. Both sides judge by the same facts.
 */

import type {
  EpochNumber,
  Hash,
  MeetingId,
  Milliseconds,
  ParticipantId,
  RoomId,
  VerifyKey,
} from '../brands.ts';
import { same, toHex } from '../bytes.ts';
import { decodeGrant, HOST_RANK, participantIdOf } from '../claim.ts';
import { isRefusal, type Reason, refuse, type Refusal } from '../refusal.ts';
import { type ChainLink, type CommonMessage, HASH_START } from './common.ts';
import type { Link, Member } from './member.ts';
import { compareStanding, grantHolds, type Standing } from './powers.ts';
import { NO_RANK } from './roster.ts';
import { openHeader, type SignedHeader } from './state.ts';
import { headerRefusal, openWarrant, type Proven } from './warrant.ts';

type Said<Type extends CommonMessage['type']> = Extract<CommonMessage, { type: Type }>;

/** What whoever judges a chain knows. */
export interface Witness {
  readonly roomId: RoomId;
  readonly meetingId: MeetingId;
  readonly hashes: ReadonlyMap<number, Hash>;
  readonly barred: ReadonlySet<ParticipantId>;
  readonly dismissed: ReadonlySet<ParticipantId>;
  readonly now: Milliseconds;
}

/** A branch as it is compared with another. */
export interface Branch {
  /** Its newest state. */
  readonly tip: { readonly n: EpochNumber; readonly hash: Hash };
  /** Where its leader stands; `NOBODY` if that is not there. */
  readonly leader: Standing;
  readonly proven: Proven | undefined;
}

/** A chain that holds. */
export interface Chain extends Branch {
  readonly links: readonly Link[];
  readonly proven: Proven;
  /** The newest state that both branches have; undefined where the judge knows none of them. */
  readonly fork: number | undefined;
  /** The best rank that may have signed since then, by which a whole state of this branch is judged. */
  readonly rank: number;
}

/** Behind everybody. */
export const NOBODY: Standing = { rank: NO_RANK, index: Infinity, key: '' };

/** Which states this member has, for `askChain`. */
export const knownOf = ({ hashes }: Member): Said<'askChain'>['known'] =>
  [...hashes].slice(-200).map(([n, hash]) => ({ n, start: hash.slice(0, HASH_START) }));

/** The links to show to somebody who has these states: what follows the newest of them without a gap, or the newest alone. */
export function chainFor({ links }: Member, known: Said<'askChain'>['known']): ChainLink[] {
  const knows = ({ n, hash }: Link): boolean =>
    known.some((state) => state.n === n && same(state.start, hash.subarray(0, HASH_START)));
  const at = links.findLastIndex(knows);
  const gap = links.findLastIndex(({ n }, place) => n + 1 < (links[place + 1]?.n ?? 0));
  const from = at >= 0 ? Math.max(at, gap) + 1 : links.length - 1;
  return links.slice(from).map(({ bytes, signature, signKey, grant }) => ({
    header: bytes,
    signature,
    signKey,
    grant,
  }));
}

/** Judges what `from` shows. Refuses what is not signed, link by link, by somebody who may have led (§5, "Warrant"). */
export function readChain(
  from: VerifyKey,
  { links, warrant }: Said<'chain'>,
  witness: Witness,
): Chain | Refusal {
  const proven = openWarrant(warrant, witness);
  if (isRefusal(proven)) return proven;
  const signer = participantIdOf(warrant.signKey);
  if (witness.barred.has(signer)) return refuse('notInRoster');
  if (proven.by.rank !== HOST_RANK && witness.dismissed.has(signer)) return refuse('notInRoster');
  const read: Link[] = [];
  let before: Pick<Link, 'n' | 'hash'> | undefined;
  let fork: number | undefined;
  for (const link of links) {
    const signed = openHeader(link.header, link.signature, link.signKey);
    if (isRefusal(signed)) return signed;
    const refusal = linkRefusal(signed, before, witness);
    if (refusal) return refuse(refusal);
    const isFirst = before === undefined;
    const { n } = signed.header;
    before = { n, hash: signed.hash };
    const known = witness.hashes.get(n);
    if (known && same(known, signed.hash)) {
      fork = n;
      read.length = 0;
      continue;
    }
    const parent = witness.hashes.get(n - 1);
    if (isFirst && parent && same(parent, signed.header.parent)) fork = n - 1;
    const standing = standingIn(signed, link, proven, witness);
    if (isRefusal(standing)) return standing;
    const { bytes, signature, hash } = signed;
    read.push({
      n,
      hash,
      bytes,
      signature,
      signKey: link.signKey,
      grant: link.grant,
      standing,
      at: witness.now,
    });
  }
  const tip = read.at(-1);
  if (!tip || !same(tip.signKey, from)) return refuse('malformed');
  if (tip.n < proven.header.n) return refuse('notNext');
  return {
    links: read,
    tip,
    leader: tip.standing,
    proven,
    fork,
    rank: rankSince(fork, read, proven, witness),
  };
}

function linkRefusal(
  { header }: SignedHeader,
  before: Pick<Link, 'n' | 'hash'> | undefined,
  { roomId, meetingId }: Witness,
): Reason | undefined {
  if (!same(header.roomId, roomId) || !same(header.meetingId, meetingId)) return 'wrongRoom';
  if (!before) return undefined;
  return header.n === before.n + 1 && same(header.parent, before.hash) ? undefined : 'notNext';
}

/** Where the signer of a link stands. Up to the state that is proven an authority has taken all of them upon itself. */
function standingIn(
  { header, hash }: SignedHeader,
  { signKey, grant }: ChainLink,
  proven: Proven,
  { roomId, meetingId, barred }: Witness,
): Standing | Refusal {
  const { n, leader: index } = header;
  const key = toHex(signKey);
  if (n < proven.header.n) {
    const rank = rankIn(grant);
    const holds = rank !== undefined && grantHolds(grant, { signKey, rank }, { roomId, meetingId });
    return holds ? { rank, index, key } : { rank: NO_RANK, index, key };
  }
  if (n === proven.header.n) return same(hash, proven.hash) ? proven.by : refuse('malformed');
  const id = participantIdOf(signKey);
  if (!proven.inside.has(id) || barred.has(id)) return refuse('notInRoster');
  const refusal = headerRefusal(proven, header);
  return refusal ? refuse(refusal) : { rank: NO_RANK, index, key };
}

function rankIn(grant: Uint8Array | undefined): number | undefined {
  const decoded = grant && decodeGrant(grant);
  return decoded && !isRefusal(decoded) ? decoded.rank : undefined;
}

/** Where states of this branch are not to be seen, a host may have signed one. */
function rankSince(
  fork: number | undefined,
  links: readonly Link[],
  { header, hash, by }: Proven,
  { hashes }: Witness,
): number {
  const known = hashes.get(header.n);
  if (known && same(known, hash)) return NO_RANK;
  if (fork === undefined) return HOST_RANK;
  // What was signed before the branches parted says of nobody that they have been there since.
  const warranted = header.n > fork ? by.rank : NO_RANK;
  return Math.min(warranted, ...links.map(({ standing }) => standing.rank));
}

/**
 * Whether what another branch shows makes the own warrant void: a host has been there since they parted, and the
 * co-host that signed the own one is removed there, or a co-host no more.
 */
export function isVoid(own: Proven | undefined, { proven, fork, rank }: Chain): boolean {
  if (!own || own.by.rank === HOST_RANK || fork === undefined || rank !== HOST_RANK) return false;
  const signer = participantIdOf(own.warrant.signKey);
  return proven.removed.has(signer) || (proven.inside.has(signer) && !proven.ranked.has(signer));
}

/** Whether branch `a` stands over `b`: see §5, "Two branches". Never both ways. */
export function standsOver(a: Branch, b: Branch): boolean {
  const led = a.leader.rank !== NO_RANK || b.leader.rank !== NO_RANK;
  const order = (led ? 0 : compareWarrants(a, b)) || compareStanding(a.leader, b.leader);
  if (order !== 0) return order < 0;
  // One leader, two branches: the longer one, else the one whose hash is smaller.
  if (a.tip.n !== b.tip.n) return a.tip.n > b.tip.n;
  return toHex(a.tip.hash) < toHex(b.tip.hash);
}

/** Without authority: the one that lists nobody whom the other's authority removed, then the later warrant. */
function compareWarrants(a: Branch, b: Branch): number {
  const lists = ({ proven }: Branch, { proven: other }: Branch): number =>
    [...(proven?.inside ?? [])].some((id) => other?.removed.has(id)) ? 1 : 0;
  const [one, two] = [a.proven?.header.n ?? a.tip.n, b.proven?.header.n ?? b.tip.n];
  const order = lists(a, b) - lists(b, a) || two - one;
  if (order !== 0 || !a.proven || !b.proven || same(a.proven.hash, b.proven.hash)) return order;
  return compareStanding(a.proven.by, b.proven.by) || (toHex(a.proven.hash) < toHex(b.proven.hash) ? -1 : 1);
}
