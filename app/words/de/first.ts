/** What must be there before anything is shown: what the start page says, and what can go wrong. */

import type { First } from '../words.ts';

export { protects, start, titles } from './start.ts';
export { troubles } from './troubles.ts';

export const page: First['page'] = {
  product: 'Conclave',
  failed: 'Ein Teil dieser Seite konnte nicht geladen werden. Prüfen Sie Ihre Internetverbindung.',
  loadAgain: 'Noch einmal laden',
  offline: 'Offline',
  offlineNow: 'Dieses Gerät ist offline.',
  onlineAgain: 'Dieses Gerät ist wieder online.',
  dismiss: 'Ausblenden',
  close: 'Schließen',
  cancel: 'Abbrechen',
};
