/** The words of the way in and out: everything but the call. */

import type { Words } from '../words.ts';

export const unsupported: Words['unsupported'] = {
  heading: 'Cela ne marchera pas ici',
  promise:
    'Rien ne vous a été demandé et rien n’a été envoyé. Si quelqu’un vous a envoyé un lien, c’est là-bas qu’il faut le rouvrir.',
  again: 'Réessayer',
};

export const hostLink: Words['hostLink'] = {
  heading: 'Avec ce lien, vous êtes l’hôte',
  text: 'Qui l’utilise décide qui entre et peut mettre fin à la réunion pour tout le monde. Ne continuez que si c’est votre salle et votre appareil.',
  proceed: 'Continuer comme hôte',
  back: 'Retour au début',
};

export const roomReady: Words['roomReady'] = {
  heading: 'Votre salle est prête',
  lead: 'Pour entrer, il faut ces deux choses, puis vous, pour ouvrir.',
  inviteLink: 'Lien d’invitation',
  passphrase: 'Phrase secrète',
  hostLink: 'Lien d’hôte',
  copyLink: 'Copier le lien',
  copyPassphrase: 'Copier la phrase secrète',
  copyHostLink: 'Copier le lien d’hôte',
  copy: 'Copier',
  copied: 'Copié',
  linkCopied: 'Lien d’invitation copié.',
  passphraseCopied: 'Phrase secrète copiée.',
  hostLinkCopied: 'Lien d’hôte copié.',
  notCopied: 'Le navigateur n’a pas permis de copier. Sélectionnez le texte et copiez-le vous-même.',
  advice: 'Envoyez-les par deux chemins différents.',
  adviceText:
    'Le lien par e-mail, par exemple, et la phrase secrète par téléphone ou messagerie. Ainsi, qui n’intercepte que l’un des deux ne peut pas frapper.',
  chooseOwn: 'Choisir la mienne',
  ownLabel: 'Votre propre phrase secrète',
  ownRules:
    'Au moins 8 caractères. Quatre mots sans rapport entre eux sont faciles à dire et difficiles à deviner. Majuscules, traits d’union et espaces ne comptent pas.',
  use: 'Utiliser celle-ci',
  ownTaken: 'Votre propre phrase secrète est en usage.',
  more: 'Plus',
  hostWarning:
    'Pour vous seulement : pour ouvrir cette salle comme hôte sur un autre appareil, ou plus tard. Qui l’a est l’hôte. Ne l’envoyez jamais à personne.',
  proceed: 'Continuer',
};

export const prejoin: Words['prejoin'] = {
  heading: 'Avant d’entrer',
  hostLead: 'Ceci n’est visible que pour vous. La réunion commence quand vous le dites.',
  joinerLead:
    'Ceci n’est visible que pour vous. L’hôte apprend votre nom quand votre phrase secrète est la bonne.',
  name: 'Votre nom',
  nameHint: 'Tel que les autres le verront. Les serveurs ne le voient pas.',
  nameMissing: 'Indiquez un nom, s’il vous plaît.',
  passphrase: 'Phrase secrète',
  passphraseHint:
    'Vous l’avez reçue séparément du lien. Majuscules, espaces et traits d’union ne comptent pas.',
  passphraseMissing: 'Indiquez la phrase secrète, s’il vous plaît.',
  words: 'Mots qui conviennent',
  preview: 'Votre caméra',
  level: 'Niveau du micro',
  devices: {
    microphone: 'Micro utilisé',
    camera: 'Caméra utilisée',
    speaker: 'Haut-parleur utilisé',
  },
  usual: { microphone: 'Micro habituel', camera: 'Caméra habituelle', speaker: 'Haut-parleur habituel' },
  /** Before what is the matter with the device. */
  about: (device: string): string => `${device} :`,
  unnamed: (number: number): string => `Appareil ${number}`,
  without: 'Vous pouvez entrer sans et l’activer plus tard.',
  system:
    'Si l’autorisation est déjà donnée, c’est peut-être le système qui bloque : regardez la caméra et le micro dans ses réglages de confidentialité.',
  noneFound: 'Aucun appareil trouvé',
  start: 'Commencer la réunion',
  ask: 'Demander à entrer',
};

