/** The words of the way in and out: everything but the call. */

import type { Words } from '../words.ts';

export const unsupported: Words['unsupported'] = {
  heading: 'Hier geht es leider nicht',
  promise:
    'Sie wurden nach nichts gefragt, und nichts wurde gesendet. Wenn Ihnen jemand einen Link geschickt hat, öffnen Sie ihn dort noch einmal.',
  again: 'Noch einmal versuchen',
};

export const hostLink: Words['hostLink'] = {
  heading: 'Dieser Link macht Sie zum Host',
  text: 'Wer ihn benutzt, entscheidet, wer hereinkommt, und kann die Besprechung für alle beenden. Gehen Sie nur weiter, wenn es Ihr eigener Raum und Ihr eigenes Gerät ist.',
  proceed: 'Als Host weiter',
  back: 'Zurück zum Anfang',
};

export const roomReady: Words['roomReady'] = {
  heading: 'Ihr Raum ist bereit',
  lead: 'Ihre Gäste brauchen beides – und dann Sie, um hereingelassen zu werden.',
  inviteLink: 'Einladungslink',
  passphrase: 'Kennwort',
  hostLink: 'Host-Link',
  copyLink: 'Link kopieren',
  copyPassphrase: 'Kennwort kopieren',
  copyHostLink: 'Host-Link kopieren',
  copy: 'Kopieren',
  copied: 'Kopiert',
  linkCopied: 'Einladungslink kopiert.',
  passphraseCopied: 'Kennwort kopiert.',
  hostLinkCopied: 'Host-Link kopiert.',
  notCopied:
    'Der Browser hat das Kopieren nicht erlaubt. Markieren Sie den Text, und kopieren Sie ihn selbst.',
  advice: 'Senden Sie beides auf zwei verschiedenen Wegen.',
  adviceText:
    'Den Link zum Beispiel per E-Mail, das Kennwort am Telefon oder per Messenger. Dann kann niemand anklopfen, der nur eines davon mitliest.',
  chooseOwn: 'Eigenes wählen',
  ownLabel: 'Ihr eigenes Kennwort',
  ownRules:
    'Mindestens 8 Zeichen. Vier Wörter, die nichts miteinander zu tun haben, sind leicht zu sagen und schwer zu erraten. Großschreibung, Bindestriche und Leerzeichen spielen keine Rolle.',
  use: 'Dieses nehmen',
  ownTaken: 'Ihr eigenes Kennwort gilt jetzt.',
  more: 'Mehr',
  hostWarning:
    'Nur für Sie selbst: um diesen Raum als Host auf einem anderen Gerät oder später zu öffnen. Wer ihn hat, ist der Host. Senden Sie ihn niemandem.',
  proceed: 'Weiter',
};

export const prejoin: Words['prejoin'] = {
  heading: 'Bevor Sie hineingehen',
  hostLead: 'Das sehen nur Sie. Die Besprechung beginnt, wenn Sie es sagen.',
  joinerLead: 'Das sehen nur Sie. Der Host erfährt Ihren Namen, wenn Ihr Kennwort stimmt.',
  name: 'Ihr Name',
  nameHint: 'So, wie die anderen ihn sehen. Die Server sehen ihn nicht.',
  nameMissing: 'Bitte geben Sie einen Namen an.',
  passphrase: 'Kennwort',
  passphraseHint:
    'Sie haben es getrennt vom Link bekommen. Großschreibung, Leerzeichen und Bindestriche spielen keine Rolle.',
  passphraseMissing: 'Bitte geben Sie das Kennwort an.',
  words: 'Passende Wörter',
  preview: 'Ihre Kamera',
  level: 'Mikrofonpegel',
  devices: { microphone: 'Mikrofongerät', camera: 'Kameragerät', speaker: 'Lautsprechergerät' },
  usual: {
    microphone: 'Übliches Mikrofon',
    camera: 'Übliche Kamera',
    speaker: 'Üblicher Lautsprecher',
  },
  /** Before what is the matter with the device. */
  about: (device: string): string => `${device}:`,
  unnamed: (number: number): string => `Gerät ${number}`,
  without: 'Sie können ohne hineingehen und später einschalten.',
  system:
    'Ist es dort schon erlaubt, hält es vielleicht das System zurück: Sehen Sie in dessen Datenschutzeinstellungen bei Kamera und Mikrofon nach.',
  noneFound: 'Nichts gefunden',
  start: 'Besprechung beginnen',
  ask: 'Um Einlass bitten',
};

/** How to let this page use camera and microphone after it was refused. */
export const permission: Words['permission'] = {
  chrome:
    'Klicken Sie auf das Symbol ganz links in der Adresszeile, schalten Sie es dort ein und dann auch hier.',
  edge: 'Klicken Sie auf das Schloss ganz links in der Adresszeile, dann auf „Berechtigungen für diese Website“, erlauben Sie es dort, und schalten Sie es dann hier ein.',
  firefox:
    'Klicken Sie auf das durchgestrichene Zeichen links von der Adresse, heben Sie dort die Sperre auf, und schalten Sie es dann hier ein.',
  safari:
    'Öffnen Sie im Menü Safari die „Einstellungen“ für diese Website, erlauben Sie es dort, und schalten Sie es dann hier ein.',
  chromePhone:
    'Tippen Sie auf das Symbol neben der Adresse, dann auf „Berechtigungen“, erlauben Sie es dort, und schalten Sie es dann hier ein.',
  firefoxPhone:
    'Tippen Sie auf das Schloss neben der Adresse, erlauben Sie es dort, und schalten Sie es dann hier ein.',
  safariPhone:
    'Tippen Sie auf das Seitenmenü neben der Adresse, dann auf „Website-Einstellungen“, erlauben Sie es dort, und schalten Sie es dann hier ein.',
  iphoneOther:
    'Öffnen Sie die Einstellungen des Telefons, wählen Sie diesen Browser in der Liste der Apps, erlauben Sie es dort, kommen Sie dann zurück, und schalten Sie es hier ein.',
  other:
    'Erlauben Sie es in den Einstellungen, die der Browser für diese Seite hat, und schalten Sie es dann hier ein.',
};

