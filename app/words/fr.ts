/** Every word the page shows or speaks, in French: the spaces before : ; ! ? and within « » do not break. */

import { call, emojis, forbidden, notices, tiles } from './fr/call.ts';
import { chat } from './fr/chat.ts';
import { first } from './fr/first.ts';
import { hints } from './fr/hints.ts';
import { keys } from './fr/keys.ts';
import { logged } from './fr/log.ts';
import { dismissing, people, removing } from './fr/people.ts';
import { rating } from './fr/rating.ts';
import { recording } from './fr/recording.ts';
import { security } from './fr/security.ts';
import { devices, settings } from './fr/settings.ts';
import { sharing } from './fr/sharing.ts';
import { stage } from './fr/stage.ts';
import { end, hostLink, leaving, permission, prejoin, roomReady, unsupported, waiting } from './fr/way.ts';
import type { Words } from './words.ts';

export const fr: Words = {
  ...first,

  unsupported,
  hostLink,
  roomReady,
  sharing,
  prejoin,
  permission,
  waiting,
  call,
  forbidden,
  notices,
  emojis,
  tiles,
  stage,
  people,
  removing,
  dismissing,
  chat,
  rating,
  recording,
  security,
  settings,
  devices,
  logged,
  hints,
  keys,
  leaving,
  end,
};
