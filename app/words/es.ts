/** Every word the page shows or speaks, in Spanish. */

import { call, emojis, forbidden, notices, tiles } from './es/call.ts';
import { chat } from './es/chat.ts';
import { first } from './es/first.ts';
import { logged } from './es/log.ts';
import { dismissing, people, removing } from './es/people.ts';
import { security } from './es/security.ts';
import { end, hostLink, leaving, permission, prejoin, roomReady, unsupported, waiting } from './es/way.ts';
import type { Words } from './words.ts';

export const es: Words = {
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
