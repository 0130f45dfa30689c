/** The stage of a call: what this person chose to see, who has the word, and where each tile stands. */

import { untrack } from 'svelte';
import type { TileView } from '../phase.ts';
import { cast, type Cast } from './casting.ts';
import { floatingRect, type Corner } from './corners.ts';
import { InPicture, type LoadFill } from './inPicture.svelte.ts';
import { layout, type Rect } from './layout.ts';
import { places } from './places.ts';
import { remember, remembered, type Liking } from './remembered.ts';
import { hear, NOBODY, type Speakers } from './speakers.ts';

/** A tile that is on screen. */
export interface Placed {
  readonly tile: TileView;
  readonly rect: Rect;
  readonly floating: boolean;
}

export class Stage {
  readonly inPicture = new InPicture();
  /** The choices of the view are open. */
  choosing = $state(false);
  readonly #tiles: () => readonly TileView[];
  readonly #loadSmall: LoadFill;
  #liking = $state.raw<Liking>(remembered());
  #pinned = $state.raw<string | undefined>(undefined);
  #wantedPage = $state.raw(0);
  #speakers = $state.raw<Speakers>(NOBODY);
  #width = $state.raw(0);
  #height = $state.raw(0);
  #listening: ReturnType<typeof setTimeout> | undefined;
  /** The last order that was given out: who stays keeps the place. */
  #order: readonly string[] = [];

  readonly #cast: Cast<TileView> = $derived.by(() =>
    cast(this.#tiles(), { ...this.#liking, pinned: this.#pinned, speaker: this.#speakers.current }),
  );
  readonly #layout = $derived(
    layout({
      large: this.#cast.large.length,
      screens: this.#cast.screens,
      others: this.#cast.others.length,
      page: this.#wantedPage,
      width: this.#width,
      height: this.#height,
      foot: this.#cast.hidden > 0,
    }),
  );
  readonly #placed: readonly Placed[] = $derived(this.#place());

  /**
   * Made while a component is: its effects end with it. `tiles` is read anew whenever it changes; `loadSmall` is for
   * the small window.
   */
  constructor(tiles: () => readonly TileView[], loadSmall: LoadFill) {
    this.#tiles = tiles;
    this.#loadSmall = loadSmall;
    $effect(() => {
      const others = tiles().filter(({ own, kind }) => !own && kind === 'person');
      untrack(() => this.#hear(others));
    });
    $effect(() => () => {
      clearTimeout(this.#listening);
      this.inPicture.close();
    });
  }

  // ── what was chosen ───────────────────────────────────────────────────────────────────────────────────────

  get liking(): Liking {
    return this.#liking;
  }

  /** Changes what is liked, here and for the next meeting. */
  like = (change: Partial<Liking>): void => {
    this.#liking = { ...this.#liking, ...change };
    remember(this.#liking);
  };

  get corner(): Corner {
    return this.#liking.corner;
  }

  get pinned(): string | undefined {
    return this.#pinned;
  }

  /** Makes this tile large on this device, in place of any other; undefined: none. */
  pin = (tile: string | undefined): void => {
    this.#pinned = tile;
  };

  /** As many pages on, or back. */
  turn = (by: number): void => {
    this.#wantedPage = Math.min(Math.max(0, this.page + by), this.pages - 1);
  };

  /** Opens the small window, after a click, or closes it; whether that could be done. */
  toggleInPicture = async (): Promise<boolean> => {
    if (this.inPicture.open) {
      this.inPicture.close();
      return true;
    }
    return this.inPicture.show(this.#loadSmall, document.querySelector('.tile.focus video'));
  };

  /** The size of the stage, in pixels. */
  measure = (width: number, height: number): void => {
    this.#width = width;
    this.#height = height;
  };

  // ── what is seen ──────────────────────────────────────────────────────────────────────────────────────────

  /** The tiles on screen, in the order of all tiles. */
  get placed(): readonly Placed[] {
    return this.#placed;
  }

  /** From 0. */
  get page(): number {
    return this.#layout.page;
  }

  get pages(): number {
    return this.#layout.pages;
  }

  /** Pixels at the foot that no tile takes. */
  get foot(): number {
    return this.#layout.foot;
  }

  /** How many are left out for having no video. */
  get hidden(): number {
    return this.#cast.hidden;
  }

  /** The one tile to look at where there is room for one. */
  get focus(): TileView | undefined {
    return this.#cast.focus;
  }

  /** Over which part of the stage the own picture floats, from the upper left corner: not over the small tiles. */
  get main(): Rect {
    return this.#layout.main;
  }

  #place(): readonly Placed[] {
    if (this.#width === 0) return [];
    const { large, others, floating } = this.#cast;
    const { page, perPage } = this.#layout;
    const steady = others.filter(({ own, id }) => own || id === this.#pinned).map(({ id }) => id);
    const present = others.map(({ id }) => id);
    const { recent } = this.#speakers;
    this.#order = places(this.#order, present, { first: steady, perPage, recent });
    const rects = new Map(large.map(({ id }, at) => [id, this.#layout.large[at]]));
    const onPage = this.#order.slice(page * perPage, (page + 1) * perPage);
    for (const [at, id] of onPage.entries()) rects.set(id, this.#layout.others[at]);
    if (floating) rects.set(floating.id, floatingRect(this.corner, this.main.width, this.main.height));
    return this.#tiles().flatMap((tile) => {
      const rect = rects.get(tile.id);
      return rect === undefined ? [] : [{ tile, rect, floating: tile === floating }];
    });
  }

  #hear(others: readonly TileView[]): void {
    clearTimeout(this.#listening);
    const speaking = others.filter((tile) => tile.speaking).map(({ id }) => id);
    const present = others.map(({ id }) => id);
    const { speakers, again } = hear(this.#speakers, speaking, present, performance.now());
    this.#speakers = speakers;
    if (again !== undefined) this.#listening = setTimeout(() => this.#hear(others), again);
  }
}
