/** The words of the people panel. */

import { counted, number as digits, people as count } from './count.ts';

export const people = {
  heading: 'People',
  waiting: 'Waiting room',
  nobodyWaiting: 'Nobody is waiting.',
  participants: 'Participants',
  admit: 'Admit',
  deny: 'Deny',
  message: 'Message',
  admitAll: 'Admit all',
  admitName: (name: string): string => `Admit ${name}`,
  denyName: (name: string): string => `Deny ${name}`,
  messageName: (name: string): string => `Message ${name}`,
  admitted: (name: string): string => `${name} is let in.`,
  allAdmitted: (number: number): string => `${count(number)} let in.`,
  denied: (name: string): string => `${name} is turned away.`,
  manyWaiting: (number: number): string => `${count(number)} are waiting`,
  firstOf: (shown: number): string => `The first ${digits(shown)} are listed.`,
  showAll: 'Show all',
  notes: (name: string): string => `Messages between you and ${name}`,
  fromHost: 'To them',
  noteLabel: (name: string): string => `Your message to ${name}`,
  send: 'Send',
  likeAnother: 'The name is like that of somebody already here. Make sure who it is.',
  wrongGuesses: (number: number): string =>
    counted(number, { one: 'wrong guess at the door', other: 'wrong guesses at the door' }),
  doorShut:
    'The door is shut, because too many wrong passphrases were tried. Nobody can knock. Open it again, or make a new passphrase under “Security”.',
  openDoor: 'Open the door again',
  doorOpened: 'The door is open again.',
  full: (max: number): string => `The meeting is full (${digits(max)})`,
  you: '(you)',
  host: 'Host',
  coHost: 'Co-host',
  compared: 'Code compared',
  hand: (place: number): string => `Hand raised, number ${place} in the order`,
  actionsFor: (name: string): string => `Actions for ${name}`,
  mute: (name: string): string => `Mute ${name}`,
  stopCamera: (name: string): string => `Stop ${name}'s camera`,
  stopScreen: (name: string): string => `Stop ${name}'s screen share`,
  lowerHand: 'Lower hand',
  appoint: (name: string): string => `Make ${name} co-host`,
  dismiss: (name: string): string => `Make ${name} participant`,
  remove: (name: string): string => `Remove ${name}`,
  muteAll: 'Mute all',
  lowerAllHands: 'Lower all hands',
  muted: (name: string): string => `${name} is asked to be silent.`,
  allMuted: 'All participants are muted. They can switch their microphones on again.',
  handLowered: (name: string): string => `${name}'s hand is lowered.`,
  allHandsLowered: 'The hands of all participants are lowered.',
};

export const removing = {
  heading: (name: string): string => `Remove ${name}?`,
  text: (name: string): string =>
    `${name} leaves at once, and all keys are changed: nothing said afterwards can be heard by them. To come back they must knock again.`,
  textAuthority: (name: string): string =>
    `${name} leaves at once and is no longer a co-host, and all keys are changed: nothing said afterwards can be heard by them. To come back they must knock again.`,
  remove: 'Remove',
};

export const dismissing = {
  heading: (name: string): string => `Make ${name} a participant?`,
  text: (name: string): string =>
    `${name} stays in the meeting and can no longer let people in, mute or remove anybody, or change the rules.`,
  passphrase: 'Make a new passphrase too',
  passphraseHint: (name: string): string => `${name} knows the present one. The invite link stays the same.`,
  dismiss: 'Make participant',
};
