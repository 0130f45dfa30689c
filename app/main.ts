import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { createMeeting } from './meeting.svelte.ts';
import { settings } from './settings/settings.svelte.ts';

settings.follow();

const target = document.getElementById('app');
if (target !== null) mount(App, { target, props: { meeting: createMeeting() } });
