/** How this person likes the stage, kept on the device. It says nothing about any meeting or anybody in one. */

import { keep, kept } from '../settings/kept.ts';
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

/** What was liked last; the usual for whatever is missing, or is not what it should be. */
export const remembered = (): Liking => likingOf(kept('stage'));

/** Keeps it for the next meeting, where the browser lets anything be kept. */
export const remember = ({ view, ownHidden, ownFloating, corner, hideWithoutVideo }: Liking): void =>
  keep('stage', { view, ownHidden, ownFloating, corner, hideWithoutVideo });

/** Reads what was kept, which may be anything. */
export function likingOf(liked: unknown): Liking {
  if (typeof liked !== 'object' || liked === null) return USUAL;
  const said = new Map<string, unknown>(Object.entries(liked));
  const yes = (name: string): boolean => said.get(name) === true;
  return {
    view: said.get('view') === 'speaker' ? 'speaker' : USUAL.view,
    ownHidden: yes('ownHidden'),
    ownFloating: yes('ownFloating'),
    corner: CORNERS.find((corner) => corner === said.get('corner')) ?? USUAL.corner,
    hideWithoutVideo: yes('hideWithoutVideo'),
  };
}
