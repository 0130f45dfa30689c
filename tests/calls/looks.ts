/**
 * What each person in a story shows and sounds like. No two are alike, so that a picture or a tone found
 * on the far side says whose it is.
 */

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Look {
  /** The colours of the four quarters of the picture: top left, top right, bottom left, bottom right. */
  readonly quarters: readonly [Rgb, Rgb, Rgb, Rgb];
  /** The tone of the microphone, in hertz. */
  readonly hertz: number;
}

const RED: Rgb = [200, 40, 40];
const GREEN: Rgb = [40, 170, 60];
const BLUE: Rgb = [50, 60, 200];
const YELLOW: Rgb = [220, 200, 50];
const WHITE: Rgb = [225, 225, 225];
const BLACK: Rgb = [30, 30, 30];

export const LOOKS = {
  ada: { quarters: [RED, GREEN, BLUE, YELLOW], hertz: 440 },
  bo: { quarters: [YELLOW, BLUE, GREEN, RED], hertz: 700 },
  cem: { quarters: [WHITE, RED, BLACK, GREEN], hertz: 1100 },
  dea: { quarters: [BLACK, WHITE, YELLOW, BLUE], hertz: 1500 },
  eve: { quarters: [BLUE, BLACK, WHITE, RED], hertz: 2000 },
} as const satisfies Record<string, Look>;

export type LookName = keyof typeof LOOKS;
