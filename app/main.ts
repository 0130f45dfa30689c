import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { createMeeting } from './meeting.svelte.ts';
import { settings } from './settings/settings.svelte.ts';
import { beginLanguage } from './words/language.ts';

settings.follow();

const target = document.getElementById('app');
// No `await` out here: a catalogue may import from this file's chunk, and each would wait for the other.
void beginLanguage().then(() => {
  if (target === null) return;
  target.replaceChildren();
  mount(App, { target, props: { meeting: createMeeting() } });
});
