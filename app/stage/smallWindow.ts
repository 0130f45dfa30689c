/** Puts the call into a small window of its own. Fetched when somebody wants it. */

import { mount, unmount } from 'svelte';
import type { MeetingView } from '../phase.ts';
import InPictureView from './InPictureView.svelte';
import type { Stage } from './stage.svelte.ts';

interface Props {
  readonly meeting: MeetingView;
  readonly stage: Stage;
  readonly onleave: () => void;
}

/** Shows it in `target`, which may be in another document; gives what takes it away. */
export function showCall(target: HTMLElement, props: Props): () => void {
  const view = mount(InPictureView, { target, props: { ...props } });
  return () => void unmount(view);
}
