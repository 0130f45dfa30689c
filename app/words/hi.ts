/** Every word the page shows or speaks, in Hindi. */

import { call, emojis, forbidden, notices, tiles } from './hi/call.ts';
import { chat } from './hi/chat.ts';
import { first } from './hi/first.ts';
import { logged } from './hi/log.ts';
import { dismissing, people, removing } from './hi/people.ts';
import { security } from './hi/security.ts';
import { end, hostLink, leaving, permission, prejoin, roomReady, unsupported, waiting } from './hi/way.ts';
import type { Words } from './words.ts';

export const hi: Words = {
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
