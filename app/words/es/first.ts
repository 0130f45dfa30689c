/** What must be there before anything is shown: what the start page says, and what can go wrong. */

import type { First } from '../words.ts';

export { protects, start, titles } from './start.ts';
export { troubles } from './troubles.ts';

export const page: First['page'] = {
  product: 'Conclave',
  failed: 'No se pudo cargar una parte de esta página. Compruebe su conexión.',
  loadAgain: 'Cargar de nuevo',
  offline: 'Sin conexión',
  offlineNow: 'Este dispositivo está sin conexión.',
  onlineAgain: 'Este dispositivo vuelve a tener conexión.',
  dismiss: 'Ocultar',
  close: 'Cerrar',
  cancel: 'Cancelar',
};
