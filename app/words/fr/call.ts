/** The words over and under the pictures. */

import type { StoppedDevice } from '../../parts/stops.ts';
import type { Words } from '../words.ts';
import { counted, list, number, people, plural } from './count.ts';

export const call: Words['call'] = {
  meeting: 'Réunion',
  controls: 'Commandes',
  microphone: 'Micro',
  camera: 'Caméra',
  shareScreen: 'Partager l’écran',
  raiseHand: 'Lever la main',
  react: 'Réagir',
  reactions: 'Réactions',
  leave: 'Quitter',
  chat: 'Chat',
  people: 'Personnes',
  security: 'Sécurité',
  settings: 'Réglages',
  turnOnSound: 'Activer le son',
  soundBlocked: 'Le navigateur retient le son jusqu’à ce que vous cliquiez.',
  alone: 'Il n’y a encore personne d’autre ici.',
  aloneHost: 'Quand quelqu’un frappera, vous le saurez. Vous le ferez entrer sous « Personnes ».',
  ownTile: (name: string): string => `${name} (vous)`,
  screenOf: (name: string): string => `Écran de ${name}`,
  ownScreen: 'Votre écran (vous)',
  microphoneOff: 'Micro coupé',
  speaking: 'Parle',
  handRaised: (name: string): string => `${name} lève la main.`,
  reacted: (name: string, reaction: string): string => `${name} : ${reaction}`,
  waitingCount: (count: number): string =>
    plural(count, {
      one: `${people(count)} attend pour entrer`,
      other: `${people(count)} attendent pour entrer`,
    }),
  unread: (count: number): string => counted(count, { one: 'nouveau message', other: 'nouveaux messages' }),
  wrote: (name: string, message: string): string => `${name} écrit : ${message}`,
  sentImage: (name: string): string => `${name} a envoyé une image.`,
  knocks: (name: string): string => `${name} frappe à la porte.`,
  joined: (name: string): string => `${name} est là.`,
  gone: (name: string): string => `${name} n’est plus là.`,
  show: 'Afficher',
  more: (count: number): string => `${number(count)} de plus`,
  fewer: 'N’en afficher qu’un',
  reconnecting: 'La connexion est perdue. Reconnexion…',
  offline: 'Cet appareil est hors ligne. L’appel reprendra tout seul dès que le réseau reviendra.',
  relayLost:
    'L’appel continue, mais le serveur ne répond plus : personne ne peut frapper tant qu’il n’est pas revenu.',
  unsure:
    'Rien ne confirme pour le moment que la liste des personnes est à jour. Si cela dure, votre micro et votre caméra seront coupés.',
  silenced:
    'Rien n’est envoyé de votre part : depuis une demi-minute, personne n’a pu confirmer qui est dans cette réunion.',
  hostless: 'Aucun hôte n’est là : vous pouvez continuer à parler, mais personne d’autre ne peut entrer.',
  full: (max: number): string =>
    `La réunion est complète (${number(max)}). Quelqu’un doit partir avant que quelqu’un d’autre puisse entrer.`,
  doorShut:
    'La porte est fermée : trop de phrases secrètes fausses ont été essayées. Vous la rouvrez sous « Personnes ».',
  strangers: (count: number): string =>
    plural(count, {
      one: 'Quelqu’un que personne n’avait fait entrer a été repéré sur le serveur média et exclu. Sans clé, impossible d’entendre ou de voir quoi que ce soit.',
      other: `${number(count)} fois, quelqu’un que personne n’avait fait entrer a été repéré sur le serveur média et exclu. Sans clé, impossible d’entendre ou de voir quoi que ce soit.`,
    }),
  alarm: (what: string): string => `Quelqu’un cherche peut-être à manipuler cette réunion. ${what}`,
};

/** Why a control is out of use, where the host’s rules say so. */
export const forbidden: Words['forbidden'] = {
  screen: 'L’hôte ne permet pas à tout le monde de partager un écran.',
  microphone: 'L’hôte ne permet pas à tout le monde d’utiliser le micro.',
  camera: 'L’hôte ne permet pas à tout le monde d’utiliser la caméra.',
  chat: 'L’hôte ne permet pas à tout le monde d’écrire ici.',
  recording: 'L’hôte ne permet pas à tout le monde d’enregistrer.',
};

/** What happened to this person. */
export const notices: Words['notices'] = {
  stopped: (by: string, what: readonly StoppedDevice[]): string =>
    what.length === 1 && what[0] === 'microphone'
      ? `${by} a coupé votre micro.`
      : `${by} a arrêté ${list(what.map((device) => STOPPED[device]))}.`,
  handLowered: (by: string): string => `${by} a baissé votre main.`,
  forbidden: {
    screen: 'Votre écran n’est plus partagé : l’hôte réserve le partage aux hôtes.',
    microphone: 'Votre micro est coupé : l’hôte ne laisse plus parler que les hôtes.',
    camera: 'Votre caméra est coupée : l’hôte réserve la caméra aux hôtes.',
    chat: 'L’hôte ne laisse plus écrire que les hôtes dans le chat.',
    recording: 'L’hôte ne laisse plus enregistrer que les hôtes.',
  },
  appointed:
    'Vous êtes maintenant co-hôte : vous pouvez faire entrer des personnes, couper leur micro et changer les règles.',
  dismissed: 'Vous n’êtes plus co-hôte.',
  nowHost: 'Vous êtes maintenant l’hôte : vous faites entrer les personnes, sous « Personnes ».',
  notSent: 'Votre message n’a pas été envoyé.',
};

const STOPPED: Readonly<Record<StoppedDevice, string>> = {
  microphone: 'votre micro',
  camera: 'votre caméra',
  screen: 'votre partage d’écran',
};

export const emojis: Words['emojis'] = {
  '👍': 'Pouce levé',
  '👏': 'Applaudissements',
  '❤️': 'Cœur',
  '😂': 'Rires',
  '😮': 'Étonnement',
  '🎉': 'Fête',
};

/** What a tile says of itself; nothing while all is well. */
export const tiles: Words['tiles'] = {
  states: {
    keys: 'En attente de la clé',
    live: '',
    blocked: 'Impossible à déchiffrer',
    muted: '',
    reconnecting: 'Reconnexion…',
    leaving: 'Exclusion : les clés sont en train de changer…',
  },
  blocked: { picture: 'Image impossible à déchiffrer', sound: 'Son impossible à déchiffrer' },
  brief: {
    keys: 'Sans clé',
    live: '',
    blocked: 'Non déchiffré',
    muted: '',
    reconnecting: 'Reconnexion',
    leaving: 'Exclusion',
    picture: 'Pas d’image',
    sound: 'Pas de son',
  },
  why: {
    noKey: 'Envoyé avec une clé que cet appareil n’a pas reçue.',
    authFailed: 'Modifié en chemin, ou chiffré par quelqu’un d’autre.',
    replayed: 'D’anciennes images ou d’anciens sons, envoyés de nouveau.',
    wrongTrack: 'Cela vient de quelqu’un d’autre et a été mis à cette place.',
    notSFrame: 'Arrivé sans chiffrement, donc pas affiché.',
    tooBig: 'Trop grand pour être vrai.',
  },
  screenStarting: 'L’écran arrive…',
};
