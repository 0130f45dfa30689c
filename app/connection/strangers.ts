/**
 * Who is in the SFU room without being in the roster (§5). Who comes or leaves is for a moment in the SFU room
 * alone; whoever stays is one too many.
 */

/** How long somebody may be in the SFU room alone. */
const STRANGER_MS = 3_000;
/** While somebody of the roster is away: a host that comes back is a newcomer until it is taken in. */
const STRANGER_WHILE_AWAY_MS = 20_000;
/** While parts of a meeting find together again: whom the other part let in is not known here yet. */
const STRANGER_WHILE_SHAKEN_MS = 60_000;
/** An SFU can make up any number of them. */
const REMEMBERED_MAX = 1_000;

export interface Seen {
  /** Identities in the SFU room. */
  readonly present: ReadonlySet<string>;
  /** Identities in the roster, and those that are just being removed. */
  readonly known: ReadonlySet<string>;
  /** Somebody of the roster is not in the SFU room. */
  readonly away: boolean;
  /** This member was cut off a moment ago, or is not sure who is in. */
  readonly shaken: boolean;
  /** Milliseconds of any one clock. */
  readonly now: number;
}

export class Strangers {
  /** Since when somebody is there unknown. */
  readonly #since = new Map<string, number>();
  /** Told of, and still there. */
  readonly #told = new Set<string>();
  readonly #all = new Set<string>();

  /** How many different ones there were. */
  get count(): number {
    return this.#all.size;
  }

  /** The relay says of one that it threw it out. */
  reported(identity: string): void {
    if (this.#all.size < REMEMBERED_MAX) this.#all.add(identity);
  }

  /** Those who are one too many now; each is given once for as long as it stays. */
  look({ present, known, away, shaken, now }: Seen): readonly string[] {
    const isStrange = (id: string): boolean => present.has(id) && !known.has(id);
    for (const id of this.#since.keys()) if (!isStrange(id)) this.#since.delete(id);
    for (const id of this.#told) if (!isStrange(id)) this.#told.delete(id);
    const patience = shaken ? STRANGER_WHILE_SHAKEN_MS : away ? STRANGER_WHILE_AWAY_MS : STRANGER_MS;
    const found = [...present].filter((id) => {
      if (!isStrange(id) || this.#told.has(id)) return false;
      const since = this.#since.get(id) ?? now;
      this.#since.set(id, since);
      return now - since >= patience;
    });
    for (const id of found) {
      this.#told.add(id);
      this.reported(id);
    }
    return found;
  }
}
