/**
 * Who records the meeting, by their own signed word (§6): from the moment they say so until they say otherwise, or go. Where
 * it is this device that does: who agreed to be in it, by theirs.
 */

import type { MemberIndex, ParticipantId } from '../brands.ts';
import { participantIdOf } from '../claim.ts';
import { labelOf, type Member, present } from '../group/member.ts';
import { memberAt } from '../group/roster.ts';
import type { Surroundings } from './surroundings.ts';

export class Recorders {
  readonly #around: Surroundings;
  /** With the name under which they were last in. */
  readonly #labels = new Map<ParticipantId, string>();
  #agreed: ReadonlySet<ParticipantId> = new Set();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Somebody says that they record, or no longer do; whether they may was judged. */
  heard(member: Member, from: MemberIndex, on: boolean): void {
    const who = memberAt(present(member).roster ?? [], from);
    if (!who) return;
    const id = participantIdOf(who.signKey);
    if (on === this.#labels.has(id)) return;
    // To each recording anew.
    if (from === member.seat.index) this.#keep([]);
    if (on) this.#labels.set(id, labelOf(member, from));
    const label = this.#labels.get(id) ?? who.name;
    if (!on) this.#labels.delete(id);
    this.#tell();
    this.#log(on, label);
  }

  /** Somebody agrees to be in what this device records; nothing where it does not. */
  agreed(member: Member, from: MemberIndex): void {
    const who = memberAt(present(member).roster ?? [], from);
    if (who && this.#labels.has(participantIdOf(member.seat.signing.verifyKey)))
      this.#keep([...this.#agreed, participantIdOf(who.signKey)]);
  }

  /** The roster is another: whoever is out of it is out of here. */
  roster(member: Member): void {
    const inside = new Set((present(member).roster ?? []).map(({ signKey }) => participantIdOf(signKey)));
    this.#keep([...this.#agreed].filter((id) => inside.has(id)));
    const gone = [...this.#labels].filter(([id]) => !inside.has(id));
    if (gone.length === 0) return;
    for (const [id] of gone) this.#labels.delete(id);
    this.#tell();
    for (const [, label] of gone) this.#log(false, label);
  }

  /** Keeps these as those who agreed, and tells of them if they are others than before. */
  #keep(ids: readonly ParticipantId[]): void {
    const agreed = new Set(ids);
    if (agreed.size === this.#agreed.size && ids.every((id) => this.#agreed.has(id))) return;
    this.#agreed = agreed;
    this.#around.toPage({ type: 'consents', ids: [...agreed] });
  }

  #tell(): void {
    this.#around.toPage({ type: 'recorders', ids: [...this.#labels.keys()] });
  }

  #log(on: boolean, who: string): void {
    const what = on ? 'recordingOn' : 'recordingOff';
    this.#around.toPage({ type: 'log', entry: { what, who, at: this.#around.now() } });
  }
}
