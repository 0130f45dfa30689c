/** Every word the page shows or speaks, in Hindi. */

import { call, emojis, forbidden, notices, tiles } from './hi/call.ts';
import { chat } from './hi/chat.ts';
import { logged } from './hi/log.ts';
import { dismissing, people, removing } from './hi/people.ts';
import { security } from './hi/security.ts';
import { troubles } from './hi/troubles.ts';
import {
  end,
  hostLink,
  leaving,
  permission,
  prejoin,
  protects,
  roomReady,
  start,
  titles,
  unsupported,
  waiting,
} from './hi/way.ts';
import type { Words } from './words.ts';

export const hi: Words = {
  product: 'Conclave',
  failed: 'इस पेज का एक हिस्सा लोड नहीं हो सका। अपना नेटवर्क जाँचें।',
  loadAgain: 'फिर से लोड करें',
  dismiss: 'हटाएँ',
  close: 'बंद करें',
  cancel: 'रद्द करें',

  titles,
  start,
  protects,
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
  troubles,
};
