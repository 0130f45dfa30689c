/** What the frame worker of a page says became of the frames that came: read off its messages to the page. */

import type { Page } from 'puppeteer-core';
import { NO_FRAMES, type OpenCounts } from '../../crypto/workers/frameProtocol.ts';

/** The last counters of every opening transform, by its id. */
export type Counts = Readonly<Record<string, OpenCounts>>;

/** Makes the counters known to `counts`; before the page's own code. */
export async function countFrames(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const opened: Record<string, unknown> = {};
    Object.defineProperty(window, Symbol.for('test counts'), { value: opened });
    window.Worker = class extends Worker {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          const news = typeof data === 'object' && data && Reflect.get(data, 'opened');
          if (news instanceof Map) Object.assign(opened, Object.fromEntries(news));
        });
      }
    };
  });
}

export async function counts(page: Page): Promise<Counts> {
  return page.evaluate((): Counts => Reflect.get(window, Symbol.for('test counts')) as Counts);
}

/** How much each counter grew in these transforms together; all of them unless named. */
export function growth(
  before: Counts,
  after: Counts,
  ids: Iterable<string> = Object.keys(after),
): OpenCounts {
  const sum = { ...NO_FRAMES };
  for (const id of ids) {
    for (const kind of Object.keys(sum) as (keyof OpenCounts)[]) {
      sum[kind] += (after[id]?.[kind] ?? 0) - (before[id]?.[kind] ?? 0);
    }
  }
  return sum;
}
