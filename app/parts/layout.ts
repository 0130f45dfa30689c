/** Where the tiles of a call go: rectangles from counts and a size. Pixels throughout. */

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  /** One per screen, then one per person. */
  readonly rects: readonly Rect[];
  /** Height of it all; more than was given when tiles would get too small to read. */
  readonly height: number;
}

const GAP = 8;
/** A tile's width over its height. A camera's picture is cut to it; more than this would cut heads. */
const NARROWEST = 3 / 4;
const WIDEST = 16 / 9;
/** Narrower tiles show neither a face nor a name: the grid scrolls instead. */
const LEAST_WIDTH = 104;
/** A single person in a wide window would fill it: this much is enough. */
const MOST_WIDTH = 1440;
/** What people get beside a screen. */
const ASIDE_WIDTH = 232;
const ASIDE_HEIGHT = 148;

interface Cell {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

/** The biggest tile that a cell of this size holds. */
function fit(width: number, height: number): { width: number; height: number } {
  const aspect = Math.min(WIDEST, Math.max(NARROWEST, width / height));
  const fitted = Math.min(width, height * aspect, MOST_WIDTH);
  return { width: Math.floor(fitted), height: Math.floor(fitted / aspect) };
}

/** Its area, less a little for what a narrow tile cuts off a camera's picture on both sides. */
function worthOf(width: number, height: number): number {
  return width * height * (width / height / WIDEST) ** 0.15;
}

/** How many columns give `count` tiles the most room in `width` × `height`. */
export function bestCell(count: number, width: number, height: number): Cell {
  let best: Cell | undefined;
  let most = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - GAP * (columns - 1)) / columns;
    const cellHeight = (height - GAP * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const tile = fit(cellWidth, cellHeight);
    if (tile.width < Math.min(LEAST_WIDTH, width)) continue;
    const worth = worthOf(tile.width, tile.height);
    if (worth <= most) continue;
    most = worth;
    best = { columns, ...tile };
  }
  if (best !== undefined) return best;
  const columns = Math.max(1, Math.min(count, Math.floor((width + GAP) / (LEAST_WIDTH + GAP))));
  const tileWidth = Math.max(1, Math.floor((width - GAP * (columns - 1)) / columns));
  return { columns, width: tileWidth, height: Math.floor(tileWidth / (4 / 3)) };
}

/** `count` tiles in rows, each row and the whole in the middle of `area`; below it when they do not fit. */
export function grid(count: number, area: Rect): Rect[] {
  if (count === 0) return [];
  const { columns, width, height } = bestCell(count, area.width, area.height);
  const rows = Math.ceil(count / columns);
  const whole = rows * height + GAP * (rows - 1);
  const top = area.y + Math.max(0, Math.floor((area.height - whole) / 2));
  return Array.from({ length: count }, (_, place) => {
    const row = Math.floor(place / columns);
    const inRow = Math.min(columns, count - row * columns);
    const used = inRow * width + GAP * (inRow - 1);
    const left = area.x + Math.floor((area.width - used) / 2);
    return {
      x: left + (place - row * columns) * (width + GAP),
      y: top + row * (height + GAP),
      width,
      height,
    };
  });
}

/** Screens large with the people aside: to the right in a wide window, below in a tall one. */
export function layout(screens: number, persons: number, width: number, height: number): Layout {
  const whole = { x: 0, y: 0, width: Math.max(1, width), height: Math.max(1, height) };
  const rects =
    screens === 0 || persons === 0 ? grid(screens + persons, whole) : beside(screens, persons, whole);
  const lowest = rects.reduce((low, rect) => Math.max(low, rect.y + rect.height), 0);
  return { rects, height: Math.max(whole.height, lowest) };
}

function beside(screens: number, persons: number, whole: Rect): Rect[] {
  const { width, height } = whole;
  if (width >= height) {
    const aside = Math.min(ASIDE_WIDTH, Math.floor(width / 4));
    const main = width - aside - GAP;
    return [
      ...share(screens, { x: 0, y: 0, width: main, height }),
      ...grid(persons, { x: main + GAP, y: 0, width: aside, height }),
    ];
  }
  const rows = persons > 3 ? 2 : 1;
  const aside = Math.min(ASIDE_HEIGHT * rows, Math.floor(height / 2.5));
  const main = height - aside - GAP;
  return [
    ...share(screens, { x: 0, y: 0, width, height: main }),
    ...grid(persons, { x: 0, y: main + GAP, width, height: aside }),
  ];
}

/** Screens take their whole part of the area: text must be as large as it can be. */
function share(count: number, area: Rect): Rect[] {
  const stacked = area.width < area.height * 1.2;
  const columns = stacked ? 1 : Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const width = Math.floor((area.width - GAP * (columns - 1)) / columns);
  const height = Math.floor((area.height - GAP * (rows - 1)) / rows);
  return Array.from({ length: count }, (_, place) => ({
    x: area.x + (place % columns) * (width + GAP),
    y: area.y + Math.floor(place / columns) * (height + GAP),
    width,
    height,
  }));
}
