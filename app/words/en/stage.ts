/** The words of the stage: what is large, what is left out, and how good the lines are. */

import type { Corner } from '../../stage/corners.ts';
import type { Quality } from '../../phase.ts';

export const stage = {
  view: 'View',
  layout: 'Layout',
  grid: 'Grid view',
  gridHint: 'Everybody at the same size',
  speaker: 'Speaker view',
  speakerHint: 'Whoever speaks is large',
  floating: 'My own picture in a corner',
  hideOwn: 'Hide my own picture',
  hideOwnHint: 'Only from yourself: the others go on seeing you.',
  hideWithoutVideo: 'Hide people without video',
  fullScreen: 'Full screen',
  leaveFullScreen: 'Leave full screen',
  inPicture: 'Picture in picture',
  inPictureFailed: 'The browser did not open a small window.',
  pin: (name: string): string => `Pin ${name}`,
  unpin: (name: string): string => `Unpin ${name}`,
  pinned: 'Pinned',
  enlarge: (what: string): string => `Show ${what} in full screen`,
  move: 'Move my picture',
  moveHint: (corner: Corner): string =>
    `It is ${CORNERS[corner]}. Arrow keys move it to another corner, and so does dragging.`,
  previousPage: 'Previous page',
  nextPage: 'Next page',
  page: (page: number, pages: number): string => `Page ${page} of ${pages}`,
  hidden: (count: number): string =>
    count === 1 ? '1 person without video is hidden.' : `${count} people without video are hidden.`,
  hiddenShort: (count: number): string => `${count} hidden`,
  showHidden: 'Show everybody',
  empty: 'Your own picture is hidden.',
  /** What the media server says; nobody here can check it. */
  quality: {
    good: 'Good connection',
    fair: 'Fair connection',
    weak: 'Weak connection',
    lost: 'No connection',
  } satisfies Record<Quality, string>,
  qualitySaid: (quality: string): string => `${quality}, says the media server`,
};

const CORNERS: Readonly<Record<Corner, string>> = {
  topLeft: 'at the top left',
  topRight: 'at the top right',
  bottomLeft: 'at the bottom left',
  bottomRight: 'at the bottom right',
};
