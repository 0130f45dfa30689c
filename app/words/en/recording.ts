/** The words around recording. */

import type { RecordingNews } from '../../recording/recording.svelte.ts';
import { list } from './count.ts';

const records = (names: readonly string[]): string =>
  `${list(names)} ${names.length === 1 ? 'is' : 'are'} recording`;

export const recording = {
  heading: 'Recording',
  record: 'Record on this device',
  hint: 'Pictures and sound of everybody who agrees go into a file on your disk, and nowhere else. Everybody is asked.',
  asking: 'Choose where to save it…',
  running: 'Everybody sees that you record. The file is finished when you switch this off or leave.',
  /** Who has not answered the question yet. */
  awaited: (names: readonly string[]): string => `Not in it yet, for want of an answer: ${list(names)}.`,
  saving: 'Saving…',
  /** The call is over. */
  atEnd: 'The recording is being saved. Keep this tab open until then.',
  forbiddenToAll: 'Nobody may record this meeting.',
  forbiddenToYou: 'Only hosts may record this meeting.',
  fileName: (day: string): string => `Meeting ${day}`,
  /** `own`: this person records; `others`: who else does. */
  mark: (own: boolean, others: readonly string[]): string => {
    if (!own) return records(others);
    return others.length === 0 ? 'You are recording' : `You are recording. ${records(others)}`;
  },
  begins: (name: string): string => `${name} is recording the meeting.`,
  ends: (name: string): string => `${name} stopped recording.`,
  consentHeading: (names: readonly string[]): string => `This meeting is being recorded by ${list(names)}`,
  consent:
    'What is seen and heard here goes into a file on their device. If you stay, you agree to be in it. Until then you are not.',
  stay: 'Stay',
  leave: 'Leave',
  news: {
    saved: 'The recording is saved.',
    full: 'The recording stopped: the disk is full. What was saved until then is kept.',
    lost: 'The recording stopped: the file can no longer be written. What was saved until then is kept.',
    forbidden: 'The recording stopped: the host no longer lets you record. What was recorded is saved.',
    unable: 'This browser cannot record. Nothing was recorded.',
    untold: 'The others could not be told, so nothing was recorded. Try again in a moment.',
  } satisfies Record<RecordingNews, string>,
};
