/**
 * What this tab and this device know of rooms hosted here. The rooms themselves, with every secret, are the
 * vault's (§3): here it is only asked whether there are any, and kept for a reload that this tab was in one.
 */

/** The vault's database. */
const DATABASE = 'conclave';
const KEY = 'conclave/hosting';

/** In which room, and under which name, this tab was in the call as a host. No secret. */
export interface Hosting {
  readonly roomId: string;
  readonly name: string;
}

/** Whether this device may remember rooms: only then is it worth starting a vault at the start. */
export async function mayRemember(): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    return databases.some(({ name }) => name === DATABASE);
  } catch {
    // Some browsers have no storage in private windows.
    return false;
  }
}

/** The tab's own storage, which survives a reload and no more. It lies open: nothing else is put into it. */
// eslint-disable-next-line no-restricted-globals -- the one door to it: see `Hosting`
const storage = (): Storage => sessionStorage;

/** From now on a reload of this tab leads straight back in; undefined: not any more. */
export function keepHosting(hosting: Hosting | undefined): void {
  try {
    if (hosting) storage().setItem(KEY, JSON.stringify({ roomId: hosting.roomId, name: hosting.name }));
    else storage().removeItem(KEY);
  } catch {
    // Without storage a reload leads to the start, where the room is offered.
  }
}

/** Where this tab was when it was reloaded; undefined when it came in any other way. */
export function reloadedFrom(): Hosting | undefined {
  const [navigation] = performance.getEntriesByType('navigation');
  if (!(navigation instanceof PerformanceNavigationTiming) || navigation.type !== 'reload') return undefined;
  try {
    const kept: unknown = JSON.parse(storage().getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('roomId' in kept) || !('name' in kept))
      return undefined;
    const { roomId, name } = kept;
    return typeof roomId === 'string' && typeof name === 'string' ? { roomId, name } : undefined;
  } catch {
    return undefined;
  }
}
