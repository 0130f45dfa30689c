/**
 * The house rules that the compiler does not keep. Each rule is also shown a snippet that breaks it: a rule
 * that finds nothing there would find nothing anywhere.
 */

import { describe, expect, test } from 'vitest';
import { loadedBy, read, room, type Source } from './house.ts';

const crypto = room('crypto');
const relay = room('relay');
const app = room('app');
const config = room('config');
const all = [...crypto, ...relay, ...app, ...config];

interface Rule {
  readonly rule: string;
  readonly sources: readonly Source[];
  /** What is wrong with a source; nothing if it keeps the rule. */
  readonly wrong: (source: Source) => readonly string[];
  /** A file that breaks it. */
  readonly control: readonly [path: string, text: string];
}

const NETWORK = [
  'fetch',
  'WebSocket',
  'XMLHttpRequest',
  'EventSource',
  'WebTransport',
  'BroadcastChannel',
  'importScripts',
];
const DOM = ['document', 'window', 'navigator', 'location', 'HTMLElement', 'alert'];
const CLOCK = [
  'Date',
  'performance',
  'setTimeout',
  'setInterval',
  'requestAnimationFrame',
  'requestIdleCallback',
];
const STORAGE = ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'];

/** What holds a worker together with the world: these alone have the clock of the browser. */
const SHELL = /^crypto\/workers\/\w+\.worker\.ts$/;

const used = (source: Source, names: readonly string[]): string[] =>
  names.filter((name) => [...source.uses].some((use) => use === name || use.startsWith(`${name}.`)));

/** Imports, types included, that lead from one room into another and not to one of these files. */
const beyond = (source: Source, into: string, allowed: readonly string[]): string[] =>
  source.imports.map(({ of }) => of).filter((of) => of.startsWith(`${into}/`) && !allowed.includes(of));

