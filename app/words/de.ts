/** Every word the page shows or speaks, in German. */

import { call, emojis, forbidden, notices, tiles } from './de/call.ts';
import { chat } from './de/chat.ts';
import { first } from './de/first.ts';
import { hints } from './de/hints.ts';
import { keys } from './de/keys.ts';
import { logged } from './de/log.ts';
import { dismissing, people, removing } from './de/people.ts';
import { rating } from './de/rating.ts';
import { recording } from './de/recording.ts';
import { security } from './de/security.ts';
import { devices, settings } from './de/settings.ts';
import { sharing } from './de/sharing.ts';
import { stage } from './de/stage.ts';
import { end, hostLink, leaving, permission, prejoin, roomReady, unsupported, waiting } from './de/way.ts';
import type { Words } from './words.ts';

export const de: Words = {
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
