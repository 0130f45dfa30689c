/** Who may do what (§6): part of every state, so that everybody judges by the same rules. */

import { giveUp } from '../refusal.ts';

/** Rank of whom a host handed over to: before every co-host's. */
export const HEIR_RANK = 1;
/** Rank of a participant without authority. */
export const NO_RANK = 255;

/** What a rule is about, in the order of its two bits in a header. */
export const USES = ['screen', 'microphone', 'camera', 'chat', 'recording'] as const;
export type Use = (typeof USES)[number];

/** Whom a rule allows it, by its two bits. */
export const WHO = ['nobody', 'authorities', 'everyone'] as const;
export type Who = (typeof WHO)[number];

export type Policy = Readonly<Record<Use, Who>>;

/** What holds until a host says otherwise: everyone may do everything. */
export const OPEN_POLICY: Policy = {
  screen: 'everyone',
  microphone: 'everyone',
  camera: 'everyone',
  chat: 'everyone',
  recording: 'everyone',
};

/** The policy as a u16. */
export const encodePolicy = (policy: Policy): number =>
  USES.reduce((bits, use, at) => bits | (WHO.indexOf(policy[use]) << (2 * at)), 0);

/** The policy of a u16; gives up `malformed` on bits that `encodePolicy` does not give. */
export function decodePolicy(bits: number): Policy {
  if (bits >> (2 * USES.length) !== 0) return giveUp('malformed');
  const rules = USES.map((use, at) => [use, WHO[(bits >> (2 * at)) & 3] ?? giveUp('malformed')] as const);
  return Object.fromEntries(rules) as Record<Use, Who>;
}

/** Whether somebody of this rank may do it. */
export const may = (policy: Policy, use: Use, rank: number): boolean =>
  policy[use] === 'everyone' || (policy[use] === 'authorities' && rank !== NO_RANK);

/** The rule that each media slot falls under, by its number (§7). */
export const USE_OF_SLOT: readonly Use[] = ['microphone', 'camera', 'screen', 'screen'];

/** Slots that somebody of this rank may send in, bit s for slot s. */
export const slotsFor = (policy: Policy, rank: number): number =>
  USE_OF_SLOT.reduce((bits, use, slot) => (may(policy, use, rank) ? bits | (1 << slot) : bits), 0);

/** Among the slots that somebody is asked to switch off: the raised hand, which is to be lowered. */
export const HAND_BIT = 0b1000_0000;
