/** Change-over (§5): how a new epoch comes in, is sent under, and how old ones go. */

import type { Key, Milliseconds } from '../brands.ts';
import { wipe } from '../bytes.ts';
import { epochKeyOf, messageKeyOf } from './keySchedule.ts';
import { type Epoch, isSilent, type Member, present, type Turn } from './member.ts';
import type { Roster } from './roster.ts';
import type { SignedHeader } from './state.ts';

/**
 * Senders go over to a new epoch this long after it arrived: by then it arrived everywhere, or is so near that
 * its first frames wait for it (500 ms, `keyRing.ts`). A newcomer sees nobody before that.
 */
export const SWITCH_MS: Milliseconds = 500;
/** Media keys of an epoch are erased this long after the next arrived. */
export const MEDIA_KEPT_MS: Milliseconds = 4_000;
/** Message keys are kept this long: a message may be late. */
export const MESSAGES_KEPT_MS: Milliseconds = 60_000;
const HASHES_KEPT = 256;

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

/** Makes `signed` the present epoch; the one before it is kept until its time is up. */
export function install(turn: Turn, signed: SignedHeader, roster: Roster, secret: Key): void {
  const { member, now } = turn;
  const epoch = makeEpoch(signed, roster, secret, member.seat.roomKey);
  const before = present(member);
  const [first, ...rest] = member.epochs.map((old) =>
    old === before ? { ...old, mediaUntil: now + MEDIA_KEPT_MS, messagesUntil: now + MESSAGES_KEPT_MS } : old,
  );
  if (!first) throw new RangeError('a member without an epoch');
  wipe(member.secret);
  turn.set({
    epochs: [first, ...rest, epoch],
    secret,
    hashes: new Map([...[...member.hashes].slice(1 - HASHES_KEPT), [epoch.n, signed.hash]]),
    switchAt: now + SWITCH_MS,
  });
  // Who has not sent anything yet has nothing to change over.
  if (member.membership === 'waiting') turn.set({ sending: epoch.n, switchAt: undefined });
  turn.emit({ type: 'epoch', n: epoch.n });
  turn.emit({ type: 'roster' });
}

function switchOver(turn: Turn): void {
  const { n } = present(turn.member);
  turn.set({ sending: n, switchAt: undefined });
  if (!isSilent(turn.member.membership)) turn.sendUnder(n);
}

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
  const due = (until: Milliseconds | undefined): boolean => until !== undefined && until <= now;
  const kept = turn.member.epochs.filter((epoch) => !due(epoch.messagesUntil));
  for (const epoch of turn.member.epochs) if (due(epoch.messagesUntil)) wipe(epoch.messageKey);
  const [first, ...rest] = kept.map((epoch) =>
    due(epoch.mediaUntil) ? { ...epoch, epochKey: undefined } : epoch,
  );
  if (first) turn.set({ epochs: [first, ...rest] });
}

/** Wipes everything secret: the meeting is over for this member. */
export function eraseAll(member: Member): void {
  wipe(member.secret, member.seat.roomKey, member.seat.signing.signingKey);
  for (const { epochKey, messageKey } of member.epochs) wipe(epochKey, messageKey);
  for (const pairs of member.pairs.values()) for (const pair of pairs) wipe(pair.toLeader, pair.fromLeader);
}
