/** What was written, and images, that the vault has not answered yet: of each it tells as heard, or it refuses it. */

import type { FromVault, Saying } from '../../crypto/workers/protocol.ts';

const isWritten = ({ say }: Pick<Saying, 'say'>): boolean => say === 'chat' || say === 'image';

export class Unanswered {
  #count = 0;

  /** The vault is told this. */
  said(saying: Saying): void {
    if (isWritten(saying)) this.#count += 1;
  }

  /**
   * Takes what the vault says; true if it refuses something written. A refusal does not tell of which saying it is:
   * that of a hand may be taken for one while something written is on its way.
   */
  fromVault(message: FromVault): boolean {
    const refused = message.type === 'refused' && message.of === 'say';
    const heard = message.type === 'heard' && message.heard.own && isWritten(message.heard);
    if (this.#count === 0 || !(refused || heard)) return false;
    this.#count -= 1;
    return refused;
  }
}
