/** The views beside the start page: fetched when they are about to be needed. */

import type { Component } from 'svelte';
import type { Phase } from '../phase.ts';
import { catalogue } from '../words/catalogue.svelte.ts';

export type At = Phase['at'];
export type PhaseAt<A extends At> = Extract<Phase, { readonly at: A }>;
/** What each view is given. */
export interface ViewProps<A extends At> {
  readonly phase: PhaseAt<A>;
}
/** A view in wait: whoever holds it has made sure that its phase is the one it takes. */
export type View = Component<{ readonly phase: Phase }>;

type Loaders = {
  readonly [A in Exclude<At, 'start'>]: () => Promise<{
    readonly default: Component<ViewProps<A>> | Component<Record<string, never>>;
  }>;
};

const loaders: Loaders = {
  unsupported: () => import('./Unsupported.svelte'),
  hostLink: () => import('./HostLink.svelte'),
  roomReady: () => import('./RoomReady.svelte'),
  prejoin: () => import('./Prejoin.svelte'),
  waiting: () => import('./Waiting.svelte'),
  call: () => import('./Call.svelte'),
  end: () => import('./End.svelte'),
};

/** What comes next on the usual way: fetched while a person reads or types. */
const NEXT: Readonly<Record<At, readonly Exclude<At, 'start'>[]>> = {
  start: ['roomReady', 'prejoin'],
  unsupported: [],
  hostLink: ['prejoin'],
  roomReady: ['prejoin'],
  prejoin: ['waiting', 'call'],
  waiting: ['call'],
  call: [],
  end: [],
};

/** The view, when it and its words are here. Rejects when they cannot be fetched. */
export async function loadView(at: Exclude<At, 'start'>): Promise<View> {
  const [module] = await Promise.all([loaders[at](), catalogue.complete()]);
  return module.default as View;
}

/** Fetches what follows `at`. What fails here is fetched again when it is needed, and said then. */
export function loadNext(at: At): void {
  catalogue.complete().catch(() => undefined);
  for (const next of NEXT[at]) loaders[next]().catch(() => undefined);
}
