/** What opens beside or over a call: fetched after the first picture. */

import type { Component } from 'svelte';
import type { RosterEntry } from '../../crypto/workers/protocol.ts';

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

/** A question about somebody, before it is done. */
export type Question = 'remove' | 'dismiss';
/** The dialog that asks it. */
export type Asking = Component<{ readonly member: RosterEntry; readonly onclose: () => void }>;

const questions: Readonly<Record<Question, () => Promise<{ readonly default: Asking }>>> = {
  remove: () => import('../people/RemoveDialog.svelte'),
  dismiss: () => import('../people/DismissDialog.svelte'),
};

export async function loadPanel(name: PanelName | Over): Promise<Closable> {
  return (await loaders[name]()).default;
}

export async function loadQuestion(name: Question): Promise<Asking> {
  return (await questions[name]()).default;
}

/** Fetches all of them, and the view that stands after the call. What fails here is fetched again when it is opened. */
export function fetchPanels(): void {
  const all = [...Object.values(loaders), ...Object.values(questions), () => import('./End.svelte')];
  for (const load of all) load().catch(() => undefined);
}
