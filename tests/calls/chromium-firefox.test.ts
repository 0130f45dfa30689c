/** Chromium and Firefox in one call, each once as host: picture and sound, both ways. */

import { afterEach, describe, expect, test } from 'vitest';
import { speakersTold } from '../attacks/signalProxy.ts';
import type { BrowserName } from './browser.ts';
import { allTogether, meet } from './hosting.ts';
import { Stack } from './stack.ts';

describe.each<[BrowserName, BrowserName]>([
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
])('%s is the host of %s', (hosts, comes) => {
  let stack: Stack | undefined;
  afterEach(() => stack?.stop());

  test('both see and hear what the other sends, and read the same code', async () => {
    stack = await Stack.start();
    const [host, guest] = await stack.people({ name: 'Ada', browser: hosts }, { name: 'Bo', browser: comes });
    await meet(stack.origin, host, guest);
    await allTogether(host, guest);
    await Promise.all([host.sees(guest), guest.sees(host)]);
    await host.hears(guest);
    await guest.hears(host);
    expect(speakersTold(stack.sfuProxy), 'the SFU hears who speaks').toEqual([]);
    const codes = await Promise.all([host.securityCode(), guest.securityCode()]);
    expect(codes[0]).toBe(codes[1]);
    for (const person of [host, guest]) expect(person.complaints.all(), person.name).toEqual([]);
  });
});
