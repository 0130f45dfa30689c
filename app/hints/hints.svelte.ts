/** Tells who looks elsewhere what they wait for, that somebody knocks or writes: chime, badge, notification. */

import { untrack } from 'svelte';
import { unread } from '../parts/unread.ts';
import { comings } from '../people/comings.ts';
import type { KnockView, MeetingView, WaitingState } from '../phase.ts';
import { words } from '../words/words.ts';
import type { Melody } from './chime.ts';
import type { HintPreferences } from './preferences.ts';

/** By what means; the page’s own are in `outlets.ts`. */
export interface HintOutlets {
  readonly chime: { ring(melody: Melody): unknown; end(): void };
  readonly notice: { show(text: string): void; close(): void };
  readonly badge: { show(count: number): void };
  readonly visibility: { readonly hidden: boolean; readonly away: boolean };
}

export type HintFacts = Pick<MeetingView, 'isHost' | 'isAuthority' | 'knocks' | 'chat'>;

/** From one’s entry on, for the life of the component that calls it. Knocks are told to those alone who can let people in. */
export function giveHints(
  meeting: HintFacts,
  preferences: () => HintPreferences,
  { chime, notice, badge, visibility }: HintOutlets,
): void {
  const knocks = (): readonly KnockView[] => (meeting.isAuthority ? meeting.knocks : []);
  /** Was let in, and did not see it yet. */
  let letIn = $state(!meeting.isHost && visibility.away);

  let before: readonly KnockView[] = [];
  $effect(() => {
    const now = knocks();
    const { came, went } = comings(before, now, ({ waiter }) => waiter);
    before = now;
    if (now.length === 0 && went.length > 0) notice.close();
    if (came.length === 0) return;
    const { chime: sound, notify, names } = preferences();
    if (sound) chime.ring('knock');
    if (notify && visibility.away)
      notice.show(words.hints.waiting(now.length, names ? came[0]?.name : undefined));
  });

  // Whoever is back sees who waits, and that they are in.
  $effect(() => {
    if (visibility.away) return;
    letIn = false;
    notice.close();
  });

  let wasHidden = false;
  /** The last line of the chat when the tab went out of sight. */
  let seen: string | undefined;
  $effect(() => {
    const { hidden } = visibility;
    const { chat } = meeting;
    if (hidden && !wasHidden) seen = chat.at(-1)?.id;
    wasHidden = hidden;
    badge.show(knocks().length + (hidden ? unread(chat, seen).length : 0) + (letIn ? 1 : 0));
  });

  $effect(() => {
    if (!letIn) return;
    const { chime: sound, notify } = untrack(preferences);
    if (sound) chime.ring('letIn');
    if (notify) notice.show(words.hints.letIn);
  });

  $effect(() => () => {
    badge.show(0);
    notice.close();
    chime.end();
  });
}

/** In the waiting room, for the life of the component that calls it: the host wrote, or does not let this person in. */
export function giveWaitingHints(
  state: () => WaitingState,
  preferences: () => HintPreferences,
  { chime, notice, badge, visibility }: HintOutlets,
): void {
  const written = $derived(linesOfHost(state()));
  const refused = $derived(state().at === 'refused');
  /** What happened, and was not seen yet. */
  let unseen = $state(0);

  let before = 0;
  $effect(() => {
    const came = written - before;
    before = written;
    if (came <= 0 && !refused) return;
    untrack(() => {
      if (!visibility.away) return;
      unseen += 1;
      const { chime: sound, notify } = preferences();
      if (sound) chime.ring('knock');
      if (notify) notice.show(refused ? words.hints.notLetIn : words.hints.hostWrites);
    });
  });

  $effect(() => {
    if (visibility.away) return;
    unseen = 0;
    notice.close();
  });

  $effect(() => badge.show(unseen));

  $effect(() => () => {
    badge.show(0);
    notice.close();
    chime.end();
  });
}

const linesOfHost = (state: WaitingState): number =>
  state.at === 'shown' ? state.notes.filter(({ from }) => from === 'host').length : 0;
