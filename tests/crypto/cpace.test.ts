/** CPace against the vectors of draft-irtf-cfrg-cpace-21; ristretto255 stands under "G_Coffee25519" in the JSON file. */

import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../crypto/bytes.ts';
import { utf8 } from '../../crypto/codec.ts';
import {
  finish,
  generator,
  generatorString,
  iskOf,
  lvCat,
  makeShare,
  prependLength,
  type Run,
} from '../../crypto/door/cpace.ts';
import { refuse } from '../../crypto/refusal.ts';
import { randomBytes, ristretto255, sha512 } from '../../crypto/sodium.ts';
import { granted } from './making.ts';
import { Vector } from './vectors.ts';

const draft = Vector.file('cpace-draft-21-vectors.json').list;

function section(suite: string, name: string): Vector {
  const found = draft.find(
    (one) => one.at('suite').text.includes(suite) && one.at('section').text.includes(name),
  );
  return granted(found).at('data');
}

const runOf = (data: Vector): Run => ({
  sid: data.at('sid').bytes,
  Ya: data.at('Ya').bytes,
  ADa: data.at('ADa').bytes,
  Yb: data.at('Yb').bytes,
  ADb: data.at('ADb').bytes,
});

describe('strings of the draft', () => {
  it('prepend_len', () => {
    const data = section('string utility', 'prepend_len');
    const upTo = (length: number) => Uint8Array.from({ length }, (_, value) => value);
    expect(prependLength(new Uint8Array())).toEqual(data.at("prepend_len(b'')").bytes);
    expect(prependLength(utf8('1234'))).toEqual(data.at("prepend_len(b'1234')").bytes);
    expect(prependLength(upTo(127))).toEqual(data.at('prepend_len(bytes(range(127)))').bytes);
    expect(prependLength(upTo(128))).toEqual(data.at('prepend_len(bytes(range(128)))').bytes);
  });

  it('lv_cat', () => {
    const parts = ['1234', '5', '', '678'].map(utf8);
    const expected = section('string utility', 'lv_cat').at("lv_cat(b'1234',b'5',b'',b'678')").bytes;
    expect(lvCat(...parts)).toEqual(expected);
  });

  it.each([
    ['123', 'PartyA', '234', 'PartyB'],
    ['3456', 'PartyA', '2345', 'PartyB'],
  ] as const)('transcript_ir of %s, %s, %s, %s', (Ya, ADa, Yb, ADb) => {
    const data = section('ordered concatenation', 'transcript_ir');
    const expected = data.at(`transcript_ir(b'${Ya}',b'${ADa}',b'${Yb}',b'${ADb}')`).bytes;
    expect(concat(lvCat(utf8(Ya), utf8(ADa)), lvCat(utf8(Yb), utf8(ADb)))).toEqual(expected);
  });
});

describe('the generator over ristretto255', () => {
  const data = section('group ristretto255', 'calculate_generator');
  const [prs, ci, sid] = [data.at('PRS').bytes, data.at('CI').bytes, data.at('sid').bytes];

  it('is hashed from the generator string', () => {
    const string = generatorString(prs, ci, sid);
    expect(string).toEqual(data.at('generator_string(G.DSI,PRS,CI,sid,H.s_in_bytes)').bytes);
    expect(sha512(string)).toEqual(data.at('hash result').bytes);
    expect(generator(prs, ci, sid)).toEqual(data.at('encoded generator g').bytes);
  });

  it('needs no padding after a PRS that fills the block', () => {
    const long = generatorString(randomBytes(200), ci, sid);
    expect(() => ristretto255.fromHash(sha512(long))).not.toThrow();
    expect(long[1 + 17 + 2 + 200]).toBe(0);
  });
});

describe.each([
  ['the draft’s text', section('group ristretto255', 'initializers')],
  ['testvectors.json', Vector.file('cpace-testvectors.json').at('G_Coffee25519')],
])('a run as in %s', (_name, data) => {
  it('gives shares, K and ISK_IR', () => {
    const g = generator(data.at('PRS').bytes, data.at('CI').bytes, data.at('sid').bytes);
    expect(g).toEqual(data.at('g').bytes);
    expect(makeShare(g, data.at('ya').bytes).point).toEqual(data.at('Ya').bytes);
    expect(makeShare(g, data.at('yb').bytes).point).toEqual(data.at('Yb').bytes);
    const run = runOf(data);
    expect(ristretto255.multiply(data.at('ya').bytes, run.Yb)).toEqual(data.at('K').bytes);
    expect(iskOf(data.at('K').bytes, run)).toEqual(data.at('ISK_IR').bytes);
    expect(finish(data.at('ya').bytes, run.Yb, run)).toEqual(data.at('ISK_IR').bytes);
    expect(finish(data.at('yb').bytes, run.Ya, run)).toEqual(data.at('ISK_IR').bytes);
    expect(toHex(iskOf(data.at('K').bytes, run))).not.toBe(data.at('ISK_SY').text.toLowerCase());
  });
});

describe.each([
  ['the draft’s text', section('group ristretto255', 'Invalid inputs')],
  ['testvectors.json', Vector.file('cpace-testvectors.json').at('G_Coffee25519_points')],
])('points as in %s', (_name, data) => {
  const s = data.at('Valid', 's').bytes;

  it('multiplies the valid one', () => {
    expect(ristretto255.multiply(s, data.at('Valid', 'X').bytes)).toEqual(
      data.at('Valid', 'G.scalar_mult_vfy(s,X)').bytes,
    );
  });

  it.each(['Invalid Y1', 'Invalid Y2'])('refuses %s by name', (name) => {
    const theirs = data.at(name).bytes;
    const run = { sid: s, Ya: s, ADa: s, Yb: theirs, ADb: s };
    expect(ristretto255.multiply(s, theirs)).toBe(refuse('badPoint'));
    expect(finish(s, theirs, run)).toBe(refuse('badPoint'));
  });
});

it('refuses every point of the wrong length, and a zero scalar’s identity', () => {
  const g = generator(randomBytes(32), randomBytes(8), randomBytes(16));
  for (const length of [0, 1, 31, 33, 64]) {
    expect(ristretto255.multiply(ristretto255.randomScalar(), new Uint8Array(length))).toBe(
      refuse('badPoint'),
    );
  }
  expect(ristretto255.multiply(new Uint8Array(32), g)).toBe(refuse('badPoint'));
  // ℓ, the order of the group: what it multiplies becomes the identity.
  const order = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
  expect(ristretto255.multiply(order, g)).toBe(refuse('badPoint'));
});

it('gives two keys to two different words, two rooms, two sids', () => {
  const [prs, ci, sid] = [randomBytes(32), randomBytes(8), randomBytes(16)];
  const all = [
    generator(prs, ci, sid),
    generator(randomBytes(32), ci, sid),
    generator(prs, randomBytes(8), sid),
    generator(prs, ci, randomBytes(16)),
  ].map(toHex);
  expect(new Set(all).size).toBe(4);
});
