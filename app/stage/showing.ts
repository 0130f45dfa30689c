/** What may be shown of a tile. Pure. */

import type { TileState, TileView } from '../phase.ts';

/** States in which a picture that is there may be shown. */
const SHOWN: readonly TileState[] = ['live', 'muted', 'reconnecting'];

/** What is watched before it can be shown: the SFU does not send what nobody watches. */
export const watched = (tile: TileView): MediaStreamTrack | undefined =>
  tile.kind === 'screen' || tile.camera ? tile.video : undefined;

/** What is shown: only while it is true that it opens. */
export const shown = (tile: TileView): MediaStreamTrack | undefined =>
  SHOWN.includes(tile.state) && tile.blocked !== 'picture' ? watched(tile) : undefined;
