/**
 * Two branches of one meeting (§5): a leader shows how its state came about, and whoever is shown a chain judges
 * which branch stands: the one on which the best in the order has signed since they parted.
 */

import type { Hash, MeetingId, ParticipantId, RoomId, VerifyKey } from '../brands.ts';
import { same, toHex } from '../bytes.ts';
import { decodeGrant, participantIdOf } from '../claim.ts';
import { isRefusal, type Reason, refuse, type Refusal } from '../refusal.ts';
import { type ChainLink, type CommonMessage, HASH_START } from './common.ts';
import type { Link, Member } from './member.ts';
import { compareStanding, grantHolds, type Standing } from './powers.ts';
import type { RosterMember } from './roster.ts';
import { openHeader, type SignedHeader } from './state.ts';

type Said<Type extends CommonMessage['type']> = Extract<CommonMessage, { type: Type }>;

/** What whoever judges a chain knows. */
export interface Witness {
  readonly roomId: RoomId;
  readonly meetingId: MeetingId;
  readonly hashes: ReadonlyMap<number, Hash>;
  readonly barred: ReadonlySet<ParticipantId>;
  /** Who this is, as the newest roster that lists the key has it. */
  readonly memberOf: (signKey: VerifyKey) => RosterMember | undefined;
  readonly now: number;
}

/** A chain whose every signature holds. */
export interface Chain {
  readonly links: readonly Link[];
  readonly tip: Link;
  /** The newest state that both branches have; undefined where the judge knows none of them. */
  readonly fork: number | undefined;
  readonly best: Standing;
}

/** Which states this member has, for `askChain`. */
export const knownOf = ({ hashes }: Member): Said<'askChain'>['known'] =>
  [...hashes].slice(-200).map(([n, hash]) => ({ n, start: hash.slice(0, HASH_START) }));

/** The links to show to somebody who has these states: what follows the newest of them, or a start that a grant proves. */
export function chainFor({ links }: Member, known: Said<'askChain'>['known']): ChainLink[] {
  const knows = ({ n, hash }: Link): boolean =>
    known.some((state) => state.n === n && same(state.start, hash.subarray(0, HASH_START)));
  const at = links.findLastIndex(knows);
  const from =
    at >= 0
      ? at + 1
      : Math.max(
          0,
          links.findLastIndex(({ grant }) => grant !== undefined),
        );
  return links.slice(from).map(({ bytes, signature, signKey, grant }) => ({
    header: bytes,
    signature,
    signKey,
    grant,
  }));
}

/** Judges what `from` shows. Refuses whatever is not signed, link by link, by somebody who may have led. */
export function readChain(from: VerifyKey, { links }: Said<'chain'>, witness: Witness): Chain | Refusal {
  const read: Link[] = [];
  let fork: number | undefined;
  for (const link of links) {
    const signed = openHeader(link.header, link.signature, link.signKey);
    if (isRefusal(signed)) return signed;
    const before = read.at(-1);
    const refusal = linkRefusal(signed, before, witness);
    if (refusal) return refuse(refusal);
    const known = witness.hashes.get(signed.header.n);
    if (known && same(known, signed.hash)) {
      fork = signed.header.n;
      read.length = 0;
      continue;
    }
    const parent = witness.hashes.get(signed.header.n - 1);
    const anchored = parent !== undefined && same(parent, signed.header.parent);
    if (!before && anchored) fork = signed.header.n - 1;
    const standing = standingIn(signed, link, witness);
    if (!standing) return refuse('notInRoster');
    // A start that nobody here has seen must be an authority's.
    if (!before && !anchored && link.grant === undefined) return refuse('unknownEpoch');
    read.push({
      n: signed.header.n,
      hash: signed.hash,
      bytes: signed.bytes,
      signature: signed.signature,
      signKey: link.signKey,
      grant: link.grant,
      standing,
      at: witness.now,
    });
  }
  const tip = read.at(-1);
  if (!tip || !same(tip.signKey, from)) return refuse('malformed');
  const best = read.map(({ standing }) => standing).toSorted(compareStanding)[0] ?? tip.standing;
  return { links: read, tip, fork, best };
}

function linkRefusal(
  { header }: SignedHeader,
  before: Link | undefined,
  { roomId, meetingId }: Witness,
): Reason | undefined {
  if (!same(header.roomId, roomId) || !same(header.meetingId, meetingId)) return 'wrongRoom';
  if (!before) return undefined;
  return header.n === before.n + 1 && same(header.parent, before.hash) ? undefined : 'notNext';
}

/** Where the signer of a link stands: by its grant, or by the roster that lists it. Undefined for anybody else. */
function standingIn(
  { header }: SignedHeader,
  { signKey, grant }: ChainLink,
  { roomId, meetingId, barred, memberOf }: Witness,
): Standing | undefined {
  if (barred.has(participantIdOf(signKey))) return undefined;
  const key = toHex(signKey);
  const decoded = grant && decodeGrant(grant);
  if (decoded && !isRefusal(decoded)) {
    const { rank } = decoded;
    const holds = grantHolds(grant, { signKey, rank }, { roomId, meetingId });
    return holds ? { rank, index: header.leader, key } : undefined;
  }
  const known = memberOf(signKey);
  // Who is an authority shows its grant: without it it stands where anybody does.
  return known && { rank: 255, index: header.leader, key };
}

/** The best who signed on the own branch since `fork`, or leads it and is there. */
export function ownBest(
  { links }: Member,
  fork: number | undefined,
  leader: Standing | undefined,
): Standing | undefined {
  const since = links.filter(({ n }) => fork === undefined || n > fork).map(({ standing }) => standing);
  return [...since, ...(leader ? [leader] : [])].toSorted(compareStanding)[0];
}

/** Whether the chain's branch stands over the own one, whose best is `own`. */
export function stands(chain: Chain, member: Member, own: Standing | undefined): boolean {
  if (!own) return true;
  const order = compareStanding(chain.best, own);
  if (order !== 0) return order < 0;
  // One leader, two branches: the longer one, else the one whose hash is smaller.
  const tip = member.links.at(-1);
  if (!tip || chain.tip.n !== tip.n) return !tip || chain.tip.n > tip.n;
  return toHex(chain.tip.hash) < toHex(tip.hash);
}
