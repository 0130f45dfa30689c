/** A sentence for everything the log of a meeting can hold. */

import type { Policy, Use } from '../../../crypto/workers/protocol.ts';
import { leftTo, type Sentences, tellBy } from '../logging.ts';
import { counted, list } from './count.ts';

const USES: Readonly<Record<Use, string>> = {
  screen: 'Bildschirm teilen',
  microphone: 'Mikrofon',
  camera: 'Kamera',
  chat: 'Chat',
  recording: 'Aufzeichnen',
};

const sentences: Sentences = {
  entered: ({ who, by }) => `${who} ist hereingekommen, eingelassen von ${by}.`,
  returned: ({ who, by }) => `${who} ist wieder da, eingelassen von ${by}.`,
  left: ({ who }) => `${who} ist gegangen.`,
  dropped: ({ who }) => `Von ${who} kam nichts mehr an: nicht mehr in der Besprechung.`,
  removed: ({ who, by }) => `${by} hat ${who} entfernt.`,
  appointed: ({ who, by }) => `${by} hat ${who} zum Co-Host gemacht.`,
  dismissed: ({ who, by }) => `${by} hat ${who} die Rolle als Co-Host wieder entzogen.`,
  handedOver: ({ who }) => `${who} übernimmt die Rolle als Host.`,
  leads: ({ who, host }) =>
    host ? `${who} öffnet von jetzt an die Tür.` : `Kein Host ist hier. ${who} führt die Liste der Personen.`,
  renewed: ({ n }) => `Alle Schlüssel wurden erneuert (Nummer ${n}).`,
  policy: ({ policy, by }) => `${by} hat die Regeln geändert. ${rules(policy)}`,
  locked: ({ by }) => `${by} hat die Besprechung abgeschlossen.`,
  unlocked: ({ by }) => `${by} hat die Besprechung wieder aufgeschlossen.`,
  historyShown: ({ by }) => `${by} lässt Neue auch sehen, was vorher im Chat stand.`,
  historyHidden: ({ by }) => `${by} lässt Neue nicht sehen, was vorher im Chat stand.`,
  newPassphrase: ({ generation }) => `Es gibt ein neues Kennwort (Nummer ${generation}).`,
  split: ({ seconds }) =>
    `Die Besprechung war ${counted(seconds, { one: 'Sekunde', other: 'Sekunden' })} lang in zwei Teile getrennt und ist wieder eine.`,
  recordingOn: ({ who }) => `${who} hat mit der Aufzeichnung begonnen.`,
  recordingOff: ({ who }) => `${who} hat die Aufzeichnung beendet.`,
  ended: ({ by }) => `${by} hat die Besprechung für alle beendet.`,
};

function rules(policy: Policy): string {
  const [hosts, nobody] = [leftTo('authorities', policy, USES), leftTo('nobody', policy, USES)];
  if (hosts.length === 0 && nobody.length === 0) return 'Alle dürfen alles.';
  const parts = [
    ...(hosts.length === 0 ? [] : [`Nur Hosts: ${list(hosts)}.`]),
    ...(nobody.length === 0 ? [] : [`Niemand: ${list(nobody)}.`]),
  ];
  return parts.join(' ');
}

export const logged = tellBy(sentences);
