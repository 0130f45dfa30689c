/** The words of the start page, and the titles of all. */

import type { First } from '../words.ts';

export const titles: First['titles'] = {
  start: 'Conclave',
  unsupported: 'Ce navigateur ne convient pas · Conclave',
  hostLink: 'Lien d’hôte · Conclave',
  roomReady: 'Votre salle est prête · Conclave',
  prejoin: 'Avant d’entrer · Conclave',
  waiting: 'Salle d’attente · Conclave',
  call: 'En réunion · Conclave',
  end: 'Réunion terminée · Conclave',
};

export const start: First['start'] = {
  heading: 'Une réunion à huis clos.',
  what: 'Des appels vidéo dans le navigateur, chiffrés pour que seules les personnes présentes puissent les voir et les entendre. Sans compte, sans rien installer.',
  newMeeting: 'Nouvelle réunion',
  or: 'Quelqu’un vous invite ?',
  inviteLink: 'Lien d’invitation',
  placeholder: 'Collez le lien reçu',
  open: 'Ouvrir',
  remembered: (time: string): string => `Votre réunion de ${time} est encore ouverte sur cet appareil.`,
  goOn: 'Retourner à la réunion',
  forget: 'L’oublier',
  forgotten: 'La réunion est oubliée sur cet appareil.',
};

export const protects: First['protects'] = {
  link: 'Comment cela vous protège',
  lead: 'Tout ce que vous dites et montrez est chiffré sur votre appareil et n’est déchiffré que sur les appareils des personnes que l’hôte a fait entrer. Entre les deux, les serveurs transportent ce qu’ils ne peuvent pas lire.',
  doorHeading: 'Comment on entre',
  door: 'Il faut trois choses : le lien, la phrase secrète et l’hôte, qui voit chaque personne frapper et la fait entrer par son nom. La phrase secrète ne quitte jamais votre appareil, et personne ne peut en essayer sans frapper.',
  keysHeading: 'Comment cela reste privé',
  keys: 'Les clés changent à chaque arrivée et à chaque départ. Qui part ne peut pas suivre ce qui se dit ensuite ; qui arrive tard ne peut pas déchiffrer ce qui s’est dit avant. À l’intérieur, chacun peut comparer un code court pour être sûr que personne ne s’est glissé entre vous.',
  notHeading: 'Ce que cela ne cache pas',
  not: [
    'Les serveurs voient les adresses réseau, quand et combien de temps vous vous réunissez, combien vous êtes et combien de données sont envoyées.',
    'N’importe qui dans la réunion peut l’enregistrer, au besoin avec une caméra devant l’écran.',
    'Un appareil avec un logiciel espion, ou une fausse copie de cette page, ne protège personne.',
    'Les serveurs peuvent ralentir ou interrompre une réunion. Ils ne peuvent pas écouter.',
  ],
};
