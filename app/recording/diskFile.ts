/**
 * A file that grows on the person's own disk. What was written counts only once the browser has put it in place, which
 * it does when the stream is closed: so the stream is closed and opened again whenever much was written since. If the
 * disk is full or the permission gone, all up to there is kept.
 */

/** What is not in place yet: at most this many bytes, or a third of the file. */
const LOOSE_BYTES = 16_000_000;
const LOOSE_SHARE = 1 / 3;
/** What may wait for the disk, in bytes. */
const WAITING_MAX = 64_000_000;

export type Failure = 'full' | 'lost';

/** The part of a FileSystemFileHandle that is used. */
export interface FileHandle {
  createWritable(options?: { readonly keepExistingData: boolean }): Promise<FileWriter>;
}

export interface FileWriter {
  write(data: Blob): Promise<void>;
  seek(position: number): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

export class DiskFile {
  readonly #handle: FileHandle;
  readonly #failed: (failure: Failure) => void;
  #writer: FileWriter | undefined;
  #inPlace = 0;
  #written = 0;
  #waiting = 0;
  #failure: Failure | undefined;
  #last: Promise<void> = Promise.resolve();

  /** `failed` is told at most once. */
  constructor(handle: FileHandle, failed: (failure: Failure) => void) {
    this.#handle = handle;
    this.#failed = failed;
  }

  /** How many bytes are safe. */
  get inPlace(): number {
    return this.#inPlace;
  }

  /** Appends, after all before it; says nothing more once it has failed. */
  write(data: Blob): void {
    if (this.#failure || data.size === 0) return;
    this.#waiting += data.size;
    if (this.#waiting > WAITING_MAX) return this.#fail('lost');
    this.#last = this.#last.then(() => this.#append(data)).catch(this.#onError);
  }

  /** Puts all of it in place; resolves when it is, or when it cannot be. */
  async close(): Promise<void> {
    await this.#last;
    if (this.#failure) return;
    await this.#settle().catch(this.#onError);
  }

  async #append(data: Blob): Promise<void> {
    if (this.#failure) return;
    this.#writer ??= await this.#open();
    await this.#writer.write(data);
    this.#waiting -= data.size;
    this.#written += data.size;
    const loose = this.#written - this.#inPlace;
    if (loose > Math.max(LOOSE_BYTES, this.#written * LOOSE_SHARE)) await this.#settle();
  }

  async #open(): Promise<FileWriter> {
    const writer = await this.#handle.createWritable({ keepExistingData: this.#inPlace > 0 });
    if (this.#inPlace > 0) await writer.seek(this.#inPlace);
    return writer;
  }

  async #settle(): Promise<void> {
    const writer = this.#writer;
    this.#writer = undefined;
    await writer?.close();
    this.#inPlace = this.#written;
  }

  readonly #onError = (error: unknown): void => {
    const name = error instanceof DOMException ? error.name : '';
    this.#fail(name === 'QuotaExceededError' || name === 'NoSpaceError' ? 'full' : 'lost');
  };

  #fail(failure: Failure): void {
    if (this.#failure) return;
    this.#failure = failure;
    void this.#writer?.abort().catch(() => undefined);
    this.#writer = undefined;
    this.#failed(failure);
  }
}
