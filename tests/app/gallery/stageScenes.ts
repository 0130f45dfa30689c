/** The stage in all its ways: many people, views, pins, screens, the own picture, lines. */

import type { MeetingView } from '../../../app/phase.ts';
import { ada, bo, call, cem, fifty, host, names, six, tilesOf, type Scene } from './cast.ts';
import { member, tile } from './fake.ts';

const sixty = [
  ...fifty,
  ...Array.from({ length: 10 }, (_, i) => member(i + 51, `${names[i] ?? ''} ${i + 51}`)),
];
const many: Partial<MeetingView> = { ...host, members: sixty, tiles: tilesOf(sixty, ada), max: 400 };
const screen = tile(bo, { id: 'screen', kind: 'screen', microphone: false });
const lines = ['good', 'fair', 'weak', 'lost', 'weak', 'good'] as const;

/** Opens the choices, makes these, and closes them. */
const chosen = (...choices: readonly string[]): readonly string[] => ['View', ...choices, 'View'];

export const STAGE_SCENES: Readonly<Record<string, Scene>> = {
  'stage-sixty': { meeting: many },
  'stage-sixty-last': { meeting: many, press: ['Next page'] },
  'stage-sixty-speaker': { meeting: many, press: chosen('Speaker view') },
  'stage-speaker': { meeting: call, press: chosen('Speaker view') },
  'stage-pinned': { meeting: call, press: ['Pin Dina el-Sayed'] },
  'stage-screen-sixty': { meeting: { ...many, tiles: [...tilesOf(sixty, ada), screen] } },
  'stage-screen-pinned': {
    meeting: { ...call, tiles: [...tilesOf(six, ada), screen, tile(cem, { id: 'two', kind: 'screen' })] },
    press: ['Pin Cem Yıldırım’s screen', ...chosen('My own picture in a corner')],
  },
  'stage-own-floating': { meeting: call, press: chosen('My own picture in a corner') },
  'stage-own-moved': {
    meeting: call,
    press: [...chosen('My own picture in a corner', 'Speaker view'), 'Move my picture', 'Move my picture'],
  },
  'stage-own-hidden': { meeting: call, press: chosen('Hide my own picture') },
  'stage-without-video': { meeting: many, press: chosen('Hide people without video') },
  'stage-lines': {
    meeting: {
      ...call,
      tiles: tilesOf(six, ada).map((one, place) => ({ ...one, quality: lines[place] })),
    },
  },
  'stage-view': { meeting: call, press: ['View'] },
};
