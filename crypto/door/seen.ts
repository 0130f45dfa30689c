/** Names that came before, as a value: adding one copies a small part of it, however many there are. */

/** Names in one block: what adding copies at most. */
const BLOCK = 256;
const BLOCKS_MAX = 256;
/** Names kept; the oldest go first. */
export const SEEN_MAX = BLOCK * BLOCKS_MAX;

export interface Seen {
  readonly young: ReadonlySet<string>;
  /** Full blocks, the newest last. */
  readonly old: readonly ReadonlySet<string>[];
}

export const noneSeen: Seen = { young: new Set(), old: [] };

export const wasSeen = ({ young, old }: Seen, name: string): boolean =>
  young.has(name) || old.some((block) => block.has(name));

/** With these names too. */
export function alsoSeen(seen: Seen, names: readonly string[]): Seen {
  const { young, old } = seen;
  const next = new Set([...young, ...names]);
  if (next.size < BLOCK) return { young: next, old };
  return { young: new Set(), old: [...old, next].slice(1 - BLOCKS_MAX) };
}
