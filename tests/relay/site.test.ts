import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '../../relay/problem.ts';
import {
  chooseEncoding,
  contentSecurityPolicy,
  loadSite,
  securityHeaders,
  SITE_LIST,
} from '../../relay/site.ts';

const HASH = `'sha256-${'A'.repeat(43)}='`;
const facts = { https: true, sfuUrls: ['wss://sfu.example'] };
const headersOf = (answer: { headers: readonly (readonly [string, string])[] }): Record<string, string> =>
  Object.fromEntries(answer.headers.map(([name, value]) => [name.toLowerCase(), value]));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conclave-site-'));
  const write = async (name: string, text: string): Promise<void> => {
    await writeFile(join(folder, name), text);
    await writeFile(join(folder, `${name}.br`), `br of ${text}`);
    await writeFile(join(folder, `${name}.gz`), `gzip of ${text}`);
  };
  await write('index.html', 'the page');
  await write('a-1234.js', 'a script');
  await write('manifest.webmanifest', 'a manifest');
  await writeFile(join(folder, 'icon-192.png'), 'a picture');
  await writeFile(join(folder, 'secret.txt'), 'not in the list');
  const page = { type: 'text/html; charset=utf-8', immutable: false, compressed: true };
  const script = { type: 'text/javascript; charset=utf-8', immutable: true, compressed: true };
  const manifest = { type: 'application/manifest+json', immutable: false, compressed: true };
  const icon = { type: 'image/png', immutable: false, compressed: false };
  const list = {
    files: {
      '/index.html': page,
      '/a-1234.js': script,
      '/manifest.webmanifest': manifest,
      '/icon-192.png': icon,
    },
    scriptHashes: [HASH],
  };
  await writeFile(join(folder, SITE_LIST), JSON.stringify(list));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the policy', () => {
  const policy = contentSecurityPolicy(facts, [HASH]);
  const directives = new Map(
    policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]),
  );

  test('lets in own scripts and the import map, and no others', () => {
    expect(directives.get('default-src')).toEqual([`'none'`]);
    expect(directives.get('script-src')).toEqual([`'self'`, `'wasm-unsafe-eval'`, HASH]);
    expect(directives.get('style-src')).toEqual([`'self'`]);
    expect(directives.get('manifest-src')).toEqual([`'self'`]);
    // The favicon with a number on it is made by the page.
    expect(directives.get('img-src')).toContain('data:');
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
    expect(directives.get('require-trusted-types-for')).toEqual([`'script'`]);
  });

  test('lets out to the relay and this SFU alone', () => {
    expect(directives.get('connect-src')).toEqual([`'self'`, 'wss://sfu.example', 'https://sfu.example']);
    const onLoopback = contentSecurityPolicy({ https: false, sfuUrls: ['ws://127.0.0.1:7880'] }, []);
    expect(onLoopback).toContain(`connect-src 'self' ws://127.0.0.1:7880 http://127.0.0.1:7880;`);
  });

  test('asks for no https where there is none', () => {
    const upgrade = 'upgrade-insecure-requests';
    expect(policy).toContain(upgrade);
    expect(contentSecurityPolicy({ https: false, plainHttp: true, sfuUrls: [] }, [])).not.toContain(upgrade);
  });

  test('binds browsers to https only where there is https', () => {
    const name = 'Strict-Transport-Security';
    expect(securityHeaders(facts, []).some(([header]) => header === name)).toBe(true);
    expect(securityHeaders({ ...facts, https: false }, []).some(([header]) => header === name)).toBe(false);
  });
});

describe('the site', () => {
  test('serves the page fresh, with every header', async () => {
    const answer = (await loadSite(folder, facts)).get('/', '');
    expect(answer.status).toBe('200 OK');
    expect(answer.body.toString()).toBe('the page');
    expect(headersOf(answer)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'integrity-policy': 'blocked-destinations=(script)',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(headersOf(answer)['permissions-policy']).toContain('camera=(self)');
  });

  test('serves scripts for ever, with the same policy and no integrity policy', async () => {
    const site = await loadSite(folder, facts);
    const script = headersOf(site.get('/a-1234.js', ''));
    expect(script['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(script['content-security-policy']).toBe(headersOf(site.get('/', ''))['content-security-policy']);
    expect(script['integrity-policy']).toBeUndefined();
  });

  test('lets the page be installed: its manifest and icons are to be had, and always the newest', async () => {
    const site = await loadSite(folder, facts);
    const manifest = site.get('/manifest.webmanifest', 'br');
    expect(headersOf(manifest)).toMatchObject({
      'content-type': 'application/manifest+json',
      'cache-control': 'no-cache',
    });
    expect(headersOf(manifest)['content-security-policy']).toContain(`; manifest-src 'self';`);
    expect(headersOf(site.get('/icon-192.png', 'br'))['content-type']).toBe('image/png');
  });

  test('serves the copy that the browser takes', async () => {
    const site = await loadSite(folder, facts);
    const brotli = site.get('/', 'gzip, deflate, br, zstd');
    expect(brotli.body.toString()).toBe('br of the page');
    expect(headersOf(brotli)).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
    expect(site.get('/', 'gzip').body.toString()).toBe('gzip of the page');
    expect(site.get('/', 'identity').body.toString()).toBe('the page');
  });

  test.each([
    '/secret.txt',
    '/index.html',
    '/site.json',
    '/../site.json',
    '/a-1234.js.br',
    '//',
    '/A-1234.js',
    '/__proto__',
  ])('has nothing at %s', async (path) => {
    const answer = (await loadSite(folder, facts)).get(path, 'br');
    expect(answer.status).toBe('404 Not Found');
    expect(headersOf(answer)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  test('that was not built is a problem with a sentence', async () => {
    await expect(loadSite(join(folder, 'nowhere'), facts)).rejects.toBeInstanceOf(Problem);
  });
});

test.each([
  ['br', 'br'],
  ['gzip, br', 'br'],
  ['gzip;q=1.0, br;q=0', 'gzip'],
  ['br;q=0.000, gzip;q=0', undefined],
  ['GZIP', 'gzip'],
  ['brotli', undefined],
  ['', undefined],
])('of "%s" the encoding is %s', (accept, encoding) => {
  expect(chooseEncoding(accept)).toBe(encoding);
});
