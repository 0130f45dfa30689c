/** Whom the states of this leader let in, until they are there. */

import type { MemberIndex, VerifyKey } from '../brands.ts';
import { participantIdOf } from '../claim.ts';
import { type Member, present } from '../group/member.ts';
import { memberAt } from '../group/roster.ts';

export class Newcomers {
  readonly #ids = new Set<string>();

  admitted(signKey: VerifyKey): void {
    this.#ids.add(participantIdOf(signKey));
  }

  /** Whether who is there now is one of them; true once for each. */
  arrived(member: Member, index: MemberIndex): boolean {
    const who = memberAt(present(member).roster ?? [], index);
    return who !== undefined && this.#ids.delete(participantIdOf(who.signKey));
  }
}
