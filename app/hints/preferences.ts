/** What a person wants to be told of while they look elsewhere. */

export interface HintPreferences {
  /** A chime when somebody knocks; of who waits, when they are let in or not, or the host writes to them. */
  readonly chime: boolean;
  /** A notification of the system of the same; it needs the browser's leave besides. */
  readonly notify: boolean;
  /** Whether it says who: a notification may be seen by others, and kept by the system. */
  readonly names: boolean;
}

/** As long as nobody chose otherwise. */
export const USUAL_HINTS: HintPreferences = { chime: true, notify: true, names: false };
