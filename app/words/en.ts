/** Every word the page shows or speaks, in English. What this file has, each other language must have. */

import { call, emojis, forbidden, notices, tiles } from './en/call.ts';
import { chat } from './en/chat.ts';
import { logged } from './en/log.ts';
import { dismissing, people, removing } from './en/people.ts';
import { security } from './en/security.ts';
import { devices, settings } from './en/settings.ts';
import { troubles } from './en/troubles.ts';
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
} from './en/way.ts';

export const en = {
  product: 'Conclave',
  failed: 'A part of this page could not be loaded. Check your network.',
  loadAgain: 'Load again',
  dismiss: 'Dismiss',
  close: 'Close',
  cancel: 'Cancel',

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
  settings,
  devices,
  logged,
  leaving,
  end,
  troubles,
};
