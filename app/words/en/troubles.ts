/** A sentence for everything that can go wrong. */

import type { Trouble } from '../../phase.ts';

/** What a person is told when something did not work: what happened, and what to do where there is something. */
export const troubles = {
  notALink: 'That is not an invite link. Paste the whole link, from https:// to its last character.',
  cutLink: 'Part of this link is missing. Ask for it again and copy all of it.',
  linkVersion: 'This link was made by a newer Conclave. Reload this page and open it again.',
  otherSite: 'This link belongs to another site. Open it there, in the address bar.',
  weakPassphrase: 'Too easy to guess. Use at least 8 characters; four unrelated words are best.',
  badName: 'This name cannot be used. Give one of 1 to 64 ordinary characters.',
  malformed: 'Something arrived that makes no sense. It was thrown away.',
  unknownVersion:
    'Somebody uses another version of Conclave. Reload this page; if that does not help, they should.',
  unknownType: 'Something arrived that this version does not know. It was thrown away.',
  badText: 'A text arrived with characters that are not allowed. It was thrown away.',
  badSignature: 'A message was not signed by who it claims to come from. It was thrown away.',
  wrongRoom: 'Something from another room was sent to you. It was thrown away.',
  expired: 'This permission has run out. Ask the host for a new invitation.',
  badPoint: 'A key arrived that cannot be a real one. It was refused.',
  notYourHost:
    'Whoever answered is not the host this link belongs to. You were not let in, and nothing was told to them.',
  wrongPassphrase: 'This passphrase is not right. Check it with the host and try again.',
  replayed: 'Somebody sent an old message again. It was thrown away.',
  outOfTurn: 'A message came at the wrong moment. It was thrown away.',
  notOpened: 'A message could not be decrypted. It was thrown away.',
  unknownEpoch: 'A message came under a key that is not in use. It was thrown away.',
  notInRoster: 'A message came from somebody who is not in this meeting. It was thrown away.',
  notAllowed: 'That is not allowed here.',
  notNext:
    'The list of people in this meeting was tampered with or is out of date. The last good one is in use.',
  removedReturns: 'Somebody who was removed was put back on the list of people. That list was refused.',
  tooLong: 'That is too long.',
  tooMany: 'Too many attempts in a short time. Wait a minute and try again.',
  tooSlow: 'The connection was too slow to answer in time. Try again.',
  badClaim: 'The server did not accept that you are the host. Check the clock of this device and try again.',
  sfuUnavailable: 'The media server cannot be reached. It is tried again by itself.',
  notIn: 'The server does not know that you are in this meeting. Open the invite link again and knock.',
  shuttingDown: 'The server is restarting. Trying again by itself.',
  locked: 'The meeting is locked: nobody new is let in for now.',
  declined: 'The host declined your request.',
  moved: 'This link is no longer valid: the host made a new one. Ask for it.',
  full: 'The meeting has no place left. Try again when somebody has gone.',
  notAllowedByHost: 'The host does not allow this at the moment.',
  notLoaded: 'A part of this page could not be loaded. Check your network and try again.',
  relayLost: 'The server cannot be reached. Check your network; it is tried again by itself.',
  sfuLost: 'The connection to the media server was lost.',
  noEncodedTransforms:
    'This browser cannot encrypt a call itself, so Conclave will not start one. Use a current Chrome, Edge, Firefox or Safari.',
  insecureContext:
    'This page was not opened over a secure connection, so the browser gives it neither camera nor encryption. Open its address with https://.',
  cameraDenied: 'The browser does not let this page use the camera.',
  microphoneDenied: 'The browser does not let this page use the microphone.',
  deviceMissing: 'None found. Plug one in, or go on without.',
  deviceBusy: 'Another program is using it. Close that program and switch this on again.',
  deviceHushed:
    'Nothing comes from it: a switch or a cover on the device, or a setting of the system, holds it back.',
  screenDenied:
    'The screen is not shared: the browser or the system did not allow it, or the choice was cancelled.',
} satisfies Record<Trouble, string>;
