/** The words of the ways to pass a link on: share sheet, QR code, calendar file. */

import type { Words } from '../words.ts';

export const sharing: Words['sharing'] = {
  ways: 'Formas de pasar el enlace',
  share: 'Compartir enlace',
  notShared: 'No se ha podido compartir el enlace. Mejor cópielo.',
  qr: 'Código QR',
  qrOfLink: 'Código QR del enlace de invitación',
  qrHint:
    'Apunte hacia él con la cámara de otro dispositivo. Lleva el enlace de invitación, no la frase secreta, y se ha dibujado en este dispositivo.',
  qrFailed: 'No se ha podido dibujar el código QR. Mejor copie el enlace.',
  calendar: 'Archivo de calendario',
  when: 'Fecha y hora',
  whenMissing: 'Indique la fecha y la hora, por favor.',
  whenOver: 'Esa hora ya ha pasado. Indique una posterior, por favor.',
  calendarHint:
    'Una cita de una hora para su calendario y los de sus invitados. Lleva el enlace de invitación, no la frase secreta.',
  keepHostLink:
    'La sala no se abre sola. Guarde en un lugar seguro el enlace de anfitrión, que está más abajo en «Más»: cuando llegue la hora, ábralo y empiece la reunión. Sin él nadie puede abrir esta sala.',
  saveCalendar: 'Guardar archivo de calendario',
  calendarSaved: 'El archivo de calendario se ha guardado.',
  calendarFile: 'reunion-de-conclave.ics',
  eventTitle: 'Reunión en Conclave',
  eventText: (link: string): string =>
    `Abra este enlace para pedir entrar:\n${link}\n\nLa frase secreta le llegará por otra vía. El anfitrión le dejará entrar.`,
};
