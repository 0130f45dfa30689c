/** The words of the chat panel. */

import type { Words } from '../words.ts';
import { counted } from './count.ts';

export const chat: Words['chat'] = {
  heading: 'Chat',
  messages: 'Messages',
  message: 'Message',
  placeholder: 'Écrire à tout le monde',
  send: 'Envoyer',
  keys: 'Entrée envoie, Maj et Entrée commencent une nouvelle ligne.',
  empty:
    'Rien n’a encore été écrit. Les messages sont chiffrés comme l’appel et disparaissent à la fin de la réunion.',
  before: 'Avant votre arrivée – transmis par l’hôte',
  since: 'Depuis votre arrivée',
  own: 'Vous',
  tooLong: (over: number): string =>
    `Ce message est trop long d’environ ${counted(over, { one: 'lettre', other: 'lettres' })}. Raccourcissez-le ou envoyez-le en plusieurs fois.`,
  forbiddenToAll: 'Personne ne peut écrire pour le moment : l’hôte a désactivé le chat.',
  forbiddenToYou: 'Seuls les hôtes peuvent écrire pour le moment.',
};
