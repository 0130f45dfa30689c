/** Which lines of the chat somebody has not seen. Pure. */

import type { ChatView } from '../phase.ts';

/** Lines of others after the one that was seen last; lines from before one came were passed on, not missed. */
export function unread(chat: readonly ChatView[], seen: string | undefined): readonly ChatView[] {
  const from = chat.findLastIndex(({ id }) => id === seen) + 1;
  return chat.slice(from).filter(({ own, before }) => !own && before === undefined);
}
