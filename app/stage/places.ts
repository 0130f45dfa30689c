/** Who has which place among the small tiles. Pure; as few as can be move when somebody comes, goes or speaks. */

export interface Places {
  /** These have the first places, in this order. */
  readonly first: readonly string[];
  /** How many places the first page has. */
  readonly perPage: number;
  /** Who spoke, the latest first: they belong on the first page. */
  readonly recent: readonly string[];
}

/**
 * The order of all who are there, from the one before. Everybody keeps their place but for these: who comes takes
 * a place that was left, or the end; what is left free otherwise is filled from the end; whoever belongs on the
 * first page and is not there changes places with the one on it who spoke longest ago. Asked again with its own
 * answer, it gives the same.
 */
export function places(
  before: readonly string[],
  present: readonly string[],
  { first, perPage, recent }: Places,
): readonly string[] {
  const order = filled(before, present);
  const steady = first.filter((id) => order.includes(id));
  for (const [place, id] of steady.entries()) swap(order, order.indexOf(id), place);

  const free = Math.max(0, perPage - steady.length);
  const wanted = recent.filter((id) => order.includes(id) && !steady.includes(id)).slice(0, free);
  for (const id of wanted) {
    const place = order.indexOf(id);
    if (place < perPage) continue;
    const giving = order
      .slice(steady.length, perPage)
      .filter((other) => !wanted.includes(other))
      .reduce((one, other) => (quieter(one, other, recent) ? one : other));
    swap(order, place, order.indexOf(giving));
  }
  return order;
}

/** Whether `one` spoke longer ago than `other`, who stands behind; of two who never did the latter gives way. */
function quieter(one: string, other: string, recent: readonly string[]): boolean {
  const [a, b] = [recent.indexOf(one), recent.indexOf(other)];
  return b !== -1 && (a === -1 || a > b);
}

function filled(before: readonly string[], present: readonly string[]): string[] {
  const here = new Set(present);
  const known = new Set(before);
  const came = present.filter((id) => !known.has(id));
  const order = before.map((id) => (here.has(id) ? id : came.shift()));
  const rest: (string | undefined)[] = [...order, ...came];
  for (let place = 0; place < rest.length; place += 1) {
    while (rest.length > 0 && rest.at(-1) === undefined) rest.pop();
    if (place < rest.length && rest[place] === undefined) rest[place] = rest.pop();
  }
  return rest.filter((id) => id !== undefined);
}

function swap(order: string[], one: number, other: number): void {
  const moved = order[one];
  const giving = order[other];
  if (one === other || moved === undefined || giving === undefined) return;
  order[other] = moved;
  order[one] = giving;
}
