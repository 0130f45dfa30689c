/** Every word the page shows or speaks, in French: the spaces before : ; ! ? and within « » do not break. */

import { call, emojis, forbidden, notices, tiles } from './fr/call.ts';
import { chat } from './fr/chat.ts';
import { first } from './fr/first.ts';
import { logged } from './fr/log.ts';
import { dismissing, people, removing } from './fr/people.ts';
import { security } from './fr/security.ts';
import { end, hostLink, leaving, permission, prejoin, roomReady, unsupported, waiting } from './fr/way.ts';
import type { Words } from './words.ts';

export const fr: Words = {
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
