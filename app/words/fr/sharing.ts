/** The words of the ways to pass a link on: share sheet, QR code, calendar file. */

import type { Words } from '../words.ts';

export const sharing: Words['sharing'] = {
  ways: 'Façons de transmettre le lien',
  share: 'Partager le lien',
  notShared: 'Le lien n’a pas pu être partagé. Copiez-le plutôt.',
  qr: 'Code QR',
  qrOfLink: 'Code QR du lien d’invitation',
  qrHint:
    'Visez-le avec la caméra d’un autre appareil. Il contient le lien d’invitation, pas la phrase secrète, et a été dessiné sur cet appareil.',
  qrFailed: 'Le code QR n’a pas pu être dessiné. Copiez plutôt le lien.',
  calendar: 'Fichier d’agenda',
  when: 'Date et heure',
  whenMissing: 'Indiquez une date et une heure, s’il vous plaît.',
  whenOver: 'Ce moment est déjà passé. Indiquez un moment à venir, s’il vous plaît.',
  calendarHint:
    'Un rendez-vous d’une heure pour votre agenda et ceux de vos invités. Il contient le lien d’invitation, pas la phrase secrète.',
  keepHostLink:
    'La salle ne s’ouvre pas toute seule. Gardez en lieu sûr le lien d’hôte, qui se trouve plus bas sous « Plus » : le moment venu, ouvrez-le et commencez la réunion. Sans lui, personne ne peut ouvrir cette salle.',
  saveCalendar: 'Enregistrer le fichier d’agenda',
  calendarSaved: 'Le fichier d’agenda est enregistré.',
  calendarFile: 'reunion-conclave.ics',
  eventTitle: 'Réunion Conclave',
  eventText: (link: string): string =>
    `Ouvrez ce lien pour demander à entrer :\n${link}\n\nVous recevrez la phrase secrète par un autre chemin. L’hôte vous fait entrer.`,
};
