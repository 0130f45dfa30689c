/** Shows the scene that the address names: `/?call`. */

import '../../../app/styles/tokens.css';
import '../../../app/styles/base.css';
import '../../../app/styles/controls.css';
import { mount } from 'svelte';
import App from '../../../app/App.svelte';
import { asked, devices, fakeMeeting } from './fake.ts';
import { cameraTrack, screenTrack } from './pictures.ts';
import { SCENES } from './scenes.ts';

// Each scene begins as on a device where nothing was chosen yet.
localStorage.clear();

const scene = SCENES[location.search.slice(1)];
const target = document.getElementById('app');
if (scene !== undefined && target !== null) {
  const tiles = scene.meeting.tiles?.map((tile) => ({
    ...tile,
    video: tile.kind === 'screen' ? screenTrack() : tile.camera ? cameraTrack(tile.member.index) : undefined,
  }));
  const meeting = fakeMeeting({
    devices: { ...devices, preview: cameraTrack(1) },
    ...scene.meeting,
    ...(tiles && { tiles }),
  });
  mount(App, { target, props: { meeting } });
}

Object.assign(globalThis, { asked });
