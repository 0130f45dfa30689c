/** What opens beside or over a call: fetched after the first picture. */

import type { Component } from 'svelte';

/** What opens over the page. */
export type Over = 'leave' | 'settingsDialog' | 'view';
export type PanelName = 'chat' | 'people' | 'security' | 'settings';
/** A panel or dialog, which says when it wants to be gone. */
export type Closable = Component<{ readonly onclose: () => void }>;

const loaders: Readonly<Record<PanelName | Over, () => Promise<{ readonly default: Closable }>>> = {
  chat: () => import('./ChatPanel.svelte'),
  people: () => import('../people/PeoplePanel.svelte'),
  security: () => import('./SecurityPanel.svelte'),
  settings: () => import('../settings/SettingsPanel.svelte'),
  settingsDialog: () => import('../settings/SettingsDialog.svelte'),
  leave: () => import('./LeaveDialog.svelte'),
  view: () => import('../stage/ViewChoices.svelte'),
};

export async function loadPanel(name: PanelName | Over): Promise<Closable> {
  return (await loaders[name]()).default;
}

/** Fetches all of them. What fails here is fetched again when it is opened. */
export function fetchPanels(): void {
  for (const load of Object.values(loaders)) load().catch(() => undefined);
}
