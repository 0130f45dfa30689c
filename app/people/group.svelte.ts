/** What the vault says of the meeting: who is in, by which rules, who knocks, how sure that is. Nothing here comes from a server. */

import type { MemberIndex } from '../../crypto/brands.ts';
import { OPEN_POLICY } from '../../crypto/group/policy.ts';
import {
  type FromVault,
  type LogEntry,
  may,
  type Membership,
  type Policy,
  type RosterEntry,
  slotsFor,
  type Use,
} from '../../crypto/workers/protocol.ts';
import type { Reason } from '../../crypto/refusal.ts';
import type { KnockView } from '../phase.ts';
import { NO_RANK } from './rank.ts';

export type Seat = Extract<FromVault, { type: 'seated' }>;
type Roster = Omit<Extract<FromVault, { type: 'roster' }>, 'type' | 'n' | 'leader'>;

/** Alarms are counted, and the newest of each kind is enough: a server could send a thousand a second. */
const ALARMS_SHOWN = 20;
/** Older entries of the log go first. */
const LOG_LENGTH = 5_000;

const NOBODY: Roster = {
  members: [],
  policy: OPEN_POLICY,
  locked: false,
  history: false,
  failedGuesses: 0,
  doorShut: false,
};

export class Group {
  #seat = $state.raw<Seat | undefined>(undefined);
  #roster = $state.raw<Roster>(NOBODY);
  #leaving = $state.raw<readonly RosterEntry[]>([]);
  #knocks = $state.raw<readonly KnockView[]>([]);
  #membership = $state.raw<Membership>('waiting');
  #alarms = $state.raw<readonly Reason[]>([]);
  #log = $state.raw<readonly LogEntry[]>([]);
  #code = $state.raw<(Extract<FromVault, { type: 'code' }> & { readonly of: string }) | undefined>(undefined);

  get seat(): Seat | undefined {
    return this.#seat;
  }

  get members(): readonly RosterEntry[] {
    return this.#roster.members;
  }

  /** Removed, and not everybody has changed keys yet. */
  get leaving(): readonly RosterEntry[] {
    return this.#leaving;
  }

  /** Own place in the roster. */
  get me(): RosterEntry | undefined {
    const own = this.#seat?.participantId;
    return this.members.find(({ participantId }) => participantId === own);
  }

  /** 0 for a host, 1 for whom one handed over to, 2 … for co-hosts, 255 for everyone else; a host knows it before any roster does. */
  get rank(): number {
    return this.me?.rank ?? (this.#seat?.host ? 0 : NO_RANK);
  }

  get isAuthority(): boolean {
    return this.rank !== NO_RANK;
  }

  get policy(): Policy {
    return this.#roster.policy;
  }

  /** Whether this person may do it now. */
  may(use: Use): boolean {
    return may(this.policy, use, this.rank);
  }

  /** The slots this person may send in, bit s for slot s. */
  get slots(): number {
    return slotsFor(this.policy, this.rank);
  }

  get locked(): boolean {
    return this.#roster.locked;
  }

  get history(): boolean {
    return this.#roster.history;
  }

  get failedGuesses(): number {
    return this.#roster.failedGuesses;
  }

  get doorShut(): boolean {
    return this.#roster.doorShut;
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

  get log(): readonly LogEntry[] {
    return this.#log;
  }

  get code(): string | undefined {
    return this.#code?.code;
  }

  /** The state whose code is shown. */
  get codeOf(): Extract<FromVault, { type: 'code' }>['n'] | undefined {
    return this.#code?.n;
  }

  /** Somebody came or left since the code was made. */
  get codeIsOld(): boolean {
    return this.#code !== undefined && this.#code.of !== this.#present;
  }

  /** The code was confirmed, and nobody is in whose key was not there then. */
  get allCompared(): boolean {
    const others = this.members.filter((member) => member !== this.me);
    return others.length > 0 && others.every(({ compared }) => compared === true);
  }

  hasMember(index: MemberIndex): boolean {
    return this.members.some((member) => member.index === index);
  }

  /** Who the code is about: it changes with who is in, never with a new epoch alone. */
  get #present(): string {
    return this.members
      .map(({ index, rank, participantId }) => `${index}/${rank}/${participantId}`)
      .join(' ');
  }

  fromVault(message: FromVault): void {
    switch (message.type) {
      case 'seated':
        this.#seat = message;
        return;
      case 'roster':
        this.#roster = message;
        return;
      case 'leaving':
        this.#leaving = message.members;
        return;
      case 'membership':
        this.#membership = message.state;
        return;
      case 'knocks':
        this.#knocks = message.knocks;
        return;
      case 'code':
        this.#code = { ...message, of: this.#present };
        return;
      case 'log':
        this.#log = [...this.#log.slice(1 - LOG_LENGTH), message.entry];
        return;
      case 'alarm':
        this.#alarms = [...this.#alarms.slice(1 - ALARMS_SHOWN), message.reason];
        return;
      default:
        return;
    }
  }
}
