/** The list of people as the page shows it, the code that stands for it, and whose keys were compared (§5). */

import type { EpochNumber } from '../brands.ts';
import { toHex } from '../bytes.ts';
import { participantIdOf } from '../claim.ts';
import { FAILURES_MAX } from '../door/knocks.ts';
import { type Member, present } from '../group/member.ts';
import { type Roster, shownNames } from '../group/roster.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { codeStretch, formatCode } from '../securityCode.ts';
import type { RosterEntry } from './protocol.ts';
import type { Surroundings } from './surroundings.ts';

/** Codes whose members are remembered until they are confirmed. */
const CODES_MAX = 16;

/** What the page is told of the door besides the state. */
export interface DoorView {
  /** The passphrase is of the host's own making. */
  readonly own: boolean;
  /** Of the leader: whether its door is shut. */
  readonly shut: boolean | undefined;
}

export class People {
  readonly #around: Surroundings;
  /** Keys that were there when a code was confirmed; undefined before the first time. */
  #compared: ReadonlySet<string> | undefined;
  #codes: readonly { readonly n: EpochNumber; readonly roster: Roster }[] = [];

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** The signed list, the rules, and the number of their state. */
  tell(member: Member, { own, shut }: DoorView): void {
    const { n, roster, signed } = present(member);
    if (!roster) return;
    const { policy, locked, history, failedGuesses, leader } = signed.header;
    // A leader shuts its door at a hundred, two hundred, …: the others see it by the number.
    const doorShut = shut ?? (own && failedGuesses > 0 && failedGuesses % FAILURES_MAX === 0);
    const members = this.entries(roster, roster);
    const rules = { policy, locked, history, failedGuesses, doorShut };
    this.#around.toPage({ type: 'roster', n, leader, members, ...rules });
  }

  /** Members as the page knows them, their names told apart among all of `beside`. */
  entries(members: Roster, beside: Roster): RosterEntry[] {
    const shown = shownNames(beside);
    return members.map(({ index, rank, signKey, name }) => ({
      index,
      rank,
      name,
      label: shown.get(index) ?? name,
      participantId: participantIdOf(signKey),
      ...(this.#compared && { compared: this.#compared.has(toHex(signKey)) }),
    }));
  }

  /** Computes the code of the present members; refuses `outOfTurn` before the first roster. */
  async code(member: Member): Promise<Refusal | undefined> {
    const { n, roster } = present(member);
    if (!roster) return refuse('outOfTurn');
    const { roomId, meetingId } = member.seat;
    const stretched = await this.#around.stretch(codeStretch(roomId, meetingId, roster));
    this.#codes = [...this.#codes.filter((code) => code.n !== n), { n, roster }].slice(-CODES_MAX);
    this.#around.toPage({ type: 'code', n, code: formatCode(stretched) });
    return undefined;
  }

  /** The code of state `n` was compared: marks its members; refuses `unknownEpoch` for one that was not shown. */
  confirm(n: EpochNumber): Refusal | undefined {
    const roster = this.#codes.find((code) => code.n === n)?.roster;
    if (!roster) return refuse('unknownEpoch');
    this.#compared = new Set([...(this.#compared ?? []), ...roster.map(({ signKey }) => toHex(signKey))]);
    return undefined;
  }
}
