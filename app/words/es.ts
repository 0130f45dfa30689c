/** Every word the page shows or speaks, in Spanish. */

import { call, emojis, forbidden, notices, tiles } from './es/call.ts';
import { chat } from './es/chat.ts';
import { first } from './es/first.ts';
import { hints } from './es/hints.ts';
import { keys } from './es/keys.ts';
import { logged } from './es/log.ts';
import { dismissing, people, removing } from './es/people.ts';
import { rating } from './es/rating.ts';
import { recording } from './es/recording.ts';
import { security } from './es/security.ts';
import { devices, settings } from './es/settings.ts';
import { sharing } from './es/sharing.ts';
import { stage } from './es/stage.ts';
import { end, hostLink, leaving, permission, prejoin, roomReady, unsupported, waiting } from './es/way.ts';
import type { Words } from './words.ts';

export const es: Words = {
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
