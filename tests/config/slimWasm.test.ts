import { expect, test } from 'vitest';
import { slimWasm } from '../../config/slimWasm.ts';
import { slimSodium } from '../../config/slimSodium.ts';

const TYPE = [0x60, 0, 1, 0x7f];
const section = (id: number, ...content: number[]): number[] => [id, content.length, ...content];
const body = (...code: number[]): number[] => [code.length + 2, 0, ...code, 0x0b];
const named = (name: string, index: number): number[] => [1, name.charCodeAt(0), 0, index];

/** Functions 0 to 4: `a` calls 1; `b` calls 2 out of the table, of another type than 3, which is in it too; nobody calls 4. */
const MODULE = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, 2, ...TYPE, 0x60, 0, 1, 0x7e),
  ...section(3, 6, 0, 0, 0, 1, 0, 0),
  ...section(4, 1, 0x70, 0, 2),
  ...section(7, 2, ...named('a', 0), ...named('b', 5)),
  ...section(9, 1, 0, 0x41, 0, 0x0b, 2, 2, 3),
  ...section(
    10,
    6,
    ...body(0x10, 1),
    ...body(0x41, 11),
    ...body(0x41, 12),
    ...body(0x42, 13),
    ...body(0x41, 14),
    ...body(0x41, 0, 0x11, 0, 0),
  ),
]);

async function exportsOf(bytes: Uint8Array<ArrayBuffer>): Promise<Record<string, () => number>> {
  const { instance } = await WebAssembly.instantiate(bytes);
  return instance.exports as Record<string, () => number>;
}

/** Which of the functions give their number still. */
const left = (bytes: Uint8Array): number[] =>
  [11, 12, 13, 14].filter((given) =>
    String([...bytes]).includes(`,4,0,${given === 13 ? 0x42 : 0x41},${given},11`),
  );

test('what is called stays, by name or out of a table', async () => {
  const { a, b } = await exportsOf(slimWasm(MODULE, new Set(['a', 'b'])));
  expect([a?.(), b?.()]).toEqual([11, 12]);
});

test('what nobody can call any more traps, and is not exported', async () => {
  expect(left(MODULE)).toEqual([11, 12, 13, 14]);
  expect(left(slimWasm(MODULE, new Set(['a'])))).toEqual([11]);
  expect(left(slimWasm(MODULE, new Set(['b'])))).toEqual([12]);
  expect(Object.keys(await exportsOf(slimWasm(MODULE, new Set(['b']))))).toEqual(['b']);
});

test('what is kept already is not changed', async () => {
  const { wasm } = await slimSodium();
  const names = WebAssembly.Module.exports(await WebAssembly.compile(wasm))
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name);
  expect(slimWasm(wasm, new Set(names))).toEqual(wasm);
});

test('a name that is not exported, and bytes that are no module, are refused', () => {
  expect(() => slimWasm(MODULE, new Set(['c']))).toThrow('nothing is exported as c');
  expect(() => slimWasm(MODULE.subarray(0, 30), new Set(['a']))).toThrow(RangeError);
  const unknown = MODULE.map((byte, at) => (MODULE[at - 1] === 0 && byte === 0x10 ? 0x06 : byte));
  expect(() => slimWasm(unknown, new Set(['a']))).toThrow('an unknown instruction: 6');
});
