/** How most attacks begin: a meeting that runs. */

import { allTogether, meet } from '../calls/hosting.ts';
import type { Invitation, Person } from '../calls/person.ts';
import type { Stack } from '../calls/stack.ts';
import { nobodyRemoved } from './hosting.ts';
import { HostileMember } from './member.ts';
import type { PageServer } from './pageServer.ts';
import { StockClient } from './stock.ts';

export interface TwoInACall extends Invitation {
  readonly ada: Person;
  readonly bo: Person;
}

/** Ada, the host, and Bo, a guest, in Chromium, each live to the other. */
export async function twoInACall(stack: Stack): Promise<TwoInACall> {
  const [ada, bo] = await stack.people('Ada', 'Bo');
  const invitation = await meet(stack.origin, ada, bo);
  await allTogether(ada, bo);
  return { ada, bo, ...invitation };
}

/** These two, and Cem, whom Ada let in and whose client is the attacker's. */
export async function twoAndCem(
  stack: Stack,
  pages: PageServer,
): Promise<{ readonly call: TwoInACall; readonly cem: HostileMember }> {
  const [call, cem] = await Promise.all([
    twoInACall(stack),
    HostileMember.arrive({ name: 'Cem', look: 'cem', origin: stack.origin, pages }),
  ]);
  await cem.knock(call.link, call.passphrase);
  await call.ada.admit('Cem');
  await cem.enter();
  return { call, cem };
}

/** These two, and a stock client that the SFU hides: it gets all that is forwarded, and nobody throws it out. */
export async function twoAndRecorder(
  stack: Stack,
  pages: PageServer,
): Promise<{ readonly call: TwoInACall; readonly recorder: StockClient }> {
  nobodyRemoved(stack);
  const [call, recorder] = await Promise.all([twoInACall(stack), StockClient.arrive(pages, 'dea')]);
  await recorder.hide(stack);
  return { call, recorder };
}

/** Ends what of all this was begun. */
export async function endAll(
  attackers: readonly ({ goHome(): Promise<void> } | undefined)[],
  stack: Stack | undefined,
  pages: PageServer | undefined,
): Promise<void> {
  await Promise.allSettled(attackers.flatMap((attacker) => (attacker ? [attacker.goHome()] : [])));
  await stack?.stop();
  await pages?.close();
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
