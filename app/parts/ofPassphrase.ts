/** Troubles that lie in the passphrase somebody typed: said at its field. */

import type { Trouble } from '../phase.ts';

const OF_PASSPHRASE: readonly Trouble[] = ['wrongPassphrase', 'weakPassphrase', 'tooLong'];

/** Whether it is one of them. */
export const isOfPassphrase = (trouble: Trouble | undefined): boolean =>
  trouble !== undefined && OF_PASSPHRASE.includes(trouble);
