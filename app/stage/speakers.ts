/** Who has the word, from who is heard. Pure; a cough changes nothing, and nobody is cut off. */

export interface Speakers {
  /** Who has the word. Goes on having it in a pause, until somebody else takes it. */
  readonly current: string | undefined;
  /** Since when. */
  readonly since: number;
  /** Who had something to say, the latest first. */
  readonly recent: readonly string[];
  /** Since when each of those who are heard now has been. */
  readonly heardSince: ReadonlyMap<string, number>;
}

export const NOBODY: Speakers = { current: undefined, since: -Infinity, recent: [], heardSince: new Map() };

/** Milliseconds of speech from which somebody counts: shorter is a cough, or a "yes". */
export const NOTICED_MS = 800;
/** Milliseconds for which whoever took the word keeps it at least. */
export const KEPT_MS = 2_000;

export interface Hearing {
  readonly speakers: Speakers;
  /** In how many milliseconds to ask again, should nothing be heard of before; undefined: need not be. */
  readonly again: number | undefined;
}

/**
 * What follows from who is heard at `now` (milliseconds of any one clock). `speaking` and `present` are ids of
 * others only: nobody is shown to themselves as the one who speaks. Gives `before` itself back if nothing changed.
 */
export function hear(
  before: Speakers,
  speaking: readonly string[],
  present: readonly string[],
  now: number,
): Hearing {
  const inside = new Set(present);
  const heardSince = new Map(
    speaking.filter((id) => inside.has(id)).map((id) => [id, before.heardSince.get(id) ?? now]),
  );
  const noticed = [...heardSince].filter(([, at]) => now - at >= NOTICED_MS).sort(([, a], [, b]) => a - b);
  const latest = noticed.map(([id]) => id).reverse();
  const recent = [...latest, ...before.recent.filter((id) => inside.has(id) && !latest.includes(id))];

  const here = before.current !== undefined && inside.has(before.current);
  const kept = here && (heardSince.has(before.current ?? '') || now - before.since < KEPT_MS);
  // Of several the one who began first: the others came in between.
  const next = kept ? before.current : (noticed[0]?.[0] ?? (here ? before.current : recent[0]));
  const waits = [...heardSince.values()].map((at) => at + NOTICED_MS - now).filter((ms) => ms > 0);
  if (here && next === before.current && noticed.length > 0) waits.push(before.since + KEPT_MS - now);

  const speakers = {
    current: next,
    since: next === before.current ? before.since : now,
    recent,
    heardSince,
  };
  const soon = waits.filter((ms) => ms > 0);
  return {
    speakers: isSame(before, speakers) ? before : speakers,
    again: soon.length > 0 ? Math.min(...soon) : undefined,
  };
}

function isSame(one: Speakers, other: Speakers): boolean {
  return (
    one.current === other.current &&
    one.recent.length === other.recent.length &&
    one.recent.every((id, at) => id === other.recent[at]) &&
    one.heardSince.size === other.heardSince.size &&
    [...one.heardSince].every(([id, at]) => other.heardSince.get(id) === at)
  );
}
