/** What must be there before anything is shown: what the start page says, and what can go wrong. */

import type { First } from '../words.ts';

export { protects, start, titles } from './start.ts';
export { troubles } from './troubles.ts';

export const page: First['page'] = {
  product: 'Conclave',
  failed: 'इस पेज का एक हिस्सा लोड नहीं हो सका। अपना नेटवर्क जाँचें।',
  loadAgain: 'फिर से लोड करें',
  offline: 'ऑफ़लाइन',
  offlineNow: 'यह डिवाइस ऑफ़लाइन है।',
  onlineAgain: 'यह डिवाइस फिर से ऑनलाइन है।',
  dismiss: 'हटाएँ',
  close: 'बंद करें',
  cancel: 'रद्द करें',
};
