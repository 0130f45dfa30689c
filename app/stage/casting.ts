/** Who is shown large, who beside them, and who not at all: what was chosen, with what is going on. Pure. */

import type { TileView } from '../phase.ts';

export type Subject = Pick<TileView, 'id' | 'kind' | 'own' | 'camera' | 'state' | 'blocked'>;

export interface Wishes {
  readonly view: 'grid' | 'speaker';
  readonly ownHidden: boolean;
  readonly ownFloating: boolean;
  readonly hideWithoutVideo: boolean;
  /** A tile that is large on this device alone. */
  readonly pinned: string | undefined;
  /** Who has the word. */
  readonly speaker: string | undefined;
}

export interface Cast<T> {
  /** Screens, else who is pinned, else (in speaker view) who has the word. */
  readonly large: readonly T[];
  /** Whether those are screens. */
  readonly screens: boolean;
  readonly others: readonly T[];
  /** The own picture, over the others in a corner. */
  readonly floating: T | undefined;
  /** How many are left out for having no video. */
  readonly hidden: number;
  /** The one to look at where there is room for one. */
  readonly focus: T | undefined;
}

const isScreen = ({ kind, own }: Subject): boolean => kind === 'screen' && !own;

/** Trouble is never hidden. */
const isTroubled = ({ state, blocked }: Subject): boolean =>
  state === 'blocked' || state === 'leaving' || blocked !== undefined;

/** Casts the tiles; keeps their order. */
export function cast<T extends Subject>(tiles: readonly T[], wishes: Wishes): Cast<T> {
  const { pinned, speaker, view } = wishes;
  const left = (tile: T): boolean =>
    wishes.hideWithoutVideo &&
    tile.kind === 'person' &&
    !tile.own &&
    !tile.camera &&
    tile.id !== pinned &&
    !isTroubled(tile);
  const shown = tiles.filter((tile) => !left(tile));
  const people = shown.filter(({ kind, own }) => kind === 'person' && !own);
  const own = shown.find((tile) => tile.own && tile.kind === 'person');

  const screens = shown.filter(isScreen);
  const pin = shown.find((tile) => tile.id === pinned && !tile.own);
  const speaks = people.find(({ id }) => id === speaker) ?? people[0];
  const inView = view === 'speaker' && speaks !== undefined ? [speaks] : [];
  const chosen = pin === undefined ? inView : [pin];
  const large = screens.length === 0 ? chosen : pin !== undefined && isScreen(pin) ? [pin] : screens;

  const floats = wishes.ownFloating && !wishes.ownHidden && shown.some((tile) => !tile.own);
  const floating = floats ? own : undefined;
  const isAside = (tile: T): boolean =>
    !large.includes(tile) && tile !== floating && !(wishes.ownHidden && tile === own);
  return {
    large,
    screens: large.some(isScreen),
    others: shown.filter(isAside),
    floating,
    hidden: tiles.length - shown.length,
    focus: large[0] ?? speaks ?? own,
  };
}
