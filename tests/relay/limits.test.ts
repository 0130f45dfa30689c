import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressPrefix, Bucket, LIMITS, Places, type Limits } from '../../relay/limits.ts';

const HOUR = 60 * 60_000;

function places(limits: Partial<Limits> = {}): Places {
  let salt = 0;
  return new Places({ ...LIMITS, ...limits }, () => new Uint8Array(32).fill(++salt), 0);
}

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['0000:0000:0000:0000:0000:ffff:cb00:7107', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  [' 203.0.113.7', '203.0.113.7'],
  ['', 'unknown'],
  ['evil]/', 'unknown'],
])('the prefix of %s is %s', (address, prefix) => {
  expect(addressPrefix(address)).toBe(prefix);
});

test('any text has a prefix', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(typeof addressPrefix(text)).toBe('string');
    }),
  );
});

test('an address is kept as a hash that changes every hour', () => {
  const all = places();
  const place = all.placeOf('203.0.113.7', 0);
  expect(place).not.toContain('203');
  expect(all.placeOf('203.0.113.7', HOUR - 1)).toBe(place);
  expect(all.placeOf('203.0.113.8', HOUR - 1)).not.toBe(place);
  expect(all.placeOf('203.0.113.7', HOUR)).not.toBe(place);
});

test('neighbours in one IPv6 network are one place', () => {
  const all = places();
  expect(all.placeOf('2001:db8::1', 0)).toBe(all.placeOf('2001:db8::2', 0));
  expect(all.placeOf('2001:db8::1', 0)).not.toBe(all.placeOf('2001:db8:0:1::1', 0));
});

test('twenty sockets at once, then ten a minute', () => {
  const all = places();
  const place = all.placeOf('203.0.113.7', 0);
  const coming = (now: number): boolean => {
    const may = all.enter(place, now);
    if (may) all.left(place);
    return may;
  };
  for (let time = 0; time < 20; time++) expect(coming(0)).toBe(true);
  expect(coming(0)).toBe(false);
  expect(coming(5_000)).toBe(false);
  expect(coming(6_000)).toBe(true);
  expect(coming(6_000)).toBe(false);
  expect(all.enter(all.placeOf('203.0.113.8', 0), 0)).toBe(true);
});

test('sixty open sockets, no matter how slowly they came', () => {
  const all = places();
  const place = all.placeOf('203.0.113.7', 0);
  for (let time = 0; time < 60; time++) expect(all.enter(place, time * 10_000)).toBe(true);
  expect(all.enter(place, 10 * HOUR)).toBe(false);
  all.left(place);
  expect(all.enter(place, 10 * HOUR)).toBe(true);
});

test('the map of places is capped, and keeps those with open sockets', () => {
  const all = places({ places: 100, socketBurst: 1 });
  const first = all.placeOf('first', 0);
  all.enter(first, 0);
  for (let time = 0; time < 1_000; time++) all.knock(all.placeOf(`10.0.${time >> 8}.${time & 255}`, 0), 0);
  expect(all.size).toBe(100);
  expect(all.enter(first, 0)).toBe(false);
});

test('a bucket never gives more than its burst and its rate', () => {
  const times = fc
    .array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 300 })
    .map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(times, (all) => {
      const bucket = new Bucket(5, 1_000, 0);
      const taken = all.filter((now) => bucket.take(now)).length;
      expect(taken).toBeLessThanOrEqual(5 + (all.at(-1) ?? 0) / 1000);
    }),
  );
});

test('a clock that steps back gives nothing away', () => {
  const bucket = new Bucket(1, 1_000, 10_000);
  expect(bucket.take(10_000)).toBe(true);
  expect(bucket.take(0)).toBe(false);
});
