/** A copy of the tree to do damage in: its files, packages that are only linked to, and caches of its own. */

import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Mutation } from '../mutations.ts';

/** Where the one place is that `find` names: any run of blanks in it stands for any other. */
export function placeOf(
  source: string,
  find: string,
): { readonly at: number; readonly length: number } | string {
  const pattern = find.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&').replace(/\s+/g, '\\s+');
  const [first, second] = source.matchAll(new RegExp(pattern, 'g'));
  if (!first) return 'the text to take out is not there';
  return second ? 'the text to take out stands there twice' : { at: first.index, length: first[0].length };
}

export class Copy {
  readonly root: string;

  /** Copies all files of the tree at `from` that git tracks or would. */
  constructor(from: string) {
    this.root = mkdtempSync(join(tmpdir(), 'conclave-bite-'));
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: from,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    for (const path of new Set(listed.split('\0'))) {
      // What was deleted, but not yet from the index, is in the list.
      if (path === '' || !existsSync(join(from, path))) continue;
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      copyFileSync(join(from, path), join(this.root, path));
    }
    // Packages one by one: vite and vitest keep caches in `node_modules` itself, and those must not be shared.
    mkdirSync(join(this.root, 'node_modules'));
    for (const name of readdirSync(join(from, 'node_modules'))) {
      if (name.startsWith('.') && name !== '.bin') continue;
      symlinkSync(join(from, 'node_modules', name), join(this.root, 'node_modules', name));
    }
  }

  /** Takes the protection out; gives what puts it back, or a sentence on why it cannot be taken out. */
  damage({ file, find, replace }: Mutation): (() => void) | string {
    const path = join(this.root, file);
    const source = readFileSync(path, 'utf8');
    const place = placeOf(source, find);
    if (typeof place === 'string') return place;
    writeFileSync(path, source.slice(0, place.at) + replace + source.slice(place.at + place.length));
    return () => writeFileSync(path, source);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
