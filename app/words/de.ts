/** Every word the page shows or speaks, in German. */

import { call, emojis, forbidden, notices, tiles } from './de/call.ts';
import { chat } from './de/chat.ts';
import { first } from './de/first.ts';
import { logged } from './de/log.ts';
import { dismissing, people, removing } from './de/people.ts';
import { security } from './de/security.ts';
import { end, hostLink, leaving, permission, prejoin, roomReady, unsupported, waiting } from './de/way.ts';
import type { Words } from './words.ts';

export const de: Words = {
  ...first,

  unsupported,
  hostLink,
  roomReady,
  prejoin,
  permission,
  waiting,
  call,
  forbidden,
  notices,
  emojis,
  tiles,
  people,
  removing,
  dismissing,
  chat,
  security,
  logged,
  leaving,
  end,
};
