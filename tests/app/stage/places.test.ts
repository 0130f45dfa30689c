import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { places, type Places } from '../../../app/stage/places.ts';

const calm: Places = { first: [], perPage: 100, recent: [] };
const list = (text: string): string[] => [...text];

describe('places', () => {
  it('stay while nothing happens, and take newcomers at the end', () => {
    expect(places([], list('abc'), calm)).toEqual(list('abc'));
    expect(places(list('cab'), list('abc'), calm)).toEqual(list('cab'));
    expect(places(list('abc'), list('abxcy'), calm)).toEqual(list('abcxy'));
  });

  it('that are left are taken by one other, and nobody else moves', () => {
    expect(places(list('abcde'), list('acde'), calm)).toEqual(list('aecd'));
    expect(places(list('abcde'), list('acdex'), calm)).toEqual(list('axcde'));
    expect(places(list('abcde'), list('abcd'), calm)).toEqual(list('abcd'));
    expect(places(list('abcde'), [], calm)).toEqual([]);
  });

  it('at the front are for those who always have them', () => {
    expect(places(list('abcd'), list('abcd'), { ...calm, first: ['c'] })).toEqual(list('cbad'));
    expect(places(list('abcd'), list('abcd'), { ...calm, first: ['x', 'a'] })).toEqual(list('abcd'));
  });

  it('on the first page are for who spoke, in place of the one who did longest ago', () => {
    const page = { ...calm, perPage: 3 };
    expect(places(list('abcdef'), list('abcdef'), { ...page, recent: ['e'] })).toEqual(list('abedcf'));
    expect(places(list('abcdef'), list('abcdef'), { ...page, recent: list('ecab') })).toEqual(list('aecdbf'));
    expect(places(list('abcdef'), list('abcdef'), { ...page, recent: list('eabc') })).toEqual(list('abedcf'));
  });

  it('of who spoke on the first page already do not change', () => {
    expect(places(list('abcdef'), list('abcdef'), { ...calm, perPage: 3, recent: list('cb') })).toEqual(
      list('abcdef'),
    );
  });

  it('that are always had are not given to a speaker', () => {
    const order = places(list('abcd'), list('abcd'), { first: ['a'], perPage: 2, recent: list('dc') });
    expect(order).toEqual(list('adcb'));
  });

  it('are everybody’s, once each, and the same when asked again', () => {
    const ids = fc.uniqueArray(fc.constantFrom(...list('abcdefghijklmnop')));
    fc.assert(
      fc.property(
        ids,
        ids,
        ids,
        ids,
        fc.integer({ min: 1, max: 9 }),
        (before, present, recent, all, perPage) => {
          const how = { first: all.slice(0, 2), perPage, recent };
          const order = places(before, present, how);
          expect(order.toSorted()).toEqual(present.toSorted());
          expect(places(order, present, how)).toEqual(order);
        },
      ),
    );
  });
});
