/** The words of the way in and out: everything but the call. */

import type { Browser } from '../../parts/browser.ts';

export const unsupported = {
  heading: 'This will not work here',
  promise: 'Nothing was asked of you and nothing was sent. If somebody sent you a link, open it again there.',
  again: 'Try again',
};

export const hostLink = {
  heading: 'This link makes you the host',
  text: 'Whoever uses it decides who gets in and can end the meeting for everyone. Go on only if it is your own room and this is your device.',
  proceed: 'Continue as host',
  back: 'Back to start',
};

export const roomReady = {
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
  advice: 'Send them by two different ways.',
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
};

export const prejoin = {
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
  level: 'Microphone level',
  devices: { microphone: 'Microphone device', camera: 'Camera device', speaker: 'Speaker device' },
  usual: { microphone: 'Usual microphone', camera: 'Usual camera', speaker: 'Usual speaker' },
  /** Before what is the matter with the device. */
  about: (device: string): string => `${device}:`,
  unnamed: (number: number): string => `Device ${number}`,
  without: 'You can go in without and switch it on later.',
  system:
    'If it is allowed there, the system may hold it back: look at camera and microphone in its privacy settings.',
  noneFound: 'None found',
  start: 'Start meeting',
  ask: 'Ask to join',
};

/** How to let this page use camera and microphone after it was refused. */
export const permission = {
  chrome: 'Click the icon at the left end of the address bar, switch it on there, then switch it on here.',
  edge: 'Click the lock at the left end of the address bar, then “Permissions for this site”, allow it there, then switch it on here.',
  firefox:
    'Click the crossed-out sign at the left of the address, remove the block there, then switch it on here.',
  safari: 'In the menu Safari, open “Settings” for this website, allow it there, then switch it on here.',
  chromePhone: 'Tap the icon beside the address, then “Permissions”, allow it there, then switch it on here.',
  firefoxPhone: 'Tap the lock beside the address, allow it there, then switch it on here.',
  safariPhone:
    'Tap the page menu beside the address, then “Website Settings”, allow it there, then switch it on here.',
  iphoneOther:
    'Open the Settings of the phone, choose this browser in the list of apps, allow it there, then come back and switch it on here.',
  other: 'Allow it in the settings the browser has for this page, then switch it on here.',
} satisfies Record<Browser, string>;

export const waiting = {
  heading: 'Waiting room',
  connecting: 'Reaching the meeting…',
  offline: 'This device is offline. It goes on by itself as soon as there is a network.',
  noHost: 'Waiting for the host. No host is here yet; you can leave this page open.',
  knocking: 'Waiting for the host. Your passphrase is being checked at the door…',
  shown: 'Waiting for the host to let you in. The host has been told that you are here.',
  locked:
    'Waiting for the host. The meeting is locked: nobody is let in for now. You can leave this page open.',
  full: 'Waiting for the host. The meeting has no place left; your turn comes when somebody goes.',
  returning: 'Going back into your meeting…',
  starting: 'Setting up the call…',
  entering: 'You are let in. Setting up the call…',
  refused: 'You are not in the meeting.',
  passphrase: 'Passphrase',
  tryAgain: 'Try again',
  askAgain: 'Ask again',
  leave: 'Leave',
  notes: 'Messages between you and the host',
  fromHost: 'Host',
  fromYou: 'You',
  answer: 'Answer',
  send: 'Send',
  noteFromHost: (note: string): string => `The host writes: ${note}`,
};

export const leaving = {
  heading: 'Leave the meeting?',
  text: 'If you only leave, the others can go on talking, but nobody new can get in. Hand over, and somebody else lets people in. Ending it closes the room for everyone.',
  textCoHosts:
    'If you only leave, co-hosts can let people in for another 15 minutes. Hand over, and the new host goes on as you did. Ending it closes the room for everyone.',
  textHost: (name: string): string =>
    `If you only leave, ${name} goes on as host. Ending it closes the room for everyone.`,
  alone:
    'Nobody else is here. If you only leave, the room stays open, but nobody can get in until you are back.',
  newHost: 'New host',
  handOver: 'Hand over and leave',
  endForEveryone: 'End for everyone',
  leave: 'Leave',
};

export const end = {
  headings: {
    left: 'You left the meeting',
    ended: 'The meeting has ended',
    removed: 'You were removed from the meeting',
    lost: 'The connection was lost',
  },
  texts: {
    left: 'Its keys are erased from this tab.',
    ended:
      'The host ended it for everyone. Its keys are erased from this tab, and the link leads nowhere now.',
    removed: 'The host took you out. You no longer have the keys to what is said there.',
    lost: 'The meeting may still go on. Check your network.',
  },
  /** Of who was not in yet. */
  outside: {
    left: { heading: 'You left the waiting room', text: 'Camera and microphone are off.' },
    lost: {
      heading: 'The connection was lost before you were in',
      text: 'Check your network, and try again.',
    },
  },
  ways: {
    knock: 'To go back in, you knock again with your name and the passphrase.',
    host: 'You can go back in as a host, as long as the room is open.',
  },
  noWay: 'To go back in, open the link you came by again.',
  noWayHost:
    'To go back in as a host, open your host link, if you kept it. Otherwise open a new room, and invite people to that.',
  goBack: 'Go back in',
  again: 'Back to start',
};
