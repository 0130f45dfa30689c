/** Reads FlatBuffers: tables whose fields are found by number, as a schema counts them. Beyond the end it throws. */

export class Table {
  readonly #bytes: DataView;
  readonly #at: number;

  private constructor(bytes: DataView, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The table that the whole of `bytes` is. */
  static root(bytes: ArrayBuffer): Table {
    const view = new DataView(bytes);
    return new Table(view, view.getUint32(0, true));
  }

  /** An unsigned number of 1 or 4 bytes; 0 where the field is left out. */
  number(field: number, bytes: 1 | 4): number {
    const at = this.#field(field);
    if (at === undefined) return 0;
    return bytes === 1 ? this.#bytes.getUint8(at) : this.#bytes.getUint32(at, true);
  }

  table(field: number): Table | undefined {
    const at = this.#field(field);
    return at === undefined ? undefined : new Table(this.#bytes, this.#follow(at));
  }

  tables(field: number): readonly Table[] {
    return this.#each(field, 4, (at) => new Table(this.#bytes, this.#follow(at)));
  }

  /** Signed, of 4 bytes each. */
  numbers(field: number): readonly number[] {
    return this.#each(field, 4, (at) => this.#bytes.getInt32(at, true));
  }

  /** A copy. */
  bytes(field: number): DataView {
    return new DataView(Uint8Array.from(this.#each(field, 1, (at) => this.#bytes.getUint8(at))).buffer);
  }

  text(field: number): string {
    return String.fromCharCode(...this.#each(field, 1, (at) => this.#bytes.getUint8(at)));
  }

  #field(field: number): number | undefined {
    const layout = this.#at - this.#bytes.getInt32(this.#at, true);
    const place = 4 + 2 * field;
    if (place >= this.#bytes.getUint16(layout, true)) return undefined;
    const offset = this.#bytes.getUint16(layout + place, true);
    return offset === 0 ? undefined : this.#at + offset;
  }

  #follow(at: number): number {
    return at + this.#bytes.getUint32(at, true);
  }

  #each<T>(field: number, size: number, read: (at: number) => T): T[] {
    const at = this.#field(field);
    if (at === undefined) return [];
    const list = this.#follow(at);
    const length = this.#bytes.getUint32(list, true);
    return Array.from({ length }, (_, place) => read(list + 4 + size * place));
  }
}
