/** The words of the chat panel. */

import type { Words } from '../words.ts';
import { counted } from './count.ts';

export const chat: Words['chat'] = {
  heading: 'Chat',
  messages: 'Mensajes',
  message: 'Mensaje',
  placeholder: 'Escribir a todos',
  send: 'Enviar',
  keys: 'Intro envía; Mayús e Intro empiezan una línea nueva.',
  empty:
    'Todavía no se ha escrito nada. Los mensajes van cifrados como la llamada y desaparecen cuando termina la reunión.',
  before: 'Antes de su llegada – entregado por el anfitrión',
  since: 'Desde su llegada',
  own: 'Usted',
  tooLong: (over: number): string =>
    `Este mensaje es demasiado largo: sobran unas ${counted(over, { one: 'letra', other: 'letras' })}. Acórtelo o envíelo por partes.`,
  forbiddenToAll: 'De momento nadie puede escribir: el anfitrión ha desactivado el chat.',
  forbiddenToYou: 'De momento solo pueden escribir los anfitriones.',
};
