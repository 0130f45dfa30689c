/**
 * What the house rules can be read from: per source file its imports, and the names it uses that it does not
 * define. Read from the syntax, so that comments and strings say nothing.
 */

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');

export interface Import {
  /** A path from the root of the project, or a package's name. */
  readonly of: string;
  /** Gone when compiled. */
  readonly typesOnly: boolean;
  /** `import { type A }` where `import type { A }` would do. */
  readonly shouldBeImportType: boolean;
}

export interface Source {
  /** From the root of the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  /** Names used as values, with what hangs on them: `fetch`, `Math.random`, `process.env`. */
  readonly uses: ReadonlySet<string>;
}

/** Every source of a room. */
export function room(name: 'crypto' | 'relay' | 'app' | 'config'): readonly Source[] {
  return globSync(`${name}/**/*.{ts,svelte,mjs}`, { cwd: ROOT }).map((path) =>
    read(path.replaceAll('\\', '/'), readFileSync(join(ROOT, path), 'utf8')),
  );
}

/** Reads one source; the path says where relative imports lead. */
export function read(path: string, text: string): Source {
  const imports: Import[] = [];
  const uses = new Set<string>();
  for (const script of path.endsWith('.svelte') ? scriptsOf(text) : [text]) {
    const file = ts.createSourceFile(path, script, ts.ScriptTarget.Latest, true);
    ts.forEachChild(file, function walk(node) {
      const found = importIn(node, path);
      if (found) imports.push(found);
      for (const name of namesIn(node)) uses.add(name);
      ts.forEachChild(node, walk);
    });
  }
  return { path, text, imports, uses };
}

function scriptsOf(svelte: string): string[] {
  return [...svelte.matchAll(/<script\b[^>]*>(?<code>[\s\S]*?)<\/script>/g)].map(
    ({ groups }) => groups?.['code'] ?? '',
  );
}

function importIn(node: ts.Node, from: string): Import | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause;
    const named = clause?.namedBindings;
    const list = named && ts.isNamedImports(named) ? named.elements : undefined;
    const allTypes =
      list !== undefined && list.length > 0 && !clause?.name && list.every((one) => one.isTypeOnly);
    const typesOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return {
      of: target(node.moduleSpecifier.text, from),
      typesOnly: typesOnly || allTypes,
      shouldBeImportType: allTypes && !typesOnly,
    };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    const typesOnly = node.isTypeOnly;
    return { of: target(node.moduleSpecifier.text, from), typesOnly, shouldBeImportType: false };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    if (specifier && ts.isStringLiteralLike(specifier)) {
      return { of: target(specifier.text, from), typesOnly: false, shouldBeImportType: false };
    }
  }
  return undefined;
}

function target(specifier: string, from: string): string {
  return specifier.startsWith('.')
    ? normalize(join(dirname(from), specifier)).replaceAll('\\', '/')
    : specifier;
}

const GLOBALS = new Set(['globalThis', 'self', 'window']);

function* namesIn(node: ts.Node): Generator<string> {
  if (!ts.isIdentifier(node)) return;
  const { parent } = node;
  const isMember =
    (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) && nameOf(parent) === node;
  if (isMember) {
    if (ts.isPropertyAccessExpression(parent) && ts.isIdentifier(parent.expression)) {
      const { text } = parent.expression;
      yield GLOBALS.has(text) ? node.text : `${text}.${node.text}`;
    }
    return;
  }
  const names = 'name' in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent);
  if (!names) yield node.text;
}

const nameOf = (node: ts.PropertyAccessExpression | ts.QualifiedName): ts.Node =>
  ts.isQualifiedName(node) ? node.right : node.name;

/** All that is loaded, of ours and of packages, when `path` is: its imports and theirs, types left out. */
export function loadedBy(path: string, sources: readonly Source[]): ReadonlySet<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const loaded = new Set<string>();
  const open = [path];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (loaded.has(next)) continue;
    loaded.add(next);
    for (const { of, typesOnly } of byPath.get(next)?.imports ?? []) if (!typesOnly) open.push(of);
  }
  return loaded;
}
