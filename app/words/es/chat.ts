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
  beforeImages: 'Las imágenes anteriores a su llegada no se entregan.',
  since: 'Desde su llegada',
  own: 'Usted',
  addImage: 'Añadir imagen',
  attached: 'Imágenes para enviar',
  attachedImage: (place: number): string => `Imagen ${place} para enviar`,
  removeImage: (place: number): string => `Quitar la imagen ${place}`,
  preparing: 'Preparando la imagen…',
  notAnImage: 'Este navegador no puede leer esa imagen.',
  imageTooLarge: 'Esa imagen es demasiado grande para enviarla.',
  tooManyImages: (most: number): string =>
    `Puede enviar ${counted(most, { one: 'imagen', other: 'imágenes' })} a la vez.`,
  imageFrom: (name: string): string => `Imagen de ${name}`,
  ownImage: 'Imagen de usted',
  imageGone: 'Una imagen que ya no se conserva.',
  imageBroken: 'Una imagen que no se puede mostrar.',
  saveImage: 'Guardar imagen',
  imageFile: (day: string): string => `Imagen ${day}.jpg`,
  /** `over`: bytes, which are letters where they are Latin. */
  tooLong: (over: number): string =>
    `Este mensaje supera el límite en aproximadamente ${counted(over, { one: 'letra', other: 'letras' })}. Acórtelo o envíelo por partes.`,
  forbiddenToAll: 'De momento nadie puede escribir: el anfitrión ha desactivado el chat.',
  forbiddenToYou: 'De momento solo pueden escribir los anfitriones.',
  notNow:
    'De momento no se puede enviar nada. Lo que ha escrito se queda aquí: inténtelo de nuevo en un momento.',
};
