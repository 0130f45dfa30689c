/** Reads the official vectors in `tests/vectors/` without trusting their shape. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../../crypto/brands.ts';
import { fromHex } from '../../crypto/bytes.ts';

/** A JSON value, walked by name; what is not there throws. */
export class Vector {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  static file(name: string): Vector {
    const text = readFileSync(join(import.meta.dirname, '../vectors', name), 'utf8');
    return new Vector(JSON.parse(text));
  }

  at(...names: readonly string[]): Vector {
    let value = this.#value;
    for (const name of names) {
      if (typeof value !== 'object' || value === null || !(name in value)) throw new RangeError(`no ${name}`);
      value = Object.entries(value).find(([known]) => known === name)?.[1];
    }
    return new Vector(value);
  }

  get list(): readonly Vector[] {
    if (!Array.isArray(this.#value)) throw new TypeError('not a list');
    return this.#value.map((value: unknown) => new Vector(value));
  }

  get text(): string {
    if (typeof this.#value !== 'string') throw new TypeError('not a text');
    return this.#value;
  }

  get number(): number {
    if (typeof this.#value !== 'number') throw new TypeError('not a number');
    return this.#value;
  }

  /** Bytes that stand there in hexadecimal. */
  get bytes(): Bytes {
    return fromHex(this.text);
  }
}
