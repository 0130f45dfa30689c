/** Tests that build on each other: what comes after a failure is not tried, and says so at once. */

import { test } from 'vitest';

/** Like `test`, for the steps of one story. */
export function story(): (step: string, run: () => Promise<void>) => void {
  let broken: string | undefined;
  return (step, run) => {
    test(step, async () => {
      if (broken !== undefined) throw new Error(`not tried, for before it this failed: ${broken}`);
      try {
        await run();
      } catch (error) {
        broken = step;
        throw error;
      }
    });
  };
}
