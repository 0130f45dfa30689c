/** The words of the ways to pass a link on: share sheet, QR code, calendar file. */

export const sharing = {
  ways: 'Ways to pass the link on',
  share: 'Share link',
  notShared: 'The link could not be shared. Copy it instead.',
  qr: 'QR code',
  qrOfLink: 'QR code of the invite link',
  qrHint:
    'Point the camera of another device at it. It holds the invite link and not the passphrase, and was drawn on this device.',
  qrFailed: 'The QR code could not be drawn. Copy the link instead.',
  calendar: 'Calendar file',
  when: 'Date and time',
  whenMissing: 'Please give a date and a time.',
  whenOver: 'This time is over. Please give a later one.',
  calendarHint:
    'An entry of one hour for your calendar and those of your guests. It holds the invite link and not the passphrase.',
  keepHostLink:
    'The room does not open by itself. Keep the host link, which is under “More” below, in a safe place: when it is time, open it and start the meeting. Without it nobody can open this room.',
  saveCalendar: 'Save calendar file',
  calendarSaved: 'The calendar file is saved.',
  calendarFile: 'conclave-meeting.ics',
  eventTitle: 'Conclave meeting',
  eventText: (link: string): string =>
    `Open this link to ask to come in:\n${link}\n\nThe passphrase comes to you in another way. The host lets you in.`,
};
