/** Which switches the rules of the meeting hold. */

import type { MeetingView } from '../phase.ts';
import { words } from '../words/words.ts';

/**
 * Why this person cannot switch `use` now, in their words; undefined where they can. `on`: it is on. Off stays
 * possible: a rule takes away what it forbids, and never the way out of it.
 */
export const held = (
  meeting: Pick<MeetingView, 'may'>,
  use: 'microphone' | 'camera' | 'screen',
  on: boolean,
): string | undefined => (on || meeting.may(use) ? undefined : words.forbidden[use]);
