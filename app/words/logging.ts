/** How the entries of a meeting's log become sentences, in any language. */

import type { LogEntry, Policy, Use, Who } from '../../crypto/workers/protocol.ts';

type What = LogEntry['what'];

/** A sentence for everything the log of a meeting can hold. */
export type Sentences = { readonly [W in What]: (entry: LogEntry & { readonly what: W }) => string };

/** Tells an entry in a sentence. */
export type Tell = <W extends What>(entry: LogEntry & { readonly what: W }) => string;

/** What tells an entry by these sentences. */
export const tellBy =
  (sentences: Sentences): Tell =>
  (entry) =>
    sentences[entry.what](entry);

/** What `policy` leaves to exactly these people, by its names. */
export function leftTo(who: Who, policy: Policy, names: Readonly<Record<Use, string>>): readonly string[] {
  const uses = Object.keys(names) as readonly Use[];
  return uses.filter((use) => policy[use] === who).map((use) => names[use]);
}
