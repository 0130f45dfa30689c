/** Push to talk: muted, except while the space bar is held. */

import { untrack } from 'svelte';
import { modal } from '../parts/modal.svelte.ts';
import type { DevicesView, MeetingView } from '../phase.ts';
import { settings } from './settings.svelte.ts';

interface Talking {
  readonly devices: Pick<DevicesView, 'microphoneOn' | 'switchMicrophone'>;
  readonly may: MeetingView['may'];
}

/** For the life of the component that calls it, and whenever it is preferred. */
export function pushToTalk(meeting: Talking): void {
  const wanted = $derived(settings.now.pushToTalk);
  $effect(() => (wanted ? untrack(() => begin(meeting)) : undefined));
}

function begin({ devices, may }: Talking): () => void {
  let held = false;

  const down = (event: KeyboardEvent): void => {
    if (!isBar(event) || modal.open || hasUseFor(event.target)) return;
    // Neither scrolls nor presses what was clicked last.
    event.preventDefault();
    if (event.repeat || held || devices.microphoneOn || !may('microphone')) return;
    held = true;
    void devices.switchMicrophone(true);
  };
  const letGo = (): void => {
    if (held) void devices.switchMicrophone(false);
    held = false;
  };
  const up = (event: KeyboardEvent): void => {
    if (event.code !== 'Space' || !held) return;
    event.preventDefault();
    letGo();
  };

  void devices.switchMicrophone(false);
  addEventListener('keydown', down);
  addEventListener('keyup', up);
  // No key comes up in a window that is not in front.
  addEventListener('blur', letGo);
  return () => {
    removeEventListener('keydown', down);
    removeEventListener('keyup', up);
    removeEventListener('blur', letGo);
    letGo();
  };
}

const isBar = ({ code, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): boolean =>
  code === 'Space' && !ctrlKey && !altKey && !metaKey && !shiftKey;

/** Whether the bar means something of its own here: to who writes, and to who goes from button to button by keys. */
const hasUseFor = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.matches('input, textarea, select, :is(button, summary, a):focus-visible');
