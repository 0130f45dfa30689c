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
  beforeImages: 'Les images d’avant votre arrivée ne sont pas transmises.',
  since: 'Depuis votre arrivée',
  own: 'Vous',
  addImage: 'Ajouter une image',
  attached: 'Images à envoyer',
  attachedImage: (place: number): string => `Image ${place} à envoyer`,
  removeImage: (place: number): string => `Retirer l’image ${place}`,
  preparing: 'Préparation de l’image…',
  notAnImage: 'Ce navigateur ne peut pas lire cette image.',
  imageTooLarge: 'Cette image est trop grande pour être envoyée.',
  tooManyImages: (most: number): string => `Vous pouvez envoyer ${most} images à la fois.`,
  imageFrom: (name: string): string => `Image envoyée par ${name}`,
  ownImage: 'Image envoyée par vous',
  imageGone: 'Une image qui n’est plus conservée.',
  imageBroken: 'Une image qui ne peut pas être affichée.',
  saveImage: 'Enregistrer l’image',
  imageFile: (day: string): string => `Image ${day}.jpg`,
  tooLong: (over: number): string =>
    `Ce message est trop long d’environ ${counted(over, { one: 'lettre', other: 'lettres' })}. Raccourcissez-le ou envoyez-le en plusieurs fois.`,
  forbiddenToAll: 'Personne ne peut écrire pour le moment : l’hôte a désactivé le chat.',
  forbiddenToYou: 'Seuls les hôtes peuvent écrire pour le moment.',
  notNow:
    'Rien ne peut être envoyé pour le moment. Ce que vous avez écrit reste ici : réessayez dans un instant.',
};
