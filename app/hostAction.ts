/** From what a view asks an authority's vault to do to what the vault needs for it. */

import type { HostAction } from '../crypto/workers/protocol.ts';
import { loadWordList } from './parts/wordList.ts';
import type { HostAct } from './phase.ts';

/**
 * Adds the word list where a new passphrase is to be made. If it does not come, nothing is left of an act that is
 * about the passphrase alone; who is dismissed is dismissed anyway.
 */
export async function hostAction(act: HostAct): Promise<HostAction | undefined> {
  switch (act.do) {
    case 'newPassphrase': {
      const words = await loadWordList();
      return words && { ...act, words };
    }
    case 'dismiss': {
      const { index, newPassphrase } = act;
      const words = newPassphrase ? await loadWordList() : undefined;
      return { do: 'dismiss', index, ...(words && { words }) };
    }
    default:
      return act;
  }
}
