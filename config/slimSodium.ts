/**
 * libsodium as Conclave needs it. The package carries some seven hundred functions, and its WASM as base64 in its
 * JavaScript, which compresses a third worse than the bytes do. In the build only those functions stay that
 * `crypto/sodium.ts` calls, with all they need, and the WASM becomes a file of its own, fetched where the text
 * would have been decoded.
 */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { normalizePath, parseAst, type Plugin } from 'vite';
import { slimWasm } from './slimWasm.ts';

const WRAPPERS = fileURLToPath(import.meta.resolve('libsodium-wrappers-sumo'));
const GLUE = fileURLToPath(import.meta.resolve('libsodium-sumo'));
const DOOR = fileURLToPath(new URL('../crypto/sodium.ts', import.meta.url));

/** Names of functions, and the functions that they are names of. */
const FUNCTIONS = /=\["([\w",]+)"\],(\w)=\[([\w$,]+)\](?=,_=0;)/;
/** Names of constants, each the result of a function named so in small letters. */
const CONSTANTS = /=\["([\w",]+)"\](?=;for\(_=0;)/g;
/** A function of the WASM, and as what it is exported. */
const EXPORTED = /\w\._(\w+)=\w\.([\w$]+),/g;
const DECODED = /\(o\?\?=\(A=>\{.{0,400}?return E\}\)\("([A-Za-z0-9+/=]+)"\),/s;

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

function found(text: string, pattern: RegExp): RegExpExecArray {
  const match = new RegExp(pattern, pattern.flags.replace('g', '')).exec(text);
  if (!match) throw new Error(`libsodium is written in another way than before: no ${pattern.source}`);
  return match;
}

const listed = (names: readonly string[]): string => `=${JSON.stringify(names)}`;

/** The wrappers of these functions alone, and the functions of the WASM that they call. */
function slimWrappers(code: string, called: ReadonlySet<string>): { code: string; raw: ReadonlySet<string> } {
  const [, names = '', list = '', identifiers = ''] = found(code, FUNCTIONS);
  found(code, CONSTANTS);
  // It tries itself out when it starts: with what hangs on `t`.
  const needed = new Set([...called, ...all(code, /\bt\.(\w+)/g)]);
  const functions = identifiers.split(',');
  const wrappers = names.split('","').map((name, at) => ({ name, function: functions[at] ?? '' }));
  const kept = wrappers.filter(({ name }) => needed.has(name));
  const constants: string[] = [];
  const slim = code
    .replace(
      FUNCTIONS,
      () => `${listed(kept.map(({ name }) => name))},${list}=[${kept.map((one) => one.function).join(',')}]`,
    )
    .replace(CONSTANTS, (_, one: string) => {
      const these = one.split('","').filter((name) => needed.has(name));
      constants.push(...these);
      return listed(these);
    });
  const gone = new Set(wrappers.filter((one) => !kept.includes(one)).map((one) => one.function));
  let rest = '';
  let from = 0;
  for (const node of parseAst(slim).body) {
    if (node.type !== 'FunctionDeclaration' || node.id === null || !gone.has(node.id.name)) continue;
    rest += slim.slice(from, node.start);
    from = node.end;
  }
  rest += slim.slice(from);
  const raw = new Set([
    ...all(rest, /\br\._(\w+)/g),
    ...kept.map(({ name }) => name),
    ...constants.map((name) => name.toLowerCase()),
  ]);
  return { code: rest, raw };
}

/** What browsers are sent of libsodium. */
export interface SlimSodium {
  readonly wrappers: string;
  /** What loads the WASM, for an expression that gives its bytes, and may await. */
  readonly glue: (bytes: string) => string;
  readonly wasm: Uint8Array<ArrayBuffer>;
}

/** Reads libsodium and takes out what `crypto/sodium.ts` does not call; throws when it is not written as it was. */
export async function slimSodium(): Promise<SlimSodium> {
  const door = await readFile(DOOR, 'utf8');
  const wrappers = await readFile(WRAPPERS, 'utf8');
  const glue = await readFile(GLUE, 'utf8');
  const { code, raw } = slimWrappers(wrappers, new Set(all(door, /\blibsodium\.(\w+)/g)));
  const exported = new Set<string>();
  found(glue, EXPORTED);
  const slim = glue.replace(EXPORTED, (line, name: string, as: string) => {
    if (!raw.has(name)) return '';
    exported.add(as);
    return line;
  });
  const [, base64 = ''] = found(slim, DECODED);
  return {
    wrappers: code,
    glue: (bytes) => slim.replace(DECODED, () => `(o??=${bytes},`),
    wasm: slimWasm(Buffer.from(base64, 'base64'), exported),
  };
}

/** Puts it in the place of the package. */
export function sodiumAsCalled(): Plugin {
  let slim: Promise<SlimSodium> | undefined;
  return {
    name: 'sodium-as-called',
    apply: 'build',
    enforce: 'pre',
    async load(id) {
      if (id !== normalizePath(WRAPPERS) && id !== normalizePath(GLUE)) return undefined;
      const { wrappers, glue, wasm } = await (slim ??= slimSodium());
      if (id === normalizePath(WRAPPERS)) return wrappers;
      const file = this.emitFile({ type: 'asset', name: 'libsodium.wasm', source: wasm });
      return glue(`new Uint8Array(await (await fetch(import.meta.ROLLUP_FILE_URL_${file})).arrayBuffer())`);
    },
  };
}
