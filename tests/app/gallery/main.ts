/** Shows the scene that the address names: `/?call`. */

import '../../../app/styles/tokens.css';
import '../../../app/styles/base.css';
import '../../../app/styles/controls.css';
import { mount } from 'svelte';
import App from '../../../app/App.svelte';
import { catalogue } from '../../../app/words/catalogue.svelte.ts';
import { asked, devices, fakeMeeting } from './fake.ts';
import { cameraTrack, screenTrack } from './pictures.ts';
import { SCENES } from './scenes.ts';

// Not every system has a share sheet.
Object.defineProperty(navigator, 'share', {
  value: (what: unknown): Promise<void> => {
    asked.push(['share', what]);
    return Promise.resolve();
  },
});
// Each scene begins as on a device where nothing was chosen yet.
localStorage.clear();

const scene = SCENES[location.search.slice(1)];
if (scene?.offline) Object.defineProperty(navigator, 'onLine', { value: false });
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

Object.assign(globalThis, { asked, speak: catalogue.use });
