/** A notification of the system, one at a time: somebody waits at the door, or the door was opened to this person. */

/** `unable`: there are none here; `unasked`: the person was not asked yet. */
export type Leave = 'unable' | 'unasked' | 'allowed' | 'refused';

type Kind = Pick<typeof Notification, 'permission' | 'requestPermission'> &
  (new (title: string, options?: NotificationOptions) => Pick<Notification, 'close' | 'onclick'>);

/** Where several tabs show one, the newer takes the place of the older. */
const TAG = 'conclave-knock';
const ICON = '/icon-192.png';
const LEAVES = { default: 'unasked', granted: 'allowed', denied: 'refused' } as const;

export class SystemNotice {
  readonly #kind: Kind | undefined;
  #leave = $state.raw<Leave>('unable');
  #shown: Pick<Notification, 'close'> | undefined;

  /** `kind` is the browser's own `Notification`, where it has one that pages can use. */
  constructor(kind: Kind | undefined = usable()) {
    this.#kind = kind;
    if (kind) this.#leave = LEAVES[kind.permission];
  }

  /** Whether the browser lets this page show any. */
  get leave(): Leave {
    return this.#leave;
  }

  /** Has the browser ask the person; only in answer to a click of theirs. */
  ask = async (): Promise<Leave> => {
    const answer = await this.#kind?.requestPermission().catch(() => undefined);
    if (answer !== undefined) this.#leave = LEAVES[answer];
    return this.#leave;
  };

  /** Shows `text` in place of what was shown before, where it is allowed. A click on it leads back to this tab. */
  show(text: string): void {
    if (this.#leave !== 'allowed' || !this.#kind) return;
    this.close();
    try {
      const notice = new this.#kind(text, { tag: TAG, icon: ICON, requireInteraction: true });
      notice.onclick = () => {
        globalThis.focus();
        this.close();
      };
      this.#shown = notice;
    } catch {
      this.#leave = 'unable';
    }
  }

  /** Takes it away again. */
  close = (): void => {
    this.#shown?.close();
    this.#shown = undefined;
  };
}

/** Browsers on Android have the class, and let none but a service worker use it. */
const usable = (): typeof Notification | undefined =>
  'Notification' in globalThis && !/Android/.test(navigator.userAgent) ? Notification : undefined;

/** The page's one. */
export const systemNotice = new SystemNotice();
