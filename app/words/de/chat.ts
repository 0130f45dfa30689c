/** The words of the chat panel. */

import type { Words } from '../words.ts';
import { counted } from './count.ts';

export const chat: Words['chat'] = {
  heading: 'Chat',
  messages: 'Nachrichten',
  message: 'Nachricht',
  placeholder: 'An alle schreiben',
  send: 'Senden',
  keys: 'Enter sendet, Umschalt und Enter beginnt eine neue Zeile.',
  empty:
    'Noch wurde nichts geschrieben. Nachrichten sind verschlüsselt wie das Gespräch und verschwinden, wenn die Besprechung vorbei ist.',
  before: 'Bevor Sie kamen – vom Host weitergegeben',
  since: 'Seit Sie hier sind',
  own: 'Sie',
  tooLong: (over: number): string =>
    `Diese Nachricht ist um etwa ${counted(over, { one: 'Buchstaben', other: 'Buchstaben' })} zu lang. Kürzen Sie sie, oder senden Sie sie in Teilen.`,
  forbiddenToAll: 'Im Moment kann niemand schreiben: Der Host hat den Chat ausgeschaltet.',
  forbiddenToYou: 'Im Moment können nur Hosts schreiben.',
};
