/** Every word the page shows or speaks, in English. What this file has, each other language must have. */

import { call, emojis, forbidden, notices, tiles } from './en/call.ts';
import { chat } from './en/chat.ts';
import { first } from './en/first.ts';
import { hints } from './en/hints.ts';
import { keys } from './en/keys.ts';
import { logged } from './en/log.ts';
import { dismissing, people, removing } from './en/people.ts';
import { rating } from './en/rating.ts';
import { recording } from './en/recording.ts';
import { security } from './en/security.ts';
import { devices, settings } from './en/settings.ts';
import { sharing } from './en/sharing.ts';
import { stage } from './en/stage.ts';
import { end, hostLink, leaving, permission, prejoin, roomReady, unsupported, waiting } from './en/way.ts';

export const en = {
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
