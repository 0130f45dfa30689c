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
  beforeImages: 'Bilder aus der Zeit, bevor Sie kamen, werden nicht weitergegeben.',
  since: 'Seit Sie hier sind',
  own: 'Sie',
  addImage: 'Bild hinzufügen',
  attached: 'Bilder zum Senden',
  attachedImage: (place: number): string => `Bild ${place} zum Senden`,
  removeImage: (place: number): string => `Bild ${place} herausnehmen`,
  preparing: 'Das Bild wird vorbereitet …',
  notAnImage: 'Dieser Browser kann dieses Bild nicht lesen.',
  imageTooLarge: 'Dieses Bild ist zu groß zum Senden.',
  tooManyImages: (most: number): string => `Sie können ${most} Bilder auf einmal senden.`,
  imageFrom: (name: string): string => `Bild, das ${name} gesendet hat`,
  ownImage: 'Bild, das Sie gesendet haben',
  imageGone: 'Ein Bild, das nicht mehr aufbewahrt wird.',
  imageBroken: 'Ein Bild, das sich nicht zeigen lässt.',
  saveImage: 'Bild speichern',
  imageFile: (day: string): string => `Bild ${day}.jpg`,
  tooLong: (over: number): string =>
    `Diese Nachricht ist um etwa ${counted(over, { one: 'Buchstaben', other: 'Buchstaben' })} zu lang. Kürzen Sie sie, oder senden Sie sie in Teilen.`,
  forbiddenToAll: 'Im Moment kann niemand schreiben: Der Host hat den Chat ausgeschaltet.',
  forbiddenToYou: 'Im Moment können nur Hosts schreiben.',
  notNow:
    'Im Moment kann nichts gesendet werden. Was Sie geschrieben haben, bleibt hier: Versuchen Sie es gleich noch einmal.',
};
