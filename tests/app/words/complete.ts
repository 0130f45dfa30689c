/** Before each test file of the app: all words are here, as they are when a view is. */

import { expect } from 'vitest';

if (expect.getState().testPath?.replaceAll('\\', '/').includes('/tests/app/')) {
  const { catalogue } = await import('../../../app/words/catalogue.svelte.ts');
  await catalogue.complete();
}
