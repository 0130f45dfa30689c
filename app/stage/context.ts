/** The stage of the call, for all that is shown on it and all that steers it. */

import { getContext, setContext } from 'svelte';
import type { TileView } from '../phase.ts';
import type { LoadFill } from './inPicture.svelte.ts';
import { Stage } from './stage.svelte.ts';

const STAGE = Symbol('stage');

/** Makes the stage of these tiles, for every component below; `loadSmall` is for its small window. */
export const provideStage = (tiles: () => readonly TileView[], loadSmall: LoadFill): Stage =>
  setContext(STAGE, new Stage(tiles, loadSmall));

/** The stage, for any component of a call. */
export const useStage = (): Stage => getContext<Stage>(STAGE);
