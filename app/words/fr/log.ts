/** A sentence for everything the log of a meeting can hold. */

import type { Policy, Use } from '../../../crypto/workers/protocol.ts';
import { leftTo, type Sentences, tellBy } from '../logging.ts';
import { counted, list } from './count.ts';

const USES: Readonly<Record<Use, string>> = {
  screen: 'le partage d’écran',
  microphone: 'le micro',
  camera: 'la caméra',
  chat: 'le chat',
  recording: 'l’enregistrement',
};

const sentences: Sentences = {
  entered: ({ who, by }) => `Arrivée de ${who}, avec l’accord de ${by}.`,
  returned: ({ who, by }) => `Retour de ${who}, avec l’accord de ${by}.`,
  left: ({ who }) => `Départ de ${who}.`,
  dropped: ({ who }) => `${who} ne donnait plus signe de vie et n’est plus dans la réunion.`,
  removed: ({ who, by }) => `${by} a exclu ${who}.`,
  appointed: ({ who, by }) => `${by} a donné à ${who} le rôle de co-hôte.`,
  dismissed: ({ who, by }) => `${by} a retiré à ${who} le rôle de co-hôte.`,
  handedOver: ({ who }) => `${who} prend le rôle d’hôte.`,
  leads: ({ who, host }) =>
    host
      ? `C’est désormais ${who} qui répond à la porte.`
      : `Aucun hôte n’est là. ${who} tient la liste des personnes.`,
  renewed: ({ n }) => `Toutes les clés ont été renouvelées (numéro ${n}).`,
  policy: ({ policy, by }) => `${by} a changé les règles. ${rules(policy)}`,
  locked: ({ by }) => `${by} a verrouillé la réunion.`,
  unlocked: ({ by }) => `${by} a déverrouillé la réunion.`,
  historyShown: ({ by }) => `${by} laisse voir aux nouveaux venus le chat d’avant leur arrivée.`,
  historyHidden: ({ by }) => `${by} ne laisse pas voir aux nouveaux venus le chat d’avant leur arrivée.`,
  newPassphrase: ({ generation }) => `Une nouvelle phrase secrète a été créée (numéro ${generation}).`,
  split: ({ seconds }) =>
    `La réunion a été coupée en deux pendant ${counted(seconds, { one: 'seconde', other: 'secondes' })} ; elle est de nouveau réunie.`,
  recordingOn: ({ who }) => `${who} a commencé à enregistrer.`,
  recordingOff: ({ who }) => `${who} a arrêté d’enregistrer.`,
  ended: ({ by }) => `${by} a mis fin à la réunion pour tout le monde.`,
};

function rules(policy: Policy): string {
  const [hosts, nobody] = [leftTo('authorities', policy, USES), leftTo('nobody', policy, USES)];
  if (hosts.length === 0 && nobody.length === 0) return 'Tout le monde peut tout faire.';
  const parts = [
    ...(hosts.length === 0 ? [] : [`Hôtes seulement : ${list(hosts)}.`]),
    ...(nobody.length === 0 ? [] : [`Personne : ${list(nobody)}.`]),
  ];
  return parts.join(' ');
}

export const logged = tellBy(sentences);
