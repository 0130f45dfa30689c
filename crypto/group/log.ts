/** The log of a meeting (§5): what happened, as signed states tell it. Times are of this device's clock. */

import type { Milliseconds } from '../brands.ts';
import type { Policy } from './policy.ts';

export type LogEvent =
  /** `by`: who let them in. */
  | { readonly what: 'entered' | 'returned'; readonly who: string; readonly by: string }
  | { readonly what: 'left' | 'dropped'; readonly who: string }
  | { readonly what: 'removed'; readonly who: string; readonly by: string }
  | { readonly what: 'appointed' | 'dismissed'; readonly who: string; readonly by: string }
  /** Whom a host handed over to. */
  | { readonly what: 'handedOver'; readonly who: string }
  /** Who makes the states now; `host` is false where nobody is left who may let people in. */
  | { readonly what: 'leads'; readonly who: string; readonly host: boolean }
  /** A fresh secret that nobody who is gone has. */
  | { readonly what: 'renewed'; readonly n: number }
  | { readonly what: 'policy'; readonly policy: Policy; readonly by: string }
  | { readonly what: 'locked' | 'unlocked' | 'historyShown' | 'historyHidden'; readonly by: string }
  | { readonly what: 'newPassphrase'; readonly generation: number }
  /** Two groups could not reach one another; this device was in the one that gave way, or the other joined its own. */
  | { readonly what: 'split'; readonly seconds: number }
  /** By their own signed word. */
  | { readonly what: 'recordingOn' | 'recordingOff'; readonly who: string }
  | { readonly what: 'ended'; readonly by: string };

export type LogEntry = LogEvent & { readonly at: Milliseconds };
