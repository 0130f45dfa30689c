/** What the vault says of the meeting: who is in, who knocks, how sure that is. Nothing here comes from a server. */

import type { Reason } from '../../crypto/refusal.ts';
import type { FromVault, Membership, RosterEntry } from '../../crypto/workers/protocol.ts';
import type { KnockView } from '../phase.ts';

export type Seat = Extract<FromVault, { type: 'seated' }>;

/** Alarms are counted, and the newest of each kind is enough: a server could send a thousand a second. */
const ALARMS_SHOWN = 20;

export class Group {
  #seat = $state.raw<Seat | undefined>(undefined);
  #members = $state.raw<readonly RosterEntry[]>([]);
  #knocks = $state.raw<readonly KnockView[]>([]);
  #membership = $state.raw<Membership>('waiting');
  #alarms = $state.raw<readonly Reason[]>([]);
  #code = $state.raw<{ readonly digits: string; readonly of: string } | undefined>(undefined);

  get seat(): Seat | undefined {
    return this.#seat;
  }

  get members(): readonly RosterEntry[] {
    return this.#members;
  }

  get knocks(): readonly KnockView[] {
    return this.#knocks;
  }

  get membership(): Membership {
    return this.#membership;
  }

  /** Nothing may be sent now. */
  get silent(): boolean {
    return this.#membership === 'waiting' || this.#membership === 'silenced';
  }

  get alarms(): readonly Reason[] {
    return this.#alarms;
  }

  get code(): string | undefined {
    return this.#code?.digits;
  }

  /** Somebody came or left since the code was made. */
  get codeIsOld(): boolean {
    return this.#code !== undefined && this.#code.of !== this.#present;
  }

  /** Who the code is about: it changes with who is in, never with a new epoch alone. */
  get #present(): string {
    return this.#members.map(({ index, participantId }) => `${index}/${participantId}`).join(' ');
  }

  fromVault(message: FromVault): void {
    switch (message.type) {
      case 'seated':
        this.#seat = message;
        return;
      case 'roster':
        this.#members = message.members;
        return;
      case 'membership':
        this.#membership = message.state;
        return;
      case 'knocked': {
        const { waiter, name, likeAnother } = message;
        this.#knocks = [
          ...this.#knocks.filter((other) => other.waiter !== waiter),
          { waiter, name, likeAnother },
        ];
        return;
      }
      case 'knockGone':
        this.#knocks = this.#knocks.filter(({ waiter }) => waiter !== message.waiter);
        return;
      case 'code':
        this.#code = { digits: message.code, of: this.#present };
        return;
      case 'alarm':
        this.#alarms = [...this.#alarms.slice(1 - ALARMS_SHOWN), message.reason];
        return;
      default:
        return;
    }
  }
}
