/** What happened to this person and must be read: who muted them, what the rules took away, what they became, what was not sent. */

import type { NoticeView } from '../phase.ts';

/** Being muted is read, or it is old. */
const STOPPED_MS = 10_000;

export class Notices {
  #list = $state.raw<readonly NoticeView[]>([]);
  #made = 0;

  get list(): readonly NoticeView[] {
    return this.#list;
  }

  /** Shows this one; an older one that says the same goes. */
  tell(kind: NoticeView['kind']): void {
    const id = this.#made++;
    this.#list = [...this.#list.filter((other) => !isAnswered(other.kind, kind)), { id, kind }];
    if (kind.is === 'stopped' || kind.is === 'handLowered')
      setTimeout(() => {
        this.dismiss(id);
      }, STOPPED_MS);
  }

  dismiss = (id: number): void => {
    if (this.#list.some((notice) => notice.id === id))
      this.#list = this.#list.filter((notice) => notice.id !== id);
  };
}

const ROLES: readonly NoticeView['kind']['is'][] = ['appointed', 'dismissed', 'nowHost'];

/** Whether the older notice says nothing any more beside the newer. */
function isAnswered(older: NoticeView['kind'], newer: NoticeView['kind']): boolean {
  if (ROLES.includes(older.is)) return ROLES.includes(newer.is);
  if (older.is === 'recording' || older.is === 'notSent' || older.is === 'handLowered')
    return newer.is === older.is;
  if (older.is === 'forbidden') return newer.is === 'forbidden' && newer.use === older.use;
  return (
    older.is === 'stopped' && newer.is === 'stopped' && older.by === newer.by && older.slots === newer.slots
  );
}
