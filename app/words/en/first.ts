/** What must be there before anything is shown: what the start page says, and what can go wrong. */

export { protects, start, titles } from './start.ts';
export { troubles } from './troubles.ts';

export const page = {
  product: 'Conclave',
  failed: 'A part of this page could not be loaded. Check your network.',
  loadAgain: 'Load again',
  offline: 'Offline',
  offlineNow: 'This device is offline.',
  onlineAgain: 'This device is online again.',
  dismiss: 'Dismiss',
  close: 'Close',
  cancel: 'Cancel',
};
