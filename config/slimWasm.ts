/** Takes out of a WebAssembly module what can never run, and leaves every other byte as it is. */

/** Reads one after the other, from `at` on. */
class Reader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new RangeError('the module is cut off');
    return byte;
  }

  /** An unsigned LEB128 number of 32 bits. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** Passes over so many LEB128 numbers, of either kind. */
  skipNumbers(many: number): void {
    for (let left = many; left > 0; left--) while (this.byte() >= 0x80);
  }

  /** So many bytes as they are. */
  take(many: number): Uint8Array {
    const from = this.at;
    this.at += many;
    if (this.at > this.#bytes.length) throw new RangeError('the module is cut off');
    return this.#bytes.subarray(from, this.at);
  }

  /** Whatever `one` reads, as often as the number before it says. */
  vector<T>(one: () => T): T[] {
    return Array.from({ length: this.number() }, one);
  }

  since(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.at);
  }
}

function number(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...number(Math.floor(value / 0x80))];
}

const [TYPES, IMPORTS, FUNCTIONS, EXPORTS, START, ELEMENTS, CODE] = [1, 2, 3, 7, 8, 9, 10];
/** Kinds of what is imported or exported. */
const [FUNCTION, TABLE, MEMORY, GLOBAL] = [0, 1, 2, 3];
const [BR_TABLE, CALL, CALL_INDIRECT, SELECT_TYPED] = [0x0e, 0x10, 0x11, 0x1c];
const [F32_CONST, F64_CONST, REF_FUNC, PREFIX] = [0x43, 0x44, 0xd2, 0xfc];
/** A function without locals that traps. */
const TRAP = Uint8Array.of(3, 0, 0x00, 0x0b);

/** What functions take and give, by number: those that are equal are the same. */
function typesOf(section: Uint8Array): string[] {
  const reader = new Reader(section);
  return reader.vector(() => {
    if (reader.byte() !== 0x60) throw new RangeError('a type of an unknown kind');
    return `${reader.vector(() => reader.byte()).join()} → ${reader.vector(() => reader.byte()).join()}`;
  });
}

/** How many functions are imported: they come first in the numbering. */
function importedFunctions(section: Uint8Array): number {
  const reader = new Reader(section);
  const limits = (): void => reader.skipNumbers(reader.byte() % 2 === 0 ? 1 : 2);
  const kinds = reader.vector(() => {
    for (const _ of ['module', 'name']) reader.take(reader.number());
    const kind = reader.byte();
    if (kind === FUNCTION) reader.skipNumbers(1);
    else if (kind === TABLE) {
      reader.byte();
      limits();
    } else if (kind === MEMORY) limits();
    else if (kind === GLOBAL) reader.take(2);
    else throw new RangeError(`an import of kind ${kind}`);
    return kind;
  });
  return kinds.filter((kind) => kind === FUNCTION).length;
}

interface Exported {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
  readonly bytes: Uint8Array;
}

function exportsOf(section: Uint8Array): Exported[] {
  const reader = new Reader(section);
  return reader.vector(() => {
    const from = reader.at;
    const name = new TextDecoder().decode(reader.take(reader.number()));
    return { name, kind: reader.byte(), index: reader.number(), bytes: reader.since(from) };
  });
}

/** Functions in tables: they are called by a number that nobody knows beforehand. */
function inTables(section: Uint8Array): number[] {
  const reader = new Reader(section);
  return reader
    .vector(() => {
      if (reader.number() !== 0) throw new RangeError('elements of an unknown kind');
      // i32.const, its number, end
      if (reader.byte() !== 0x41) throw new RangeError('elements at an unknown place');
      reader.skipNumbers(1);
      if (reader.byte() !== 0x0b) throw new RangeError('elements at an unknown place');
      return reader.vector(() => reader.number());
    })
    .flat();
}

interface Calls {
  /** Functions by name. */
  readonly functions: readonly number[];
  /** Types of what is called out of a table. */
  readonly types: readonly number[];
}

