/** Change-over (§5): how a new epoch comes in, is sent under, and how old ones go. */

import { branded, type EpochNumber, type Key, type Milliseconds } from '../brands.ts';
import { toHex, wipe } from '../bytes.ts';
import { participantIdOf } from '../claim.ts';
import { LINKS_MAX } from './common.ts';
import { epochKeyOf, messageKeyOf, wipePairs } from './keySchedule.ts';
import { type Epoch, isSilent, type Link, type Member, type NextState, present } from './member.ts';
import { standingOf } from './powers.ts';
import { record } from './recording.ts';
import { idsOf, isAuthority, memberAt, NO_RANK, type Roster, type RosterMember } from './roster.ts';
import type { SignedHeader } from './state.ts';
import type { Turn } from './turn.ts';
import { warrantOf } from './warrant.ts';

/**
 * Senders go over to a new epoch this long after it arrived: by then it arrived everywhere, or is so near that
 * its first frames wait for it (800 ms, `keyRing.ts`). A newcomer sees nobody before that.
 */
export const SWITCH_MS: Milliseconds = 200;
/** Media keys of an epoch are erased this long after the next arrived. */
export const MEDIA_KEPT_MS: Milliseconds = 4_000;
/** Message keys are kept this long: a message may be late. */
export const MESSAGES_KEPT_MS: Milliseconds = 60_000;
/** A dropped member's seat is kept this long. */
export const SEAT_KEPT_MS: Milliseconds = 10 * 60_000;
/** Whoever was removed is shown as leaving until all have changed keys, which the leader alone sees. */
const LEAVING_MS = { atLeader: 30_000, elsewhere: 2_000 } as const;

/** An epoch from its state and secret. */
export function makeEpoch(
  signed: SignedHeader,
  roster: Roster | undefined,
  secret: Key,
  roomKey: Key,
): Epoch {
  const epochKey = epochKeyOf(secret, signed.hash, roomKey);
  return {
    n: signed.header.n,
    signed,
    roster,
    epochKey,
    messageKey: messageKeyOf(epochKey),
    mediaUntil: undefined,
    messagesUntil: undefined,
  };
}

/** A state as it is shown to others. */
export const linkOf = (signed: SignedHeader, signer: RosterMember, at: Milliseconds): Link => ({
  at,
  n: signed.header.n,
  hash: signed.hash,
  bytes: signed.bytes,
  signature: signed.signature,
  signKey: signer.signKey,
  grant: signer.grant,
  standing: standingOf(signer),
});

/** Makes a state the present epoch; the one before it is kept until its time is up. */
export function install(turn: Turn, next: NextState, secret: Key): void {
  const { member, now } = turn;
  const { signed, roster, change } = next;
  const epoch = makeEpoch(signed, roster, secret, member.seat.roomKey);
  const before = present(member);
  const [first, ...rest] = member.epochs.map((old) =>
    old === before ? { ...old, mediaUntil: now + MEDIA_KEPT_MS, messagesUntil: now + MESSAGES_KEPT_MS } : old,
  );
  if (!first) throw new RangeError('a member without an epoch');
  wipe(member.secret);
  record(turn, before, next);
  const removal = change?.left.some(({ how }) => how === 'removed') ?? false;
  // A key that must go is not sent under a moment longer than need be; and with nobody who had the old there is none to wait for.
  const atOnce = removal || !hasCompany(member, before.roster, roster);
  turn.set({
    epochs: [first, ...rest, epoch],
    secret,
    links: [...member.links.slice(1 - LINKS_MAX), linkOf(signed, next.signer, now)],
    proven: warrantOf(signed, next.signer, roster, next.removed) ?? member.proven,
    hashes: new Map([...[...member.hashes].slice(1 - LINKS_MAX), [epoch.n, signed.hash]]),
    switchAt: atOnce ? now : now + SWITCH_MS,
    ...settled(turn, before.roster, next),
  });
  // Who has not sent anything yet has nothing to change over.
  if (member.membership === 'waiting') turn.set({ sending: epoch.n, switchAt: undefined });
  turn.emit({ type: 'epoch', n: epoch.n });
  turn.emit({ type: 'roster' });
  if (turn.member.leaving !== member.leaving) tellLeaving(turn);
  if (atOnce && member.membership !== 'waiting') switchOver(turn);
}

/** Whether anybody else was in and stays. */
const hasCompany = ({ seat }: Member, before: Roster | undefined, roster: Roster): boolean =>
  before?.some(({ index }) => index !== seat.index && memberAt(roster, index)) ?? true;

