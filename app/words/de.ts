/** Every word the page shows or speaks, in German. */

import { call, emojis, forbidden, notices, tiles } from './de/call.ts';
import { chat } from './de/chat.ts';
import { logged } from './de/log.ts';
import { dismissing, people, removing } from './de/people.ts';
import { security } from './de/security.ts';
import { troubles } from './de/troubles.ts';
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
} from './de/way.ts';
import type { Words } from './words.ts';

export const de: Words = {
  product: 'Conclave',
  failed: 'Ein Teil dieser Seite konnte nicht geladen werden. Prüfen Sie Ihre Internetverbindung.',
  loadAgain: 'Noch einmal laden',
  dismiss: 'Ausblenden',
  close: 'Schließen',
  cancel: 'Abbrechen',

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
