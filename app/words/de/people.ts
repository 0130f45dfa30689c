/** The words of the people panel. */

import type { Words } from '../words.ts';
import { counted, number as digits, people as count, plural } from './count.ts';

export const people: Words['people'] = {
  heading: 'Personen',
  waiting: 'Warteraum',
  nobodyWaiting: 'Niemand wartet.',
  participants: 'Teilnehmende',
  admit: 'Hereinlassen',
  deny: 'Abweisen',
  message: 'Schreiben',
  admitAll: 'Alle hereinlassen',
  admitName: (name: string): string => `${name} hereinlassen`,
  denyName: (name: string): string => `${name} abweisen`,
  messageName: (name: string): string => `${name} schreiben`,
  admitted: (name: string): string => `${name} wird hereingelassen.`,
  allAdmitted: (number: number): string => `${count(number)} hereingelassen.`,
  denied: (name: string): string => `${name} wird abgewiesen.`,
  manyWaiting: (number: number): string =>
    plural(number, { one: `${count(number)} wartet`, other: `${count(number)} warten` }),
  firstOf: (shown: number): string => `Zu sehen sind die ersten ${digits(shown)}.`,
  showAll: 'Alle zeigen',
  notes: (name: string): string => `Nachrichten zwischen Ihnen und ${name}`,
  fromHost: 'Von Ihnen',
  noteLabel: (name: string): string => `Ihre Nachricht an ${name}`,
  send: 'Senden',
  likeAnother: 'Der Name gleicht dem von jemandem, der schon hier ist. Vergewissern Sie sich, wer es ist.',
  wrongGuesses: (number: number): string =>
    counted(number, { one: 'Fehlversuch an der Tür', other: 'Fehlversuche an der Tür' }),
  doorShut:
    'Die Tür ist zu, weil zu viele falsche Kennwörter ausprobiert wurden. Niemand kann anklopfen. Öffnen Sie sie wieder, oder machen Sie unter „Sicherheit“ ein neues Kennwort.',
  openDoor: 'Tür wieder öffnen',
  doorOpened: 'Die Tür ist wieder offen.',
  full: (max: number): string => `Die Besprechung ist voll (${digits(max)})`,
  you: '(Sie)',
  host: 'Host',
  coHost: 'Co-Host',
  compared: 'Code verglichen',
  hand: (place: number): string => `Hand gehoben, Nummer ${place} in der Reihe`,
  actionsFor: (name: string): string => `Aktionen für ${name}`,
  mute: (name: string): string => `${name} stummschalten`,
  stopCamera: (name: string): string => `Kamera von ${name} ausschalten`,
  stopScreen: (name: string): string => `Bildschirmfreigabe von ${name} beenden`,
  lowerHand: 'Hand senken',
  appoint: (name: string): string => `${name} zum Co-Host machen`,
  dismiss: (name: string): string => `${name} die Co-Host-Rolle entziehen`,
  remove: (name: string): string => `${name} entfernen`,
  muteAll: 'Alle stummschalten',
  lowerAllHands: 'Alle Hände senken',
  muted: (name: string): string => `${name} wird um Ruhe gebeten.`,
  allMuted: 'Alle Teilnehmenden sind stumm. Sie können ihr Mikrofon wieder einschalten.',
  handLowered: (name: string): string => `Die Hand von ${name} wird gesenkt.`,
  allHandsLowered: 'Die Hände aller Teilnehmenden werden gesenkt.',
};

export const removing: Words['removing'] = {
  heading: (name: string): string => `${name} entfernen?`,
  text: (name: string): string =>
    `${name} muss sofort gehen, und alle Schlüssel werden gewechselt: Was danach gesagt wird, bleibt unter Ihnen. Wer zurückkommen will, muss neu anklopfen.`,
  textAuthority: (name: string): string =>
    `${name} muss sofort gehen und ist nicht mehr Co-Host, und alle Schlüssel werden gewechselt: Was danach gesagt wird, bleibt unter Ihnen. Wer zurückkommen will, muss neu anklopfen.`,
  remove: 'Entfernen',
};

export const dismissing: Words['dismissing'] = {
  heading: (name: string): string => `${name} die Co-Host-Rolle entziehen?`,
  text: (name: string): string =>
    `${name} bleibt in der Besprechung, kann aber niemanden mehr hereinlassen, stummschalten oder entfernen und die Regeln nicht mehr ändern.`,
  passphrase: 'Auch ein neues Kennwort machen',
  passphraseHint: (name: string): string =>
    `${name} kennt das jetzige. Der Einladungslink bleibt, wie er ist.`,
  dismiss: 'Rolle entziehen',
};
