/** How this person likes the stage, kept on the device. It says nothing about any meeting or anybody in one. */

import { CORNERS, type Corner } from './corners.ts';

export interface Liking {
  readonly view: 'grid' | 'speaker';
  readonly ownHidden: boolean;
  readonly ownFloating: boolean;
  readonly corner: Corner;
  readonly hideWithoutVideo: boolean;
}

export const USUAL: Liking = {
  view: 'grid',
  ownHidden: false,
  ownFloating: false,
  corner: 'bottomRight',
  hideWithoutVideo: false,
};

const KEY = 'conclave/stage';

// eslint-disable-next-line no-restricted-globals -- no secret, and nobody's: see `Liking`
const storage = (): Storage => localStorage;

/** What was liked last; the usual for whatever is missing, or is not what it should be. */
export function remembered(): Liking {
  try {
    return likingOf(JSON.parse(storage().getItem(KEY) ?? 'null'));
  } catch {
    // No storage, or something else was written there.
    return USUAL;
  }
}

/** Keeps it for the next meeting, where the browser lets anything be kept. */
export function remember({ view, ownHidden, ownFloating, corner, hideWithoutVideo }: Liking): void {
  try {
    const kept = JSON.stringify({ view, ownHidden, ownFloating, corner, hideWithoutVideo });
    storage().setItem(KEY, kept);
  } catch {
    // It counts for this meeting then.
  }
}

/** Reads what was kept, which may be anything. */
export function likingOf(kept: unknown): Liking {
  if (typeof kept !== 'object' || kept === null) return USUAL;
  const said = new Map<string, unknown>(Object.entries(kept));
  const yes = (name: string): boolean => said.get(name) === true;
  return {
    view: said.get('view') === 'speaker' ? 'speaker' : USUAL.view,
    ownHidden: yes('ownHidden'),
    ownFloating: yes('ownFloating'),
    corner: CORNERS.find((corner) => corner === said.get('corner')) ?? USUAL.corner,
    hideWithoutVideo: yes('hideWithoutVideo'),
  };
}
