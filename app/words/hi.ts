/** Every word the page shows or speaks, in Hindi. */

import { call, emojis, forbidden, notices, tiles } from './hi/call.ts';
import { chat } from './hi/chat.ts';
import { first } from './hi/first.ts';
import { hints } from './hi/hints.ts';
import { keys } from './hi/keys.ts';
import { logged } from './hi/log.ts';
import { dismissing, people, removing } from './hi/people.ts';
import { rating } from './hi/rating.ts';
import { recording } from './hi/recording.ts';
import { security } from './hi/security.ts';
import { devices, settings } from './hi/settings.ts';
import { sharing } from './hi/sharing.ts';
import { stage } from './hi/stage.ts';
import { end, hostLink, leaving, permission, prejoin, roomReady, unsupported, waiting } from './hi/way.ts';
import type { Words } from './words.ts';

export const hi: Words = {
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
