/** The words around recording. */

import type { Words } from '../words.ts';
import { list } from './count.ts';

const record = (names: readonly string[]): string =>
  `${list(names)} ${names.length === 1 ? 'está' : 'están'} grabando`;

export const recording: Words['recording'] = {
  heading: 'Grabación',
  record: 'Grabar en este dispositivo',
  hint: 'La imagen y el sonido de quienes estén de acuerdo van a un archivo en su disco, y a ningún otro sitio. Se pregunta a todos.',
  asking: 'Elija dónde guardarla…',
  running: 'Todos ven que usted está grabando. El archivo se termina cuando desactive esto o salga.',
  awaited: (names: readonly string[]): string =>
    `Aún no aparecen, porque falta su respuesta: ${list(names)}.`,
  saving: 'Guardando…',
  atEnd: 'La grabación se está guardando. Deje esta pestaña abierta hasta entonces.',
  forbiddenToAll: 'Nadie puede grabar esta reunión.',
  forbiddenToYou: 'Solo los anfitriones pueden grabar esta reunión.',
  fileName: (day: string): string => `Reunión ${day}`,
  /** `own`: this person records; `others`: who else does. */
  mark: (own: boolean, others: readonly string[]): string => {
    if (!own) return record(others);
    return others.length === 0 ? 'Usted está grabando' : `Usted está grabando. ${record(others)}`;
  },
  begins: (name: string): string => `${name} está grabando la reunión.`,
  ends: (name: string): string => `${name} ha dejado de grabar.`,
  consentHeading: (names: readonly string[]): string => `${record(names)} esta reunión`,
  consent:
    'Lo que se ve y se oye aquí va a un archivo en el dispositivo de quien graba. Si se queda, acepta aparecer en él. Hasta entonces no aparece.',
  stay: 'Quedarme',
  leave: 'Salir',
  news: {
    saved: 'La grabación se ha guardado.',
    full: 'La grabación se ha detenido: el disco está lleno. Lo que se guardó hasta entonces se conserva.',
    lost: 'La grabación se ha detenido: ya no se puede escribir en el archivo. Lo que se guardó hasta entonces se conserva.',
    forbidden:
      'La grabación se ha detenido: el anfitrión ya no le deja grabar. Lo que se grabó está guardado.',
    unable: 'Este navegador no puede grabar. No se ha grabado nada.',
    untold:
      'No se ha podido avisar a los demás, así que no se ha grabado nada. Inténtelo de nuevo en un momento.',
  },
};
