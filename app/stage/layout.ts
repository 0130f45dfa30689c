/** Where the tiles of a call go: rectangles from counts and a size. Pixels throughout. */

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Asked {
  /** How many are shown large, and whether they are screens: those are never cut. */
  readonly large: number;
  readonly screens: boolean;
  /** How many others there are, on all pages together. */
  readonly others: number;
  /** Which page of the others is wanted, from 0; the last one there is where that is too far. */
  readonly page: number;
  readonly width: number;
  readonly height: number;
  /** A line at the foot is wanted, also where there is one page only. */
  readonly foot: boolean;
}

export interface Layout {
  /** Where what is large stands, from the upper left corner; everything where nothing is. */
  readonly main: Rect;
  readonly large: readonly Rect[];
  /** Of those on the page. */
  readonly others: readonly Rect[];
  /** At least 1. */
  readonly pages: number;
  readonly page: number;
  /** How many of the others a page holds; only the last one may hold less. */
  readonly perPage: number;
  /** Height at the foot that was left free. */
  readonly foot: number;
}

const GAP = 8;
/** A tile's width over its height. A camera's picture is cut to it; more than this would cut heads. */
const NARROWEST = 3 / 4;
const WIDEST = 16 / 9;
/** Smaller tiles show neither a face nor a name: the rest goes onto another page. */
const LEAST = { width: 144, height: 96 };
const LEAST_ASIDE = { width: 92, height: 64 };
/** A single person in a wide window would fill it: this much is enough. */
const MOST_WIDTH = 1440;
/** What people get beside what is large. */
const ASIDE_WIDTH = 232;
const ASIDE_HEIGHT = 148;
/** The buttons that turn pages, with the gap above them. */
const FOOT = 44;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Cell extends Size {
  readonly columns: number;
}

/** The biggest tile that a cell of this size holds. */
function fit(width: number, height: number): Size {
  const aspect = Math.min(WIDEST, Math.max(NARROWEST, width / height));
  const fitted = Math.min(width, height * aspect, MOST_WIDTH);
  return { width: Math.max(1, Math.floor(fitted)), height: Math.max(1, Math.floor(fitted / aspect)) };
}

/** Its area, less a little for what a narrow tile cuts off a camera's picture on both sides. */
function worthOf(width: number, height: number): number {
  return width * height * (width / height / WIDEST) ** 0.15;
}

/** How many columns give `count` tiles, at least one, the most room in `width` × `height`. */
export function bestCell(count: number, width: number, height: number): Cell {
  let best: Cell = { columns: 1, width: 1, height: 1 };
  let most = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - GAP * (columns - 1)) / columns;
    const cellHeight = (height - GAP * (rows - 1)) / rows;
    if (cellWidth < 1 || cellHeight < 1) continue;
    const tile = fit(cellWidth, cellHeight);
    const worth = worthOf(tile.width, tile.height);
    if (worth <= most) continue;
    most = worth;
    best = { columns, ...tile };
  }
  return best;
}

/** How many tiles of at least this size have room; at least one. */
function capacity({ width, height }: Size, least: Size): number {
  const across = Math.floor((width + GAP) / (least.width + GAP));
  const down = Math.floor((height + GAP) / (least.height + GAP));
  return Math.max(1, across) * Math.max(1, down);
}

/** `count` tiles of the size of this cell in rows, each row and the whole in the middle of `area`. */
function grid(count: number, { columns, width, height }: Cell, area: Rect): Rect[] {
  const rows = Math.ceil(count / columns);
  const whole = rows * height + GAP * (rows - 1);
  const top = area.y + Math.max(0, Math.floor((area.height - whole) / 2));
  return Array.from({ length: count }, (_, place) => {
    const row = Math.floor(place / columns);
    const inRow = Math.min(columns, count - row * columns);
    const used = inRow * width + GAP * (inRow - 1);
    const left = area.x + Math.max(0, Math.floor((area.width - used) / 2));
    return {
      x: left + (place - row * columns) * (width + GAP),
      y: top + row * (height + GAP),
      width,
      height,
    };
  });
}

/**
 * What is large in its part of the window, the others aside: to the right in a wide window, below in a tall one.
 * Without anything large the others have it all. Others who would get too small go onto further pages.
 */
export function layout(asked: Asked): Layout {
  const width = Math.max(1, asked.width);
  const height = Math.max(1, asked.height);
  const whole = laidIn({ x: 0, y: 0, width, height }, asked);
  if (!asked.foot && whole.pages === 1) return whole;
  const foot = Math.min(FOOT, height - 1);
  return { ...laidIn({ x: 0, y: 0, width, height: height - foot }, asked), foot };
}

function laidIn(whole: Rect, { large, screens, others, page: wanted }: Asked): Layout {
  const { main, aside } = areas(whole, large, others);
  const holds = capacity(aside, large > 0 ? LEAST_ASIDE : LEAST);
  const pages = Math.max(1, Math.ceil(others / holds));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  // Even pages, and tiles of one size on all of them.
  const perPage = Math.max(1, Math.ceil(others / pages));
  const here = Math.max(0, Math.min(perPage, others - page * perPage));
  return {
    main,
    large: screens
      ? share(large, main)
      : grid(large, bestCell(Math.max(1, large), main.width, main.height), main),
    others: grid(here, bestCell(perPage, aside.width, aside.height), aside),
    pages,
    page,
    perPage,
    foot: 0,
  };
}

function areas(whole: Rect, large: number, others: number): { readonly main: Rect; readonly aside: Rect } {
  if (large === 0 || others === 0) return { main: whole, aside: whole };
  const { width, height } = whole;
  if (width >= height) {
    const aside = Math.max(1, Math.min(ASIDE_WIDTH, Math.floor(width / 4)));
    const main = Math.max(1, width - aside - GAP);
    return {
      main: { x: 0, y: 0, width: main, height },
      aside: { x: width - aside, y: 0, width: aside, height },
    };
  }
  const rows = others > 3 ? 2 : 1;
  const aside = Math.max(1, Math.min(ASIDE_HEIGHT * rows, Math.floor(height / 2.5)));
  const main = Math.max(1, height - aside - GAP);
  return {
    main: { x: 0, y: 0, width, height: main },
    aside: { x: 0, y: height - aside, width, height: aside },
  };
}

/** Screens take their whole part of the area: text must be as large as it can be. */
function share(count: number, area: Rect): Rect[] {
  const stacked = area.width < area.height * 1.2;
  const columns = stacked ? 1 : Math.max(1, Math.ceil(Math.sqrt(count)));
  const rows = Math.max(1, Math.ceil(count / columns));
  const width = Math.max(1, Math.floor((area.width - GAP * (columns - 1)) / columns));
  const height = Math.max(1, Math.floor((area.height - GAP * (rows - 1)) / rows));
  return Array.from({ length: count }, (_, place) => ({
    x: area.x + (place % columns) * (width + GAP),
    y: area.y + Math.floor(place / columns) * (height + GAP),
    width,
    height,
  }));
}
