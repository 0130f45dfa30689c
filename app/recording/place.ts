/**
 * Where a recording goes: to a file the person chooses, or, where a browser does not let them choose, into the page's own
 * store until it is over, and from there to the downloads. What a closed tab left in that store goes with the next visit.
 */

import { download } from '../parts/download.ts';
import { DiskFile, type Failure, type FileHandle } from './diskFile.ts';

export interface Place {
  readonly file: DiskFile;
  /** After the file was closed: hands it over, if the person does not have it yet. */
  finish(): Promise<void>;
}

interface SavePicker {
  showSaveFilePicker?: (options: {
    readonly suggestedName: string;
    readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
  }) => Promise<FileHandle>;
}

/** Recordings in the page's own store. */
const PREFIX = 'recording-';
/** How long the browser has to copy a download before the original goes. */
const COPIED_MS = 10 * 60_000;

/**
 * Asks where to; undefined if the person does not want to after all. `type`: without codecs. Throws where the browser has
 * no way to write a file bit by bit. Must be called right after a click.
 */
export async function choosePlace(
  name: string,
  type: string,
  failed: (failure: Failure) => void,
): Promise<Place | undefined> {
  const { showSaveFilePicker } = globalThis as SavePicker;
  if (!showSaveFilePicker) return ownPlace(name, failed);
  const ending = `.${name.split('.').at(-1) ?? ''}`;
  try {
    const handle = await showSaveFilePicker.call(globalThis, {
      suggestedName: name,
      types: [{ accept: { [type]: [ending] } }],
    });
    return { file: new DiskFile(handle, failed), finish: () => Promise.resolve() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

async function ownPlace(name: string, failed: (failure: Failure) => void): Promise<Place> {
  await removeLeft();
  const root = await navigator.storage.getDirectory();
  const own = `${PREFIX}${crypto.randomUUID()}`;
  const handle = await root.getFileHandle(own, { create: true });
  if (!('createWritable' in handle)) throw new Error('no stream to a file');
  const release = await held(own);
  return {
    file: new DiskFile(handle, failed),
    finish: async () => {
      const file = await handle.getFile();
      if (file.size > 0) download(name, file, COPIED_MS);
      setTimeout(() => {
        void root.removeEntry(own).catch(() => undefined);
        release();
      }, COPIED_MS);
    },
  };
}

/** Holds a name until what it gives is called, or the tab is gone. */
function held(name: string): Promise<() => void> {
  return new Promise((resolve) => {
    void navigator.locks.request(
      name,
      () =>
        new Promise<void>((release) => {
          resolve(release);
        }),
    );
  });
}

/** Removes recordings that a closed tab left in the page's own store. What another tab is writing is left alone. */
export async function removeLeft(): Promise<void> {
  const root = await navigator.storage.getDirectory().catch(() => undefined);
  if (!root) return;
  for await (const name of root.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await root.removeEntry(name).catch(() => undefined);
    });
  }
}
