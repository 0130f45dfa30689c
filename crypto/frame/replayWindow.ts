/** Which counters of one media key were taken already, as far as `WINDOW` back from the highest (§7). */

/** Frames that may arrive late. A multiple of 32. */
export const WINDOW = 1024;

export class ReplayWindow {
  #highest = -1;
  readonly #taken = new Uint32Array(WINDOW / 32);

  /** Whether `ctr` was neither taken nor left behind. Changes nothing. */
  isNew(ctr: number): boolean {
    if (ctr > this.#highest) return true;
    if (ctr <= this.#highest - WINDOW) return false;
    const bit = ctr % WINDOW;
    return ((this.#taken[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0;
  }

  /**
   * Takes `ctr`, once the tag of its frame held; false if it was taken meanwhile. A window that moved before
   * would let forged frames push honest ones out.
   */
  take(ctr: number): boolean {
    if (!this.isNew(ctr)) return false;
    if (ctr - this.#highest >= WINDOW) this.#taken.fill(0);
    else for (let passed = this.#highest + 1; passed < ctr; passed++) this.#mark(passed, false);
    this.#highest = Math.max(this.#highest, ctr);
    this.#mark(ctr, true);
    return true;
  }

  #mark(ctr: number, taken: boolean): void {
    const bit = ctr % WINDOW;
    const word = this.#taken[bit >>> 5] ?? 0;
    this.#taken[bit >>> 5] = taken ? word | (1 << (bit & 31)) : word & ~(1 << (bit & 31));
  }
}
