/** What opens beside or over a call: fetched after the first picture. */

import type { Component } from 'svelte';

export type PanelName = 'chat' | 'people' | 'security';
/** A panel or dialog, which says when it wants to be gone. */
export type Closable = Component<{ readonly onclose: () => void }>;

/** All that is fetched so. */
type Name = PanelName | 'leave' | 'view';

const loaders: Readonly<Record<Name, () => Promise<{ readonly default: Closable }>>> = {
  chat: () => import('./ChatPanel.svelte'),
  people: () => import('../people/PeoplePanel.svelte'),
  security: () => import('./SecurityPanel.svelte'),
  leave: () => import('./LeaveDialog.svelte'),
  view: () => import('../stage/ViewChoices.svelte'),
};

export async function loadPanel(name: Name): Promise<Closable> {
  return (await loaders[name]()).default;
}

/** Fetches all of them. What fails here is fetched again when it is opened. */
export function fetchPanels(): void {
  for (const load of Object.values(loaders)) load().catch(() => undefined);
}
