/**
 * Tells who cannot see it what happens in a call: who comes, goes, knocks, raises a hand, writes, reacts; and what is
 * calmly said over the tiles.
 */

import type { RosterEntry } from '../../crypto/workers/protocol.ts';
import { comings } from '../people/comings.ts';
import type { MeetingView } from '../phase.ts';
import { words } from '../words/words.ts';
import { announcer } from './announcer.svelte.ts';
import { calmLines, isAlone } from './banners.ts';
import { isEmoji } from './emojis.ts';

/** More at once are told as a number. */
const TOLD_ONE_BY_ONE = 3;

const text = words.call;

/** Runs `tell` with what is new in `list` whenever it changes. Without `before`, what is there at first is no news. */
function onNews<T>(
  list: () => readonly T[],
  key: (item: T) => string | number,
  tell: (came: readonly T[], went: readonly T[]) => void,
  before?: readonly T[],
): void {
  $effect(() => {
    const now = list();
    if (before !== undefined) {
      const { came, went } = comings(before, now, key);
      tell(came, went);
    }
    before = now;
  });
}

/** For the life of the component that calls it. `chatOpen`: the chat tells its own lines. */
export function tellWhatHappens(meeting: MeetingView, chatOpen: () => boolean): void {
  const { say } = announcer;
  const labelOf = (index: RosterEntry['index']): string | undefined =>
    index === meeting.me?.index ? undefined : meeting.members.find((one) => one.index === index)?.label;

  onNews(
    () => meeting.members,
    ({ participantId }) => participantId,
    (came, went) => {
      for (const { label } of came) say(text.joined(label));
      for (const { label } of went) say(text.gone(label));
    },
  );
  onNews(
    () => meeting.knocks,
    ({ waiter }) => waiter,
    (came) => {
      if (came.length > TOLD_ONE_BY_ONE) say(text.waitingCount(meeting.knocks.length));
      else for (const { name } of came) say(text.knocks(name));
    },
    // Who knocked before this page was here still waits: that is news.
    [],
  );
  onNews(
    () => meeting.hands,
    (index) => index,
    (came) => {
      for (const label of came.map(labelOf)) if (label !== undefined) say(text.handRaised(label));
    },
  );
  onNews(
    () => meeting.chat,
    ({ id }) => id,
    (came) => {
      const others = came.filter(({ own, before }) => !own && before === undefined);
      if (chatOpen() || others.length === 0) return;
      if (others.length > TOLD_ONE_BY_ONE) say(text.unread(others.length));
      else
        for (const { label, text: line, image } of others)
          say(image ? text.sentImage(label) : text.wrote(label, line));
    },
  );
  onNews(
    () => meeting.recorders.filter(({ index }) => index !== meeting.me?.index),
    ({ participantId }) => participantId,
    (came, went) => {
      for (const { label } of came) say(words.recording.begins(label));
      for (const { label } of went) say(words.recording.ends(label));
    },
    // Who recorded before this page was here records it, too.
    [],
  );
  onNews(
    () => [
      ...calmLines({
        deviceNews: meeting.devices.news,
        notices: meeting.notices,
        isAuthority: meeting.isAuthority,
        isHost: meeting.isHost,
        full: meeting.full,
        max: meeting.max,
        alone: isAlone(meeting),
        // Who knocks is told above.
        knocks: [],
        peopleOpen: false,
      }),
    ],
    ({ id, text: said }) => `${id}: ${said}`,
    (came) => {
      for (const { text: said } of came) say(said);
    },
    // What the call begins with is shown, too.
    [],
  );
  onNews(
    () => meeting.reactions,
    ({ id }) => id,
    (came) => {
      for (const { label, emoji } of came.slice(-TOLD_ONE_BY_ONE)) {
        say(text.reacted(label, isEmoji(emoji) ? words.emojis[emoji] : emoji));
      }
    },
  );
}
