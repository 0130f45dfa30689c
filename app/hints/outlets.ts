/** The means by which this page tells who looks elsewhere. */

import type { DevicesView } from '../phase.ts';
import { Chime } from './chime.ts';
import type { HintOutlets } from './hints.svelte.ts';
import { systemNotice } from './systemNotice.svelte.ts';
import { tabBadge } from './tabBadge.svelte.ts';
import { visibility } from './visibility.ts';

/** For one call; the chime comes out of the speaker that its voices come out of. */
export const outletsFor = (devices: DevicesView): HintOutlets => ({
  chime: new Chime(() => devices.chosen.speaker),
  notice: systemNotice,
  badge: tabBadge,
  visibility,
});
