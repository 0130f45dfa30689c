/**
 * A refusal is a value: what was not accepted, and why. Decoders and openers return one instead of
 * throwing, so that no byte from outside can take a path its reader did not write down.
 */

/** Why something was refused. Every reason that reaches a person has its sentence in `app/words/`. */
export const REASONS = [
  // links and passphrases (§3)
  'notALink',
  'cutLink',
  'linkVersion',
  'otherSite',
  'weakPassphrase',
  'badName',
  // encoding (§2)
  'malformed',
  'unknownVersion',
  'unknownType',
  'badText',
  // signatures, grants (§4)
  'badSignature',
  'wrongRoom',
  'expired',
  // the door (§4)
  'badPoint',
  'notYourHost',
  'wrongPassphrase',
  'locked',
  'full',
  'moved',
  'replayed',
  'outOfTurn',
  // epochs and messages (§5, §6)
  'notOpened',
  'unknownEpoch',
  'notInRoster',
  'notAllowed',
  'notNext',
  'removedReturns',
  'tooLong',
] as const;

export type Reason = (typeof REASONS)[number];

export interface Refusal {
  readonly refused: Reason;
}

const KNOWN: Readonly<Record<Reason, Refusal>> = Object.freeze(
  Object.fromEntries(REASONS.map((refused) => [refused, Object.freeze({ refused })])) as Record<
    Reason,
    Refusal
  >,
);

/** Gives the one refusal object of this reason. */
export function refuse(reason: Reason): Refusal {
  return KNOWN[reason];
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && KNOWN[(value as Refusal).refused] === value;
}

/** Thrown inside a decoder only; `attempt` turns it into the refusal it carries. */
class Refused extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason);
    this.name = 'Refused';
    this.reason = reason;
  }
}

/** Ends the decoder that runs inside the nearest `attempt`. */
export function giveUp(reason: Reason): never {
  throw new Refused(reason);
}

/** Runs a decoder; what it gives, or the refusal it gave up with. Any other error is a fault of ours and passes. */
export function attempt<T>(decode: () => T): T | Refusal {
  try {
    return decode();
  } catch (error) {
    if (error instanceof Refused) return refuse(error.reason);
    throw error;
  }
}
