/** What a rank in the roster means to a person (§4): a host's is 0, co-hosts' are above, and most have none. */

import { NO_RANK } from '../../crypto/group/policy.ts';

export { NO_RANK };

/** What a change of one's own rank is called; nothing where it stays, or where there was none before. */
export function roleChange(
  before: number | undefined,
  now: number | undefined,
): 'appointed' | 'dismissed' | 'nowHost' | undefined {
  if (before === undefined || now === undefined || before === now) return undefined;
  if (now === 0) return 'nowHost';
  if (before === NO_RANK) return 'appointed';
  return now === NO_RANK ? 'dismissed' : undefined;
}
