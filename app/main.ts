import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { createMeeting } from './meeting.svelte.ts';
import { settings } from './settings/settings.svelte.ts';
import { beginLanguage } from './words/language.ts';

settings.follow();
// Where a person cannot choose a file to record into, a tab that was closed may have left a recording in the page's store.
if (!('showSaveFilePicker' in globalThis))
  void import('./recording/place.ts').then(({ removeLeft }) => removeLeft()).catch(() => undefined);

const target = document.getElementById('app');
// No `await` out here: a catalogue may import from this file's chunk, and each would wait for the other.
void beginLanguage().then(() => {
  if (target === null) return;
  target.replaceChildren();
  mount(App, { target, props: { meeting: createMeeting() } });
});
