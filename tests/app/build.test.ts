import { expect, test } from 'vitest';
import { fingerprintOf } from '../../app/parts/build.ts';
import { fingerprintOf as printed } from '../../config/build.ts';

test('a build’s fingerprint is the same where it is printed and where it is shown', async () => {
  for (const map of ['', '{"integrity":{"/assets/a.js":"sha384-x"}}', 'ü✓']) {
    const shown = await fingerprintOf(map);
    expect(shown).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
    expect(printed(map)).toBe(shown);
  }
  expect(await fingerprintOf('a')).not.toBe(await fingerprintOf('b'));
});
