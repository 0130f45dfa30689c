/** What must be there before anything is shown: what the start page says, and what can go wrong. */

import type { First } from '../words.ts';

export { protects, start, titles } from './start.ts';
export { troubles } from './troubles.ts';

export const page: First['page'] = {
  product: 'Conclave',
  failed: 'Une partie de cette page n’a pas pu être chargée. Vérifiez votre connexion.',
  loadAgain: 'Recharger',
  offline: 'Hors ligne',
  offlineNow: 'Cet appareil est hors ligne.',
  onlineAgain: 'Cet appareil est de nouveau en ligne.',
  dismiss: 'Masquer',
  close: 'Fermer',
  cancel: 'Annuler',
};
