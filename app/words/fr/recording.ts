/** The words around recording. */

import type { Words } from '../words.ts';
import { list } from './count.ts';

const records = (names: readonly string[]): string =>
  `${list(names)} ${names.length === 1 ? 'enregistre' : 'enregistrent'}`;

export const recording: Words['recording'] = {
  heading: 'Enregistrement',
  record: 'Enregistrer la réunion sur cet appareil',
  hint: 'Les images et le son de toutes les personnes qui l’acceptent vont dans un fichier sur votre disque, et nulle part ailleurs. La question est posée à tout le monde.',
  asking: 'Choisissez où placer le fichier…',
  running:
    'Tout le monde voit que vous enregistrez. Le fichier est terminé quand vous désactivez ceci ou quittez la réunion.',
  awaited: (names: readonly string[]): string =>
    `Pas encore dans le fichier, faute de réponse : ${list(names)}.`,
  saving: 'Sauvegarde du fichier…',
  atEnd: 'L’enregistrement est en cours de sauvegarde. Gardez cet onglet ouvert jusque-là.',
  forbiddenToAll: 'Personne ne peut enregistrer cette réunion.',
  forbiddenToYou: 'Seuls les hôtes peuvent enregistrer cette réunion.',
  fileName: (day: string): string => `Réunion ${day}`,
  /** `own`: this person records; `others`: who else does. */
  mark: (own: boolean, others: readonly string[]): string => {
    if (!own) return records(others);
    return others.length === 0 ? 'Vous enregistrez' : `Vous enregistrez. ${records(others)}`;
  },
  begins: (name: string): string => `${name} enregistre la réunion.`,
  ends: (name: string): string => `${name} n’enregistre plus.`,
  consentHeading: (names: readonly string[]): string => `Cette réunion est enregistrée par ${list(names)}`,
  consent:
    'Ce qui se voit et s’entend ici va dans un fichier sur l’appareil qui enregistre. Si vous restez, vous acceptez d’y figurer. D’ici là, vous n’y figurez pas.',
  stay: 'Rester',
  leave: 'Quitter',
  news: {
    saved: 'L’enregistrement est sauvegardé.',
    full: 'L’enregistrement s’est arrêté : le disque est plein. Ce qui était déjà sauvegardé est conservé.',
    lost: 'L’enregistrement s’est arrêté : il n’est plus possible d’écrire dans le fichier. Ce qui était déjà sauvegardé est conservé.',
    forbidden:
      'L’enregistrement s’est arrêté : l’hôte ne vous laisse plus enregistrer. Ce qui a été enregistré est sauvegardé.',
    unable: 'Ce navigateur ne peut pas enregistrer. Rien n’a été enregistré.',
    untold: 'Les autres n’ont pas pu être avertis : rien n’a donc été enregistré. Réessayez dans un instant.',
  },
};