export const waiting: Words['waiting'] = {
  heading: 'Warteraum',
  connecting: 'Verbindung zur Besprechung …',
  offline: 'Dieses Gerät ist offline. Es geht von selbst weiter, sobald wieder ein Netz da ist.',
  noHost: 'Warten auf den Host. Noch ist kein Host hier; Sie können diese Seite offen lassen.',
  knocking: 'Warten auf den Host. Ihr Kennwort wird an der Tür geprüft …',
  shown: 'Warten, bis der Host Sie hereinlässt. Der Host weiß, dass Sie hier sind.',
  locked:
    'Warten auf den Host. Die Besprechung ist abgeschlossen: Im Moment wird niemand hereingelassen. Sie können diese Seite offen lassen.',
  full: 'Warten auf den Host. In der Besprechung ist kein Platz mehr; Sie sind an der Reihe, wenn jemand geht.',
  returning: 'Zurück in Ihre Besprechung …',
  starting: 'Das Gespräch wird vorbereitet …',
  entering: 'Sie sind eingelassen. Das Gespräch wird vorbereitet …',
  refused: 'Sie sind nicht in der Besprechung.',
  passphrase: 'Kennwort',
  tryAgain: 'Noch einmal versuchen',
  askAgain: 'Noch einmal bitten',
  leave: 'Verlassen',
  notes: 'Nachrichten zwischen Ihnen und dem Host',
  fromHost: 'Host',
  fromYou: 'Sie',
  answer: 'Antwort',
  send: 'Senden',
  noteFromHost: (note: string): string => `Der Host schreibt: ${note}`,
};

export const leaving: Words['leaving'] = {
  heading: 'Besprechung verlassen?',
  text: 'Wenn Sie nur gehen, können die anderen weitersprechen, aber niemand Neues kann herein. Übergeben Sie, dann lässt jemand anderes Personen herein. Wenn Sie die Besprechung beenden, wird der Raum für alle geschlossen.',
  textCoHosts:
    'Wenn Sie nur gehen, können Co-Hosts noch 15 Minuten lang Personen hereinlassen. Übergeben Sie, dann macht der neue Host weiter wie Sie. Wenn Sie die Besprechung beenden, wird der Raum für alle geschlossen.',
  textHost: (name) =>
    `Wenn Sie nur gehen, macht ${name} als Host weiter. Wenn Sie die Besprechung beenden, wird der Raum für alle geschlossen.`,
  alone:
    'Niemand sonst ist hier. Wenn Sie nur gehen, bleibt der Raum offen, aber niemand kann herein, bis Sie zurück sind.',
  newHost: 'Neuer Host',
  handOver: 'Übergeben und verlassen',
  endForEveryone: 'Für alle beenden',
  leave: 'Verlassen',
};

export const end: Words['end'] = {
  headings: {
    left: 'Sie haben die Besprechung verlassen',
    ended: 'Die Besprechung ist beendet',
    removed: 'Sie wurden aus der Besprechung entfernt',
    lost: 'Die Verbindung ist abgerissen',
  },
  texts: {
    left: 'Die Schlüssel der Besprechung sind aus diesem Tab gelöscht.',
    ended:
      'Der Host hat sie für alle beendet. Die Schlüssel der Besprechung sind aus diesem Tab gelöscht, und der Link führt jetzt nirgendwohin.',
    removed:
      'Der Host hat Sie hinausgenommen. Sie haben die Schlüssel zu dem, was dort gesagt wird, nicht mehr.',
    lost: 'Vielleicht geht die Besprechung weiter. Prüfen Sie Ihre Internetverbindung.',
  },
  outside: {
    left: { heading: 'Sie haben den Warteraum verlassen', text: 'Kamera und Mikrofon sind aus.' },
    lost: {
      heading: 'Die Verbindung riss ab, bevor Sie drin waren',
      text: 'Prüfen Sie Ihre Internetverbindung und versuchen Sie es noch einmal.',
    },
  },
  ways: {
    knock: 'Um zurückzukehren, klopfen Sie mit Ihrem Namen und dem Kennwort noch einmal an.',
    host: 'Sie können als Host zurückkehren, solange der Raum offen ist.',
  },
  noWay: 'Um zurückzukehren, öffnen Sie noch einmal den Link, über den Sie gekommen sind.',
  noWayHost:
    'Um als Host zurückzukehren, öffnen Sie Ihren Host-Link, falls Sie ihn aufbewahrt haben. Sonst eröffnen Sie einen neuen Raum und laden in diesen ein.',
  goBack: 'Zurück in die Besprechung',
  again: 'Zurück zum Anfang',
};
