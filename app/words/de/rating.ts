/** The words of the question how it was. */

import type { Words } from '../words.ts';

export const rating: Words['rating'] = {
  heading: 'Wie war die Besprechung?',
  stars: { 1: 'Schlecht', 2: 'Nicht so gut', 3: 'In Ordnung', 4: 'Gut', 5: 'Sehr gut' },
  comment: 'Kommentar (freiwillig)',
  hint: 'Zwei Stunden lang kann der Host beides abholen, verschlüsselt und ohne Ihren Namen. Der Server erfährt nur, dass jemand diese Zahl vergeben hat.',
  hintHost: 'Der Server erfährt nur, dass jemand diese Zahl vergeben hat.',
  choose: 'Wählen Sie zuerst eine Zahl.',
  tooLong: 'Dieser Kommentar ist zu lang. Kürzen Sie ihn.',
  send: 'Bewertung senden',
  sent: 'Danke. Ihre Bewertung wartet zwei Stunden lang verschlüsselt auf den Host.',
  thanks: 'Danke.',
  counted: 'Danke. Die Zahl wurde mitgezählt, konnte aber nicht an den Host weitergegeben werden.',
  failed: 'Der Server ist nicht erreichbar. Versuchen Sie es gleich noch einmal.',
  others: 'Wie es die anderen fanden',
  none: 'Noch hat niemand etwas gesagt. Es erscheint hier, solange diese Seite offen ist.',
  of: (stars: number): string => `${stars} von 5`,
};
