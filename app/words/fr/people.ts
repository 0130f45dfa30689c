/** The words of the people panel. */

import type { Words } from '../words.ts';
import { counted, number as digits, people as count, plural } from './count.ts';

export const people: Words['people'] = {
  heading: 'Personnes',
  waiting: 'Salle d’attente',
  nobodyWaiting: 'Personne n’attend.',
  participants: 'Participants',
  admit: 'Faire entrer',
  deny: 'Refuser',
  message: 'Écrire',
  admitAll: 'Faire entrer tout le monde',
  admitName: (name: string): string => `Faire entrer ${name}`,
  denyName: (name: string): string => `Refuser ${name}`,
  messageName: (name: string): string => `Écrire à ${name}`,
  admitted: (name: string): string => `${name} peut entrer.`,
  allAdmitted: (number: number): string =>
    plural(number, { one: `${count(number)} peut entrer.`, other: `${count(number)} peuvent entrer.` }),
  denied: (name: string): string => `Entrée refusée à ${name}.`,
  manyWaiting: (number: number): string =>
    plural(number, { one: `${count(number)} attend`, other: `${count(number)} attendent` }),
  firstOf: (shown: number): string => `Voici les ${digits(shown)} premières.`,
  showAll: 'Tout afficher',
  notes: (name: string): string => `Messages entre vous et ${name}`,
  fromHost: 'De vous',
  noteLabel: (name: string): string => `Votre message à ${name}`,
  send: 'Envoyer',
  likeAnother: 'Ce nom ressemble à celui de quelqu’un qui est déjà là. Assurez-vous de savoir qui c’est.',
  wrongGuesses: (number: number): string =>
    counted(number, { one: 'essai raté à la porte', other: 'essais ratés à la porte' }),
  doorShut:
    'La porte est fermée, car trop de phrases secrètes fausses ont été essayées. Personne ne peut frapper. Rouvrez-la ou créez une nouvelle phrase secrète sous « Sécurité ».',
  openDoor: 'Rouvrir la porte',
  doorOpened: 'La porte est rouverte.',
  full: (max: number): string => `La réunion est complète (${digits(max)})`,
  you: '(vous)',
  host: 'Hôte',
  coHost: 'Co-hôte',
  compared: 'Code comparé',
  hand: (place: number): string => `Main levée, numéro ${place} dans l’ordre`,
  actionsFor: (name: string): string => `Actions pour ${name}`,
  mute: (name: string): string => `Couper le micro de ${name}`,
  stopCamera: (name: string): string => `Arrêter la caméra de ${name}`,
  stopScreen: (name: string): string => `Arrêter le partage d’écran de ${name}`,
  lowerHand: 'Baisser la main',
  appoint: (name: string): string => `Donner à ${name} le rôle de co-hôte`,
  dismiss: (name: string): string => `Retirer à ${name} le rôle de co-hôte`,
  remove: (name: string): string => `Exclure ${name}`,
  muteAll: 'Couper tous les micros',
  lowerAllHands: 'Baisser toutes les mains',
  muted: (name: string): string => `On demande à ${name} de se taire.`,
  allMuted: 'Tous les micros sont coupés. Chacun peut rallumer le sien.',
  handLowered: (name: string): string => `La main de ${name} est baissée.`,
  allHandsLowered: 'Les mains de tous les participants sont baissées.',
};

export const removing: Words['removing'] = {
  heading: (name: string): string => `Exclure ${name} ?`,
  text: (name: string): string =>
    `${name} part immédiatement et toutes les clés changent : rien de ce qui se dira ensuite ne pourra être entendu de l’extérieur. Pour revenir, il faudra frapper de nouveau.`,
  textAuthority: (name: string): string =>
    `${name} part immédiatement et perd le rôle de co-hôte, et toutes les clés changent : rien de ce qui se dira ensuite ne pourra être entendu de l’extérieur. Pour revenir, il faudra frapper de nouveau.`,
  remove: 'Exclure',
};

export const dismissing: Words['dismissing'] = {
  heading: (name: string): string => `Retirer à ${name} le rôle de co-hôte ?`,
  text: (name: string): string =>
    `${name} reste dans la réunion et ne peut plus faire entrer, faire taire ou exclure personne, ni changer les règles.`,
  passphrase: 'Créer aussi une nouvelle phrase secrète',
  passphraseHint: (name: string): string =>
    `${name} connaît celle qui est en usage. Le lien d’invitation reste le même.`,
  dismiss: 'Retirer le rôle',
};
