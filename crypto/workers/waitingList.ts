/** The list of those who wait, as authorities see it (§4). */

import type { DoorState } from '../door/knocks.ts';
import { likeness, type Roster } from '../group/roster.ts';
import type { KnockEntry, Note } from './protocol.ts';

/** Knocks in the list; the rest is shown when these are answered. */
const LIST_MAX = 500;
/** Bytes of notes, over all knocks, that the list to co-hosts carries. */
const NOTE_BYTES_TOLD = 100_000;

/** Everybody who is shown at the door; a name that reads like another, inside or waiting, is marked. */
export function waitingList(
  { knocks }: DoorState,
  notes: ReadonlyMap<number, readonly Note[]>,
  roster: Roster,
): readonly KnockEntry[] {
  const waiting = [...knocks].flatMap(([waiter, knock]) =>
    knock.at === 'shown' ? [{ waiter, name: knock.name, like: likeness(knock.name) }] : [],
  );
  const times = new Map<string, number>();
  for (const like of [...roster.map(({ name }) => likeness(name)), ...waiting.map(({ like }) => like)]) {
    times.set(like, (times.get(like) ?? 0) + 1);
  }
  return waiting.slice(0, LIST_MAX).map(({ waiter, name, like }) => ({
    waiter,
    name,
    likeAnother: (times.get(like) ?? 0) > 1,
    notes: notes.get(waiter) ?? [],
  }));
}

/** The list with its oldest notes left out, so that it fits what one message may carry. */
export function withinBytes(knocks: readonly KnockEntry[]): readonly KnockEntry[] {
  let left = NOTE_BYTES_TOLD;
  return knocks.map((knock) => {
    const notes: Note[] = [];
    for (const note of knock.notes.toReversed()) {
      // At most three bytes of UTF-8 for each unit of a string.
      left -= 3 * note.text.length;
      if (left < 0) break;
      notes.unshift(note);
    }
    return { ...knock, notes };
  });
}