/** What this function calls. Refuses what it does not know: instructions newer than 2022. */
function callsIn(body: Uint8Array): Calls {
  const reader = new Reader(body);
  const functions: number[] = [];
  const types: number[] = [];
  reader.vector(() => reader.skipNumbers(2));
  while (!reader.done) {
    const code = reader.byte();
    if (code === CALL || code === REF_FUNC) functions.push(reader.number());
    else if (code === CALL_INDIRECT) {
      types.push(reader.number());
      reader.skipNumbers(1);
    } else if (code === BR_TABLE) reader.skipNumbers(reader.number() + 1);
    else if (code === SELECT_TYPED) reader.skipNumbers(reader.number());
    else if (code === F32_CONST) reader.take(4);
    else if (code === F64_CONST) reader.take(8);
    else if (code === PREFIX) reader.skipNumbers(numbersAfter(PREFIX * 0x100 + reader.number()));
    else reader.skipNumbers(numbersAfter(code));
  }
  return { functions, types };
}

/** How many numbers follow an instruction; those behind the prefix are 0xfc00 and more. */
function numbersAfter(code: number): number {
  const within = (first: number, last: number): boolean => first <= code && code <= last;
  if (within(0x00, 0x01) || code === 0x05 || code === 0x0b || code === 0x0f) return 0;
  if (within(0x1a, 0x1b) || within(0x45, 0xc4) || code === 0xd1 || within(0xfc00, 0xfc07)) return 0;
  if (within(0x02, 0x04) || within(0x0c, 0x0d) || within(0x20, 0x26)) return 1;
  if (within(0x3f, 0x42) || code === 0xd0 || code === 0xfc09 || code === 0xfc0b) return 1;
  if (within(0x28, 0x3e) || code === 0xfc08 || code === 0xfc0a) return 2;
  throw new RangeError(`an unknown instruction: ${code.toString(16)}`);
}

const joined = (parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/**
 * The module without the exported functions that `keep` does not name. Each function that then can never run traps
 * in place of what it did; all others, and all numbering and data, stay as they are. Refuses a module without one of
 * the names, and what it cannot read.
 */
export function slimWasm(module: Uint8Array, keep: ReadonlySet<string>): Uint8Array<ArrayBuffer> {
  const reader = new Reader(module);
  const header = reader.take(8);
  const sections: { id: number; content: Uint8Array }[] = [];
  while (!reader.done) sections.push({ id: reader.byte(), content: reader.take(reader.number()) });
  const section = (id: number | undefined): Uint8Array =>
    sections.find((one) => one.id === id)?.content ?? Uint8Array.of(0);

  const first = importedFunctions(section(IMPORTS));
  const exported = exportsOf(section(EXPORTS)).filter(
    ({ kind, name }) => kind !== FUNCTION || keep.has(name),
  );
  for (const name of keep) {
    if (!exported.some((one) => one.name === name)) throw new RangeError(`nothing is exported as ${name}`);
  }
  if (sections.some(({ id }) => id === START)) throw new RangeError('a module that starts by itself');
  const code = new Reader(section(CODE));
  const bodies = code.vector(() => code.take(code.number()));

  const types = typesOf(section(TYPES));
  const typed = new Reader(section(FUNCTIONS));
  const typeOf = typed.vector(() => types[typed.number()]);
  const tabled = inTables(section(ELEMENTS));
  const runs = new Set<number>();
  const waiting = exported.filter(({ kind }) => kind === FUNCTION).map(({ index }) => index);
  // Whoever has a table can call all that is in it.
  if (exported.some(({ kind }) => kind === TABLE)) waiting.push(...tabled);
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const body = bodies[index - first];
    if (runs.has(index) || body === undefined) continue;
    runs.add(index);
    const calls = callsIn(body);
    const called = new Set(calls.types.map((type) => types[type]));
    waiting.push(...calls.functions, ...tabled.filter((one) => called.has(typeOf[one - first])));
  }

  const anew = new Map<number | undefined, Uint8Array>([
    [EXPORTS, joined([number(exported.length), ...exported.map(({ bytes }) => bytes)])],
    [
      CODE,
      joined([
        number(bodies.length),
        ...bodies.flatMap((body, at) => (runs.has(at + first) ? [number(body.length), body] : [TRAP])),
      ]),
    ],
  ]);
  const parts = sections.map(({ id, content }) => {
    const now = anew.get(id) ?? content;
    return joined([[id], number(now.length), now]);
  });
  return new Uint8Array(joined([header, ...parts]));
}
