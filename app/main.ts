import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { createMeeting } from './meeting.svelte.ts';

const target = document.getElementById('app');
if (target !== null) {
  target.replaceChildren();
  mount(App, { target, props: { meeting: createMeeting() } });
}
