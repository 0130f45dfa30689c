/** Every word the page shows or speaks, in English. What this file has, each other language must have. */

import type { TileState, Trouble } from '../phase.ts';
import type { Browser } from '../parts/browser.ts';

/** "1 person", "3 people". */
const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

/** What a person is told when something did not work: what happened, and what to do where there is something. */
const troubles = {
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
  tooLong: 'That is too long.',
  tooMany: 'Too many attempts in a short time. Wait a minute and try again.',
  tooSlow: 'The connection was too slow to answer in time. Try again.',
  badClaim: 'The server did not accept that you are the host. Check the clock of this device and try again.',
  sfuUnavailable: 'The media server cannot be reached. Try again in a moment.',
  shuttingDown: 'The server is restarting. Trying again by itself.',
  declined: 'The host declined your request.',
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
  screenDenied:
    'The screen is not shared: the browser or the system did not allow it, or the choice was cancelled.',
} satisfies Record<Trouble, string>;

export const en = {
  product: 'Conclave',
  troubles,
  failed: 'A part of this page could not be loaded. Check your network.',
  loadAgain: 'Load again',
  dismiss: 'Dismiss',
  close: 'Close',
  cancel: 'Cancel',

  titles: {
    start: 'Conclave',
    unsupported: 'This browser will not do · Conclave',
    hostLink: 'Host link · Conclave',
    roomReady: 'Your room is ready · Conclave',
    prejoin: 'Before you go in · Conclave',
    waiting: 'Waiting room · Conclave',
    call: 'In a meeting · Conclave',
    end: 'Meeting over · Conclave',
  },

  start: {
    heading: 'A meeting behind a locked door.',
    what: 'Video calls in a browser tab, encrypted so that only the people in the room can see and hear them. No account, nothing to install.',
    newMeeting: 'New meeting',
    or: 'Invited by somebody?',
    inviteLink: 'Invite link',
    placeholder: 'Paste the link you were sent',
    open: 'Open',
  },

  protects: {
    link: 'How this protects you',
    lead: 'Everything you say and show is encrypted on your device and decrypted only on the devices of people the host let in. The servers in between carry what they cannot read.',
    doorHeading: 'How people get in',
    door: 'Three things are needed: the link, the passphrase, and the host, who sees each person knock and lets them in by name. The passphrase never leaves your device, and nobody can try out passphrases without knocking.',
    keysHeading: 'How it stays private',
    keys: 'The keys change each time somebody comes or goes. Who leaves cannot follow what is said afterwards; who comes late cannot decrypt what was said before. Inside, everybody can compare a short code to be sure that nobody is in between.',
    notHeading: 'What it does not hide',
    not: [
      'The servers see network addresses, when and how long you meet, how many you are, and how much is sent, loudness included.',
      'Anybody in the meeting can record it, with a camera pointed at the screen if need be.',
      'A device with spyware on it, or a false copy of this page, protects nobody.',
      'Servers can slow down or break off a meeting. They cannot listen in.',
    ],
  },

  unsupported: {
    heading: 'This will not work here',
    promise: 'Nothing was asked of you and nothing was sent.',
    again: 'Try again',
  },

  hostLink: {
    heading: 'This link makes you the host',
    text: 'Whoever uses it decides who gets in and can end the meeting for everyone. Go on only if it is your own room and this is your device.',
    proceed: 'Continue as host',
    back: 'Back to start',
  },

  roomReady: {
    heading: 'Your room is ready',
    lead: 'Whoever you invite needs both of these, and then you to let them in.',
    inviteLink: 'Invite link',
    passphrase: 'Passphrase',
    hostLink: 'Host link',
    copyLink: 'Copy link',
    copyPassphrase: 'Copy passphrase',
    copyHostLink: 'Copy host link',
    copy: 'Copy',
    copied: 'Copied',
    linkCopied: 'Invite link copied.',
    passphraseCopied: 'Passphrase copied.',
    hostLinkCopied: 'Host link copied.',
    notCopied: 'The browser did not allow copying. Select the text and copy it yourself.',
    advice: 'Send them by two different ways',
    adviceText:
      'The link by mail, say, and the passphrase by phone or messenger. Then nobody who reads one of them can knock.',
    chooseOwn: 'Choose my own',
    ownLabel: 'Your own passphrase',
    ownRules:
      'At least 8 characters. Four unrelated words are easy to say and hard to guess. Capitals, hyphens and spaces do not matter.',
    use: 'Use this one',
    ownTaken: 'Your own passphrase is in use.',
    more: 'More',
    hostWarning:
      'For yourself only: to open this room as host on another device, or later. Whoever has it is the host. Never send it to anyone.',
    proceed: 'Continue',
  },

  prejoin: {
    heading: 'Before you go in',
    hostLead: 'Only you see this. The meeting starts when you say so.',
    joinerLead: 'Only you see this. The host is told your name when your passphrase is right.',
    name: 'Your name',
    nameHint: 'As the others will see it. The servers do not.',
    nameMissing: 'Please give a name.',
    passphrase: 'Passphrase',
    passphraseHint: 'You got it apart from the link. Capitals, spaces and hyphens do not matter.',
    passphraseMissing: 'Please give the passphrase.',
    words: 'Words that fit',
    preview: 'Your camera',
    cameraOff: 'Your camera is off',
    level: 'Microphone level',
    microphone: 'Microphone',
    camera: 'Camera',
    devices: { microphone: 'Microphone device', camera: 'Camera device', speaker: 'Speaker device' },
    usual: { microphone: 'Usual microphone', camera: 'Usual camera', speaker: 'Usual speaker' },
    unnamed: (number: number): string => `Device ${number}`,
    without: 'You can go in without and switch it on later.',
    start: 'Start meeting',
    ask: 'Ask to join',
  },

  /** How to let this page use camera and microphone after it was refused. */
  permission: {
    chromium: 'Click the icon at the left end of the address bar, allow it there, then switch it on here.',
    firefox:
      'Click the crossed-out icon at the left of the address bar, clear the block, then switch it on here.',
    safari: 'In the menu Safari, open “Settings for this website”, allow it there, then switch it on here.',
    iphone:
      'Tap the icon beside the address, then “Website settings”, allow it there, then switch it on here.',
    android: 'Tap the icon beside the address, then “Permissions”, allow it there, then switch it on here.',
    other: 'Allow it in the settings the browser has for this page, then switch it on here.',
  } satisfies Record<Browser, string>,

  waiting: {
    heading: 'Waiting room',
    connecting: 'Reaching the meeting…',
    noHost: 'Waiting for the host. No host is here yet; you can leave this page open.',
    knocking: 'Waiting for the host. Your passphrase is being checked at the door…',
    shown: 'Waiting for the host to let you in. The host has been told that you are here.',
    entering: 'You are let in. Setting up the call…',
    refused: 'You are not in the meeting.',
    passphrase: 'Passphrase',
    tryAgain: 'Try again',
    askAgain: 'Ask again',
    leave: 'Leave',
  },

  call: {
    meeting: 'Meeting',
    controls: 'Controls',
    microphone: 'Microphone',
    camera: 'Camera',
    shareScreen: 'Share screen',
    leave: 'Leave',
    people: 'People',
    security: 'Security',
    turnOnSound: 'Turn on sound',
    soundBlocked: 'The browser holds the sound back until you click.',
    alone: 'Nobody else is here yet.',
    aloneHost: 'When somebody knocks, you will be told. You let them in under “People”.',
    ownTile: (name: string): string => `${name} (you)`,
    screenOf: (name: string): string => `${name}’s screen`,
    ownScreen: 'Your screen (you)',
    microphoneOff: 'Microphone off',
    speaking: 'Speaking',
    waitingCount: (count: number): string => `${people(count)} waiting to be let in`,
    knocks: (name: string): string => `${name} is knocking.`,
    joined: (name: string): string => `${name} is here.`,
    gone: (name: string): string => `${name} is gone.`,
    show: 'Show',
    reconnecting: 'The connection is lost. Reconnecting…',
    relayLost: 'The call goes on, but the server is away: nobody can knock until it is back.',
    unsure:
      'It is not confirmed at the moment that the list of people is up to date. If this lasts, you will be muted.',
    silenced: 'Nothing of you is sent: for half a minute nobody could confirm who is in this meeting.',
    strangers: (count: number): string =>
      count === 1
        ? 'Somebody whom nobody let in was found at the media server and thrown out. They had no key: they heard and saw nothing.'
        : `${count} times somebody whom nobody let in was found at the media server and thrown out. They had no key: they heard and saw nothing.`,
    alarm: (what: string): string => `Somebody may be tampering with this meeting. ${what}`,
  },

  /** What a tile says of itself; nothing while all is well. */
  tiles: {
    states: {
      keys: 'Waiting for the key',
      live: '',
      blocked: 'Cannot be decrypted',
      muted: '',
      reconnecting: 'Reconnecting…',
      leaving: 'Removed. Keys are being changed…',
    } satisfies Record<TileState, string>,
    why: {
      noKey: 'Sent under a key that this device was not given.',
      authFailed: 'Changed on the way, or sealed by somebody else.',
      replayed: 'Old pictures or sound, sent again.',
      wrongTrack: 'Somebody else’s, put in this place.',
      notSFrame: 'It came without encryption, so it is not shown.',
      tooBig: 'Too big to be real.',
    },
    screenStarting: 'The screen is on its way…',
  },

  people: {
    heading: 'People',
    waiting: 'Waiting room',
    nobodyWaiting: 'Nobody is waiting.',
    participants: 'Participants',
    admit: 'Admit',
    deny: 'Deny',
    admitName: (name: string): string => `Admit ${name}`,
    denyName: (name: string): string => `Deny ${name}`,
    admitted: (name: string): string => `${name} is let in.`,
    denied: (name: string): string => `${name} is turned away.`,
    likeAnother: 'The name is like that of somebody already here. Make sure who it is.',
    you: '(you)',
    host: 'Host',
  },

  security: {
    heading: 'Security',
    sealed:
      'Sound, pictures and names are encrypted from device to device: the servers carry them and cannot open them. Not hidden from the servers: network addresses, times, how many you are, how much is sent and how loud it is.',
    compareHeading: 'Is anybody in between?',
    code: 'Security code',
    compare:
      'Read it to one another. If everybody has the same six groups, the meeting is just the people on the list. The code changes whenever somebody comes or goes.',
    codeOld: 'Somebody came or left since: this code is no longer good.',
    showNew: 'Show the new code',
    inviteHeading: 'To invite somebody',
    strangersHeading: 'Strangers',
    alarmsHeading: 'Refused in this meeting',
    nothing: 'Nothing out of the ordinary in this meeting.',
  },

  leaving: {
    heading: 'Leave the meeting?',
    text: 'If you only leave, the others can go on talking, but nobody new can get in. Ending it closes the room for everyone.',
    endForEveryone: 'End for everyone',
    leave: 'Leave',
  },

  end: {
    headings: {
      left: 'You left the meeting',
      ended: 'The meeting has ended',
      removed: 'You were removed from the meeting',
      lost: 'The connection was lost',
    },
    texts: {
      left: 'Its keys are erased from this tab. To go back, open the invite link again and knock.',
      ended:
        'The host ended it for everyone. Its keys are erased from this tab, and the link leads nowhere now.',
      removed: 'The host took you out. You no longer have the keys to what is said there.',
      lost: 'The meeting may still go on. Check your network, then open the invite link again and knock.',
    },
    again: 'Back to start',
  },
};
