/** The words of the question how it was. */

import type { Words } from '../words.ts';

export const rating: Words['rating'] = {
  heading: '¿Qué tal la reunión?',
  stars: { 1: 'Mala', 2: 'No muy buena', 3: 'Aceptable', 4: 'Buena', 5: 'Muy buena' },
  comment: 'Comentario (opcional)',
  hint: 'El anfitrión recibe ambas cosas, cifradas y sin el nombre de usted, si las mira en las próximas dos horas. El servidor solo sabe que alguien ha dado este número.',
  hintHost: 'El servidor solo sabe que alguien ha dado este número.',
  choose: 'Elija primero un número.',
  tooLong: 'Este comentario es demasiado largo. Acórtelo.',
  send: 'Enviar valoración',
  sent: 'Gracias. Su valoración espera al anfitrión durante dos horas, cifrada.',
  thanks: 'Gracias.',
  counted: 'Gracias. El número se ha contado, pero no se ha podido hacer llegar al anfitrión.',
  failed: 'No se puede llegar al servidor. Inténtelo de nuevo en un momento.',
  others: 'Lo que opinan los demás',
  none: 'Todavía no ha opinado nadie. Las opiniones aparecen aquí mientras esta página esté abierta.',
  of: (stars: number): string => `${stars} de 5`,
};
