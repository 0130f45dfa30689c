/** Every word the page shows or speaks, in Spanish. */

import { call, emojis, forbidden, notices, tiles } from './es/call.ts';
import { chat } from './es/chat.ts';
import { logged } from './es/log.ts';
import { dismissing, people, removing } from './es/people.ts';
import { security } from './es/security.ts';
import { troubles } from './es/troubles.ts';
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
} from './es/way.ts';
import type { Words } from './words.ts';

export const es: Words = {
  product: 'Conclave',
  failed: 'No se pudo cargar una parte de esta página. Compruebe su conexión.',
  loadAgain: 'Cargar de nuevo',
  dismiss: 'Ocultar',
  close: 'Cerrar',
  cancel: 'Cancelar',

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