/** Each of these packages is imported by these files alone: everyone else goes through them. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  'libsodium-wrappers-sumo': ['crypto/sodium.ts'],
  'uWebSockets.js': ['relay/server.ts'],
  'livekit-server-sdk': ['relay/tokens.ts'],
  'livekit-client': [
    'app/media/sfu.ts',
    'app/media/frameGuard.ts',
    'app/media/publications.ts',
    'app/media/subscriptions.ts',
  ],
};

const doorRules: Rule[] = Object.entries(DOORS).map(([name, doors]) => ({
  rule: `${name} is imported by ${doors.join(' and ')} alone`,
  sources: all,
  wrong: ({ path, imports }) =>
    imports.filter(({ of }) => of === name && !doors.includes(path)).map(({ of }) => of),
  control: ['app/views/Start.svelte', `<script lang="ts">import { x } from '${name}';</script>`],
}));

const RULES: readonly Rule[] = [
  ...doorRules,
  {
    // tests/app/media/sfu.test.ts sees that it is made with its guard, which gives every end its transform.
    rule: 'a room of livekit-client is made by app/media/sfu.ts alone',
    sources: app.filter(({ path }) => path !== 'app/media/sfu.ts'),
    wrong: (source) => used(source, ['Room']),
    control: ['app/media/publications.ts', `import { Room } from 'livekit-client'; new Room();`],
  },
  {
    rule: 'crypto/ knows no network and no page',
    sources: crypto,
    wrong: (source) => used(source, [...NETWORK, ...DOM]),
    control: ['crypto/door/leader.ts', `export const get = () => globalThis.fetch('/');`],
  },
  {
    rule: 'crypto/ has no clock, no timer and no storage of its own, except in the shells of the workers',
    sources: crypto.filter(({ path }) => !SHELL.test(path)),
    wrong: (source) => used(source, [...CLOCK, ...STORAGE]),
    control: ['crypto/group/epochs.ts', `export const now = (): number => Date.now();`],
  },
  {
    rule: 'Math.random is used nowhere',
    sources: all,
    wrong: (source) => used(source, ['Math.random']),
    control: ['app/main.ts', `export const dice = Math.random();`],
  },
  {
    // What it keeps says nothing of any meeting: tests/app/{settings,words,stage}/ read what it is.
    rule: 'the storage that survives in clear is written by app/settings/kept.ts alone',
    sources: [...app, ...crypto].filter(({ path }) => path !== 'app/settings/kept.ts'),
    wrong: (source) => used(source, ['localStorage', 'document.cookie']),
    control: ['app/main.ts', `window.localStorage.setItem('passphrase', word);`],
  },
  {
    // The one thing kept there has no secret: tests/app/meeting.test.ts reads what it is.
    rule: 'what a tab keeps over a reload is written by app/connection/remembered.ts alone',
    sources: [...app, ...crypto].filter(({ path }) => path !== 'app/connection/remembered.ts'),
    wrong: (source) => used(source, ['sessionStorage']),
    control: ['app/main.ts', `window.sessionStorage.setItem('passphrase', word);`],
  },
  {
    rule: 'crypto/ imports nothing of ours but itself',
    sources: crypto,
    wrong: (source) => [
      ...beyond(source, 'relay', []),
      ...beyond(source, 'app', []),
      ...beyond(source, 'config', []),
    ],
    control: ['crypto/codec.ts', `import type { ToRelay } from '../relay/wire.ts';`],
  },
  {
    rule: 'relay/ imports crypto/claim.ts and no other room',
    sources: relay,
    wrong: (source) => [
      ...beyond(source, 'crypto', ['crypto/claim.ts']),
      ...beyond(source, 'app', []),
      ...beyond(source, 'config', []),
    ],
    control: ['relay/rooms.ts', `import { K } from '../crypto/sodium.ts';`],
  },
  {
    rule: 'app/ imports relay/wire.ts alone of the relay',
    sources: app,
    wrong: (source) => [...beyond(source, 'relay', ['relay/wire.ts']), ...beyond(source, 'config', [])],
    control: ['app/meeting.svelte.ts', `import { Rooms } from '../relay/rooms.ts';`],
  },
  {
    rule: 'process is seen by relay/main.ts and config/ alone',
    sources: [...crypto, ...relay, ...app].filter(({ path }) => path !== 'relay/main.ts'),
    wrong: (source) => used(source, ['process.env', 'process.argv']),
    control: ['relay/tokens.ts', `export const secret = process.env['LIVEKIT_API_SECRET'];`],
  },
  {
    rule: 'app/ and crypto/ write nothing to the console',
    sources: [...app, ...crypto],
    wrong: (source) => used(source, ['console']),
    control: ['crypto/workers/vault.worker.ts', `console.debug(secret);`],
  },
  {
    rule: 'no text becomes markup or code',
    sources: app,
    wrong: ({ text, uses }) => [
      ...(text.match(/\{@html|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write/g) ?? []),
      ...['eval', 'Function'].filter((name) => uses.has(name)),
    ],
    control: ['app/people/Tile.svelte', `<p>{@html member.name}</p>`],
  },
  {
    rule: 'no static style attribute: Firefox drops it under the policy',
    sources: app.filter(({ path }) => path.endsWith('.svelte')),
    wrong: ({ text }) => text.match(/\sstyle="[^{"]*"/g) ?? [],
    control: ['app/people/Tile.svelte', `<p style="color: red">…</p>`],
  },
  {
    rule: 'what is imported for its types alone is imported by `import type`',
    sources: all,
    wrong: ({ imports }) =>
      imports.filter(({ shouldBeImportType }) => shouldBeImportType).map(({ of }) => of),
    control: ['relay/rooms.ts', `import { type RoomId } from '../crypto/claim.ts';`],
  },
  {
    rule: 'nothing is only a hook for tests',
    sources: [...app, ...crypto, ...relay],
    wrong: ({ text, imports }) => [
      ...(text.match(/\b__[a-z]\w*|import\.meta\.env\.(?:TEST|VITEST)/gi) ?? []),
      ...imports.filter(({ of }) => of.startsWith('tests/') || of === 'vitest').map(({ of }) => of),
    ],
    control: ['app/meeting.svelte.ts', `window.__meeting = this;`],
  },
];

describe('the house rules', () => {
  test('every room is there to be read', () => {
    for (const sources of [crypto, relay, app, config]) expect(sources.length).toBeGreaterThan(2);
  });

  for (const { rule, sources, wrong, control } of RULES) {
    test(rule, () => {
      expect(sources.flatMap((source) => wrong(source).map((what) => `${source.path}: ${what}`))).toEqual([]);
    });
    test(`… and this would be seen: ${rule}`, () => {
      expect(wrong(read(...control))).not.toEqual([]);
    });
  }

  test('every door is used by the files that it is for', () => {
    for (const [name, doors] of Object.entries(DOORS)) {
      for (const door of doors) {
        const source = all.find(({ path }) => path === door);
        expect(
          source?.imports.map(({ of }) => of),
          `${door} imports ${name}`,
        ).toContain(name);
      }
    }
  });
});

describe('what loads what', () => {
  const sources = [...crypto, ...relay, ...app];
  const sodium = 'libsodium-wrappers-sumo';

  test('the page does not load libsodium', () => {
    const loaded = loadedBy('app/main.ts', sources);
    expect(loaded).toContain('app/App.svelte');
    expect(loaded).not.toContain(sodium);
  });

  test('the frame worker does not load libsodium, the vault does', () => {
    expect(loadedBy('crypto/workers/frame.worker.ts', sources)).not.toContain(sodium);
    expect(loadedBy('crypto/workers/vault.worker.ts', sources)).toContain(sodium);
  });

  test('… and it would be seen through any number of files', () => {
    const made = [
      read('app/main.ts', `import App from './App.svelte';`),
      read('app/App.svelte', `<script lang="ts">const lazy = import('../crypto/invitation.ts');</script>`),
      read('crypto/invitation.ts', `import { H } from './sodium.ts';`),
      read('crypto/sodium.ts', `import libsodium from '${sodium}';`),
    ];
    expect(loadedBy('app/main.ts', made)).toContain(sodium);
  });
});
