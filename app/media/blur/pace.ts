/** How often a picture is blurred, and when a device is too slow for it. Pure: times come in. */

const FRAMES_PER_SECOND = 24;
/** A camera's frames come a little early or late. */
const EARLY_US = 4_000;
const BETWEEN_US = 1_000_000 / FRAMES_PER_SECOND;
/** So many frames must take longer than this on average: fewer than eight pictures in a second are no film. */
const LOOKS = 40;
const SLOW_MS = 125;

export class Pace {
  #due = -Infinity;
  #took: readonly number[] = [];

  /** Whether this frame is to be blurred and sent. `at`: its time, in microseconds. */
  takes(at: number): boolean {
    if (at < this.#due - EARLY_US) return false;
    // A little late is made up for, a pause is not.
    const last = at - this.#due > BETWEEN_US ? at : this.#due;
    this.#due = last + BETWEEN_US;
    return true;
  }

  /** Whether it goes too slowly, now that one more frame took so many milliseconds. */
  isSlow(took: number): boolean {
    this.#took = [...this.#took, took].slice(-LOOKS);
    const all = this.#took.reduce((sum, one) => sum + one, 0);
    return this.#took.length === LOOKS && all / LOOKS > SLOW_MS;
  }
}
