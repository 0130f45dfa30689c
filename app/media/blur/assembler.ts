/**
 * Writes WebAssembly: just as much of it as `kernels.ts` is made of. Functions of whole numbers (addresses and
 * counts) that load, multiply, add and store four 32-bit floats at a time, in a memory that is passed in.
 */

/** Instructions, as bytes. */
export type Code = readonly number[];

const I32 = 0x7f;
const V128 = 0x7b;
const NOTHING = 0x40;

/** LEB128, unsigned. */
function unsigned(value: number): number[] {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [low | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128, signed. */
function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

const simd = (code: number, ...more: number[]): Code => [0xfd, ...unsigned(code), ...more];
const list = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: Code): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, content: Code): number[] => [id, ...sized(content)];
const name = (text: string): number[] => sized([...text].map((letter) => letter.charCodeAt(0)));

export const whole = (value: number): Code => [0x41, ...signed(value)];
export const sum = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const product = (a: Code, b: Code): Code => [...a, ...b, 0x6c];
/** Four floats that begin at this address. */
export const load = (at: Code): Code => [...at, ...simd(0x00, 2, 0)];
/** The float at this address, four times. */
export const spread = (at: Code): Code => [...at, ...simd(0x09, 2, 0)];
export const store = (at: Code, floats: Code): Code => [...at, ...floats, ...simd(0x0b, 2, 0)];
export const plus = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe4)];
export const times = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe6)];

/** Does these at least once, and again for as long as `a` is below `b` afterwards. */
export const until = (steps: readonly Code[], a: Code, b: Code): Code => [
  ...[0x03, NOTHING],
  ...steps.flat(),
  ...a,
  ...b,
  ...[0x49, 0x0d, 0, 0x0b],
];

/** A place that a function keeps a value in. */
export interface Local {
  readonly get: Code;
  readonly set: (value: Code) => Code;
}

/** As many places as numbers are asked for. */
type Locals = <Places extends number[]>(...places: Places) => { [P in keyof Places]: Local };

export interface Source {
  /** How many whole numbers it takes, and needs besides; and how many places for four floats. */
  readonly takes: number;
  readonly numbers: number;
  readonly floats: number;
  /** What it does. Places count from 0, in the order in which they are named above. */
  readonly body: (local: Locals) => Code;
}

const local = ((...places: readonly number[]) =>
  places.map((place): Local => ({
    get: [0x20, ...unsigned(place)],
    set: (value) => [...value, 0x21, ...unsigned(place)],
  }))) as Locals;

/** A module that exports these functions by their names, and takes its memory as `page.memory`. */
export function assemble(sources: Readonly<Record<string, Source>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(sources);
  const types = entries.map(([, { takes }]) => [
    0x60,
    ...list(Array.from({ length: takes }, () => [I32])),
    0,
  ]);
  const memory = [...name('page'), ...name('memory'), 0x02, 0x00, ...unsigned(1)];
  const exported = entries.map(([text], place) => [...name(text), 0x00, ...unsigned(place)]);
  const code = entries.map(([, { numbers, floats, body }]) =>
    sized([
      ...list([
        [...unsigned(numbers), I32],
        [...unsigned(floats), V128],
      ]),
      ...body(local),
      0x0b,
    ]),
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([memory])),
    ...section(3, list(entries.map((_, place) => unsigned(place)))),
    ...section(7, list(exported)),
    ...section(10, list(code)),
  ]);
}