/** How to let this page use camera and microphone after it was refused. */
export const permission: Words['permission'] = {
  chrome:
    'Cliquez sur l’icône tout à gauche de la barre d’adresse, donnez-y l’autorisation, puis activez ici.',
  edge: 'Cliquez sur le cadenas tout à gauche de la barre d’adresse, puis sur « Autorisations pour ce site », donnez l’autorisation, puis activez ici.',
  firefox: 'Cliquez sur le symbole barré à gauche de l’adresse, levez-y le blocage, puis activez ici.',
  safari:
    'Dans le menu Safari, ouvrez les « Réglages » de ce site web, donnez l’autorisation, puis activez ici.',
  chromePhone:
    'Touchez l’icône à côté de l’adresse, puis « Autorisations », donnez l’autorisation, puis activez ici.',
  firefoxPhone: 'Touchez le cadenas à côté de l’adresse, donnez l’autorisation, puis activez ici.',
  safariPhone:
    'Touchez le menu de la page à côté de l’adresse, puis « Réglages du site web », donnez l’autorisation, puis activez ici.',
  iphoneOther:
    'Ouvrez les Réglages du téléphone, choisissez ce navigateur dans la liste des apps, donnez l’autorisation, puis revenez et activez ici.',
  other: 'Donnez l’autorisation dans les réglages du navigateur pour cette page, puis activez ici.',
};

export const waiting: Words['waiting'] = {
  heading: 'Salle d’attente',
  connecting: 'Connexion à la réunion…',
  offline: 'Cet appareil est hors ligne. Tout reprendra dès que le réseau reviendra.',
  noHost: 'En attente de l’hôte. Aucun hôte n’est encore là ; vous pouvez laisser cette page ouverte.',
  knocking: 'En attente de l’hôte. Votre phrase secrète est vérifiée à la porte…',
  shown: 'En attente que l’hôte vous fasse entrer. L’hôte sait que vous êtes là.',
  locked:
    'En attente de l’hôte. La réunion est verrouillée : personne ne peut entrer pour le moment. Vous pouvez laisser cette page ouverte.',
  full: 'En attente de l’hôte. Il n’y a plus de place dans la réunion ; votre tour viendra quand quelqu’un partira.',
  returning: 'Retour dans votre réunion…',
  starting: 'Préparation de l’appel…',
  entering: 'Vous pouvez entrer. Préparation de l’appel…',
  refused: 'Vous n’êtes pas dans la réunion.',
  passphrase: 'Phrase secrète',
  tryAgain: 'Réessayer',
  askAgain: 'Redemander',
  leave: 'Quitter',
  notes: 'Messages entre vous et l’hôte',
  fromHost: 'Hôte',
  fromYou: 'Vous',
  answer: 'Réponse',
  send: 'Envoyer',
  noteFromHost: (note: string): string => `L’hôte écrit : ${note}`,
};

export const leaving: Words['leaving'] = {
  heading: 'Quitter la réunion ?',
  text: 'Si vous partez simplement, les autres peuvent continuer à parler, mais personne d’autre ne peut entrer. Si vous passez la main, quelqu’un d’autre fait entrer les gens. Terminer ferme la salle pour tout le monde.',
  textCoHosts:
    'Si vous partez simplement, les co-hôtes peuvent encore faire entrer des gens pendant 15 minutes. Si vous passez la main, le nouvel hôte continue comme vous. Terminer ferme la salle pour tout le monde.',
  textHost: (name) =>
    `Si vous partez simplement, ${name} continue comme hôte. Terminer ferme la salle pour tout le monde.`,
  alone:
    'Il n’y a personne d’autre ici. Si vous partez simplement, la salle reste ouverte, mais personne ne peut entrer avant votre retour.',
  newHost: 'Nouvel hôte',
  handOver: 'Passer la main et quitter',
  endForEveryone: 'Terminer pour tout le monde',
  leave: 'Quitter',
};

export const end: Words['end'] = {
  headings: {
    left: 'Vous avez quitté la réunion',
    ended: 'La réunion est terminée',
    removed: 'On vous a fait sortir de la réunion',
    lost: 'La connexion est perdue',
  },
  texts: {
    left: 'Ses clés sont effacées de cet onglet.',
    ended:
      'L’hôte y a mis fin pour tout le monde. Ses clés sont effacées de cet onglet, et le lien ne mène plus nulle part.',
    removed: 'L’hôte vous a fait sortir. Vous n’avez plus les clés de ce qui s’y dit.',
    lost: 'La réunion continue peut-être. Vérifiez votre connexion.',
  },
  outside: {
    left: { heading: 'Vous avez quitté la salle d’attente', text: 'La caméra et le micro sont éteints.' },
    lost: {
      heading: 'La connexion s’est perdue avant votre entrée',
      text: 'Vérifiez votre réseau, puis réessayez.',
    },
  },
  ways: {
    knock: 'Pour y retourner, vous frappez de nouveau avec votre nom et la phrase secrète.',
    host: 'Vous pouvez y retourner comme hôte tant que la salle est ouverte.',
  },
  noWay: 'Pour y retourner, rouvrez le lien utilisé pour venir.',
  noWayHost:
    'Pour y retourner comme hôte, ouvrez votre lien d’hôte, si vous l’avez gardé. Sinon, ouvrez une nouvelle salle et invitez-y les autres.',
  goBack: 'Retourner à la réunion',
  again: 'Retour au début',
};
