/** How most attacks begin: a meeting that runs. */

import type { Person } from '../calls/person.ts';
import type { Stack } from '../calls/stack.ts';

export interface TwoInACall {
  readonly ada: Person;
  readonly bo: Person;
  readonly link: string;
  readonly passphrase: string;
}

/** Ada, the host, and Bo, a guest, in Chromium, each live to the other. */
export async function twoInACall(stack: Stack): Promise<TwoInACall> {
  const [ada, bo] = await stack.people(
    { name: 'Ada', look: 'ada', browser: 'chromium' },
    { name: 'Bo', look: 'bo', browser: 'chromium' },
  );
  const { link, passphrase } = await ada.newMeeting(stack.origin);
  await ada.startMeeting();
  await bo.knock(link, passphrase);
  await ada.admit('Bo');
  await bo.enter();
  await Promise.all([ada.tileBecomes('Bo', { state: 'live' }), bo.tileBecomes('Ada', { state: 'live' })]);
  return { ada, bo, link, passphrase };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
