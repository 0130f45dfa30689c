/** The one context of the page: the meeting. */

import { getContext, setContext } from 'svelte';
import type { MeetingView } from './phase.ts';

const MEETING = Symbol('meeting');

export const provideMeeting = (meeting: MeetingView): MeetingView => setContext(MEETING, meeting);

/** The meeting, for any component under `App.svelte`. */
export const useMeeting = (): MeetingView => getContext<MeetingView>(MEETING);
