/** What a tile is called, on it and by screen readers. */

import type { TileView } from '../phase.ts';
import { words } from '../words/words.ts';

/** "Ada", "Ada (you)", "Ada’s screen". */
export function labelOf({ kind, own, label, member }: TileView): string {
  if (kind === 'person') return label;
  return own ? words.call.ownScreen : words.call.screenOf(member.label);
}
