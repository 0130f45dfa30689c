/** What must be there before anything is shown: what the start page says, and what can go wrong. */

import { protects, start, titles } from './start.ts';
import { troubles } from './troubles.ts';
import type { First } from '../words.ts';

export const first: First = {
  product: 'Conclave',
  failed: 'No se pudo cargar una parte de esta página. Compruebe su conexión.',
  loadAgain: 'Cargar de nuevo',
  offline: 'Sin conexión',
  offlineNow: 'Este dispositivo está sin conexión.',
  onlineAgain: 'Este dispositivo vuelve a tener conexión.',
  dismiss: 'Ocultar',
  close: 'Cerrar',
  cancel: 'Cancelar',

  titles,
  start,
  protects,
  troubles,
};