/** What a state says of those who are gone. */
export function settled(
  { member, now }: Turn,
  before: Roster | undefined,
  { signed, roster, removed, change }: NextState,
): Pick<Member, 'removed' | 'barred' | 'dismissed' | 'kept' | 'leaving'> {
  const kept = new Map([...member.kept].filter(([, { until }]) => until > now));
  const leaving = [...member.leaving];
  const until = now + (member.leading ? LEAVING_MS.atLeader : LEAVING_MS.elsewhere);
  for (const { index, how } of change?.left ?? []) {
    const gone = before && memberAt(before, index);
    if (!gone) continue;
    if (how === 'dropped') kept.set(toHex(gone.signKey), { member: gone, until: now + SEAT_KEPT_MS });
    if (how === 'removed') leaving.push({ member: gone, n: signed.header.n, until });
  }
  for (const { signKey } of roster) kept.delete(toHex(signKey));
  for (const [key, { member: gone }] of kept)
    if (removed.has(participantIdOf(gone.signKey))) kept.delete(key);
  return {
    removed,
    barred: new Set([...member.barred, ...removed]),
    dismissed: dismissedSince(member.dismissed, before, roster),
    kept,
    leaving: leaving.length === member.leaving.length ? member.leaving : leaving,
  };
}

function dismissedSince(
  known: Member['dismissed'],
  before: Roster | undefined,
  roster: Roster,
): Member['dismissed'] {
  const ranked = new Set<string>(idsOf((before ?? []).filter(isAuthority)));
  const lost = roster.filter(({ signKey, rank }) => rank === NO_RANK && ranked.has(participantIdOf(signKey)));
  const now = new Set<string>(idsOf(roster.filter(isAuthority)));
  return new Set([...known, ...idsOf(lost)].filter((id) => !now.has(id)));
}

function switchOver(turn: Turn): void {
  const { n } = present(turn.member);
  turn.set({ sending: n, switchAt: undefined });
  if (!isSilent(turn.member.membership)) turn.sendUnder(n);
}

/** Whoever was removed has left once `reached` (everybody's newest state, or the own one) has come so far. */
export function settleLeaving(turn: Turn, reached: EpochNumber): void {
  const { leaving } = turn.member;
  const still = leaving.filter(({ n, until }) => n > reached && until > turn.now);
  if (still.length === leaving.length) return;
  turn.set({ leaving: still });
  tellLeaving(turn);
}

const tellLeaving = (turn: Turn): void =>
  turn.emit({ type: 'leaving', members: turn.member.leaving.map(({ member }) => member) });

/** Does what time asks for: the switch, and the erasing of keys. */
export function passTime(turn: Turn): void {
  const { now } = turn;
  if (turn.member.switchAt !== undefined && turn.member.switchAt <= now) switchOver(turn);
  for (const epoch of turn.member.epochs) {
    if (epoch.epochKey && epoch.mediaUntil !== undefined && epoch.mediaUntil <= now) {
      wipe(epoch.epochKey);
      turn.emit({ type: 'erase', n: epoch.n });
    }
  }
  settleLeaving(turn, branded<EpochNumber>(0));
  const due = (until: Milliseconds | undefined): boolean => until !== undefined && until <= now;
  const kept = turn.member.epochs.filter((epoch) => !due(epoch.messagesUntil));
  for (const epoch of turn.member.epochs) if (due(epoch.messagesUntil)) wipe(epoch.messageKey);
  const [first, ...rest] = kept.map((epoch) =>
    due(epoch.mediaUntil) ? { ...epoch, epochKey: undefined } : epoch,
  );
  if (first) turn.set({ epochs: [first, ...rest] });
}

/** Wipes the keys of all epochs and says so: what follows is another branch. */
export function eraseEpochs(turn: Turn): void {
  for (const { n, epochKey, messageKey } of turn.member.epochs) {
    wipe(epochKey, messageKey);
    if (epochKey) turn.emit({ type: 'erase', n });
  }
}

/** Wipes everything secret: the meeting is over for this member. */
export function eraseAll(member: Member): void {
  wipe(member.secret, member.seat.roomKey, member.seat.signing.signingKey, member.leading?.kem.secretKey);
  wipe(member.root, member.going?.root);
  for (const { pairRoot } of member.leading?.entries ?? []) wipe(pairRoot);
  for (const { epochKey, messageKey } of member.epochs) wipe(epochKey, messageKey);
  for (const pairs of member.pairs.values()) wipePairs(pairs);
}
