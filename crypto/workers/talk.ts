/** What is said in the meeting (§6): checked on its way out, told to the page on its way in, the last lines of the chat kept. */

import type { MemberIndex } from '../brands.ts';
import { participantIdOf } from '../claim.ts';
import { isCleanText, utf8 } from '../codec.ts';
import { CHAT_BYTES_MAX, type HistoryLine } from '../group/confidences.ts';
import type { Saying as SaidInGroup } from '../group/sayings.ts';
import { isSilent, type Member, ownRank, present } from '../group/member.ts';
import type { GroupEffect } from '../group/turn.ts';
import { may } from '../group/policy.ts';
import { EVERYONE, memberAt, NO_RANK } from '../group/roster.ts';
import { readPicture } from '../picture.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import type { Heard, Saying } from './protocol.ts';
import { Recorders } from './recorders.ts';
import type { Surroundings } from './surroundings.ts';

/** Lines of the chat that are kept, and passed on to newcomers where the host allows it. */
export const LINES_MAX = 200;
const HISTORY_BYTES_MAX = 100_000;

/** One emoji as a keyboard gives it: what else is said as a reaction is not shown. */
const EMOJI = /^\p{RGI_Emoji}$/v;

type Shown =
  | Extract<SaidInGroup, { say: 'chat' | 'hand' | 'reaction' }>
  | Pick<ImageHeard, 'say' | 'picture' | 'width' | 'height'>;
type ImageHeard = Extract<Heard, { say: 'image' }>;
type HeardInGroup = Extract<GroupEffect, { type: 'heard' }>;

/**
 * What a member may say now, cleaned; refuses `badText`, `tooLong`, `malformed`, `notAllowed`, `outOfTurn` (not
 * confirmed yet).
 */
export function sayable(saying: Saying, member: Member): SaidInGroup | Refusal {
  // Who stops recording in silence says so as soon as anything is said again.
  const stops = saying.say === 'recording' && !saying.on;
  if (isSilent(member.membership) && !stops) return refuse('outOfTurn');
  switch (saying.say) {
    case 'chat': {
      const text = saying.text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
      if (!may(present(member).signed.header.policy, 'chat', ownRank(member))) return refuse('notAllowed');
      if (text === '' || !isCleanText(text, true)) return refuse('badText');
      return utf8(text).length > CHAT_BYTES_MAX ? refuse('tooLong') : { say: 'chat', text };
    }
    case 'hand':
      return { say: 'hand', up: saying.up, upFor: 0 };
    case 'reaction':
      return EMOJI.test(saying.emoji) ? { say: 'reaction', emoji: saying.emoji } : refuse('badText');
    case 'recording':
      return { say: 'recording', on: saying.on };
    case 'consent':
      return { say: 'consent', index: saying.index };
    case 'image': {
      const picture = readPicture(saying.picture);
      return isRefusal(picture) ? picture : { say: 'image', picture: picture.bare };
    }
  }
}

export class Talk {
  readonly #around: Surroundings;
  readonly recorders: Recorders;
  #lines: readonly HistoryLine[] = [];
  #told = false;
  /** The newest move of the SFU room that the leader told. */
  #move = 0;

  constructor(around: Surroundings) {
    this.#around = around;
    this.recorders = new Recorders(around);
  }

  get move(): number {
    return this.#move;
  }

  /** The SFU room's move as the relay or the leader says; true if it is news. */
  moved(move: number): boolean {
    if (move <= this.#move) return false;
    this.#move = move;
    return true;
  }

  /** Something said to everyone, whose rights were judged. */
  heard(member: Member, { from, label, seq, saying }: HeardInGroup): void {
    const { toPage, now } = this.#around;
    const own = from === member.seat.index;
    switch (saying.say) {
      case 'chat':
      case 'hand':
      case 'reaction':
      case 'image': {
        const shown = shownAs(saying);
        if (isRefusal(shown)) return;
        const signKey = memberAt(present(member).roster ?? [], from)?.signKey;
        const id = `${signKey ? participantIdOf(signKey) : from}/${seq}`;
        const at = now();
        if (saying.say === 'chat') this.#keep([{ name: label, text: saying.text, at }]);
        return toPage({ type: 'heard', heard: { ...shown, id, index: from, label, own, at } });
      }
      case 'recording':
        return this.recorders.heard(member, from, saying.on);
      case 'consent':
        return saying.index === member.seat.index ? this.recorders.agreed(member, from) : undefined;
      case 'stop': {
        const all = saying.index === EVERYONE && ownRank(member) === NO_RANK;
        if (own || (!all && saying.index !== member.seat.index)) return;
        return toPage({ type: 'stop', by: label, slots: saying.slots });
      }
      case 'moved':
        if (this.moved(saying.move) && !own) toPage({ type: 'move', move: saying.move });
    }
  }

  /** What was said before this member came, from the leader; taken once. */
  before(from: MemberIndex, lines: readonly HistoryLine[]): void {
    if (this.#told) return;
    this.#told = true;
    this.#lines = [...lines, ...this.#lines].slice(-LINES_MAX);
    for (const [line, { name, text, at }] of lines.entries()) {
      const heard = { say: 'chat', text, id: `before/${line}`, index: from, label: name } as const;
      this.#around.toPage({ type: 'heard', heard: { ...heard, own: false, at, before: true } });
    }
  }

  /** The last lines, as many as fit; for a newcomer. */
  history(): readonly HistoryLine[] {
    let left = HISTORY_BYTES_MAX;
    const lines: HistoryLine[] = [];
    for (const line of this.#lines.toReversed()) {
      left -= utf8(line.text).length + utf8(line.name).length;
      if (left < 0) break;
      lines.unshift(line);
    }
    return lines;
  }

  #keep(lines: readonly HistoryLine[]): void {
    this.#lines = [...this.#lines, ...lines].slice(-LINES_MAX);
  }
}

/** A reaction that is no emoji is a way round the chat's rules; of a picture the sides are told. */
function shownAs(
  saying: Extract<SaidInGroup, { say: 'chat' | 'hand' | 'reaction' | 'image' }>,
): Shown | Refusal {
  if (saying.say === 'reaction' && !EMOJI.test(saying.emoji)) return refuse('badText');
  if (saying.say !== 'image') return saying;
  const picture = readPicture(saying.picture);
  if (isRefusal(picture)) return picture;
  const { width, height, bare } = picture;
  return { say: 'image', picture: bare, width, height };
}
