/** The words of the start page, and the titles of all. */

export const titles = {
  start: 'Conclave',
  unsupported: 'This browser will not do · Conclave',
  hostLink: 'Host link · Conclave',
  roomReady: 'Your room is ready · Conclave',
  prejoin: 'Before you go in · Conclave',
  waiting: 'Waiting room · Conclave',
  call: 'In a meeting · Conclave',
  end: 'Meeting over · Conclave',
};

export const start = {
  heading: 'A meeting behind a locked door.',
  what: 'Video calls in a browser tab, encrypted so that only the people in the room can see and hear them. No account, nothing to install.',
  newMeeting: 'New meeting',
  or: 'Invited by somebody?',
  inviteLink: 'Invite link',
  placeholder: 'Paste the link you were sent',
  open: 'Open',
  remembered: (time: string): string => `Your meeting from ${time} is still open on this device.`,
  goOn: 'Go back to your meeting',
  forget: 'Forget it',
  forgotten: 'The meeting is forgotten on this device.',
};

export const protects = {
  link: 'How this protects you',
  lead: 'Everything you say and show is encrypted on your device and decrypted only on the devices of people the host let in. The servers in between carry what they cannot read.',
  doorHeading: 'How people get in',
  door: 'Three things are needed: the link, the passphrase, and the host, who sees each person knock and lets them in by name. The passphrase never leaves your device, and nobody can try out passphrases without knocking.',
  keysHeading: 'How it stays private',
  keys: 'The keys change each time somebody comes or goes. Who leaves cannot follow what is said afterwards; who comes late cannot decrypt what was said before. Inside, everybody can compare a short code to be sure that nobody is in between.',
  notHeading: 'What it does not hide',
  not: [
    'The servers see network addresses, when and how long you meet, how many you are, and how much is sent.',
    'Anybody in the meeting can record it, with a camera pointed at the screen if need be.',
    'A device with spyware on it, or a false copy of this page, protects nobody.',
    'Servers can slow down or break off a meeting. They cannot listen in.',
  ],
};
