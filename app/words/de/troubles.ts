/** A sentence for everything that can go wrong. */

import type { First } from '../words.ts';

/** What a person is told when something did not work: what happened, and what to do where there is something. */
export const troubles: First['troubles'] = {
  notALink:
    'Das ist kein Einladungslink. Fügen Sie den ganzen Link ein, von https:// bis zum letzten Zeichen.',
  cutLink:
    'Ein Teil dieses Links fehlt. Lassen Sie ihn sich noch einmal schicken, und kopieren Sie ihn ganz.',
  linkVersion:
    'Dieser Link stammt von einem neueren Conclave. Laden Sie diese Seite neu, und öffnen Sie ihn noch einmal.',
  otherSite: 'Dieser Link gehört zu einer anderen Website. Öffnen Sie ihn dort, in der Adresszeile.',
  weakPassphrase:
    'Zu leicht zu erraten. Nehmen Sie mindestens 8 Zeichen; am besten sind vier Wörter, die nichts miteinander zu tun haben.',
  badName: 'Dieser Name geht nicht. Nehmen Sie 1 bis 64 gewöhnliche Zeichen.',
  malformed: 'Es ist etwas angekommen, das keinen Sinn ergibt. Es wurde verworfen.',
  unknownVersion:
    'Jemand benutzt eine andere Version von Conclave. Laden Sie diese Seite neu; hilft das nicht, sollte die andere Person ihre neu laden.',
  unknownType: 'Es ist etwas angekommen, das diese Version nicht kennt. Es wurde verworfen.',
  badText: 'Es ist ein Text mit unerlaubten Zeichen angekommen. Er wurde verworfen.',
  badSignature:
    'Eine Nachricht kam nicht von der Person, von der sie zu kommen vorgibt. Sie wurde verworfen.',
  wrongRoom: 'Aus einem anderen Raum wurde Ihnen etwas geschickt. Es wurde verworfen.',
  expired: 'Diese Erlaubnis ist abgelaufen. Bitten Sie den Host um eine neue Einladung.',
  badPoint: 'Es ist ein Schlüssel angekommen, der nicht echt sein kann. Er wurde zurückgewiesen.',
  notYourHost:
    'Wer da geantwortet hat, ist nicht der Host, zu dem dieser Link gehört. Sie wurden nicht eingelassen, und nichts über Sie wurde verraten.',
  wrongPassphrase:
    'Dieses Kennwort stimmt nicht. Fragen Sie beim Host nach, und versuchen Sie es noch einmal.',
  replayed: 'Jemand hat eine alte Nachricht noch einmal gesendet. Sie wurde verworfen.',
  outOfTurn: 'Eine Nachricht kam im falschen Moment. Sie wurde verworfen.',
  notOpened: 'Eine Nachricht ließ sich nicht entschlüsseln. Sie wurde verworfen.',
  unknownEpoch: 'Eine Nachricht kam mit einem Schlüssel, der nicht in Gebrauch ist. Sie wurde verworfen.',
  notInRoster: 'Eine Nachricht kam von jemandem, der nicht in dieser Besprechung ist. Sie wurde verworfen.',
  notAllowed: 'Das ist hier nicht erlaubt.',
  notNext:
    'Die Liste der Personen in dieser Besprechung wurde gefälscht oder ist veraltet. Die letzte gute gilt weiter.',
  removedReturns:
    'Jemand, der entfernt worden war, wurde wieder auf die Liste der Personen gesetzt. Diese Liste wurde zurückgewiesen.',
  tooLong: 'Das ist zu lang.',
  tooMany: 'Zu viele Versuche in kurzer Zeit. Warten Sie eine Minute, und versuchen Sie es noch einmal.',
  tooSlow: 'Die Verbindung war zu langsam für eine rechtzeitige Antwort. Versuchen Sie es noch einmal.',
  badClaim:
    'Der Server hat nicht anerkannt, dass Sie der Host sind. Prüfen Sie die Uhr dieses Geräts, und versuchen Sie es noch einmal.',
  sfuUnavailable: 'Der Medienserver ist nicht erreichbar. Es wird von selbst wieder versucht.',
  notIn:
    'Der Server weiß nicht, dass Sie in dieser Besprechung sind. Öffnen Sie den Einladungslink noch einmal, und klopfen Sie an.',
  shuttingDown: 'Der Server startet neu. Es wird von selbst wieder versucht.',
  locked: 'Die Besprechung ist abgeschlossen: Im Moment wird niemand Neues hereingelassen.',
  declined: 'Der Host hat Ihre Bitte abgelehnt.',
  moved: 'Dieser Link gilt nicht mehr: Der Host hat einen neuen gemacht. Bitten Sie um den neuen.',
  full: 'In der Besprechung ist kein Platz mehr. Versuchen Sie es wieder, wenn jemand gegangen ist.',
  notAllowedByHost: 'Der Host erlaubt das im Moment nicht.',
  notLoaded:
    'Ein Teil dieser Seite konnte nicht geladen werden. Prüfen Sie Ihre Internetverbindung, und versuchen Sie es noch einmal.',
  relayLost:
    'Der Server ist nicht erreichbar. Prüfen Sie Ihre Internetverbindung; es wird von selbst wieder versucht.',
  sfuLost: 'Die Verbindung zum Medienserver ist abgerissen.',
  noEncodedTransforms:
    'Dieser Browser kann Gespräche nicht selbst verschlüsseln, deshalb beginnt Conclave hier keines. Benutzen Sie ein aktuelles Chrome, Edge, Firefox oder Safari.',
  insecureContext:
    'Diese Seite wurde nicht über eine sichere Verbindung geöffnet, deshalb gibt ihr der Browser weder Kamera noch Verschlüsselung. Öffnen Sie ihre Adresse mit https://.',
  cameraDenied: 'Der Browser lässt diese Seite die Kamera nicht benutzen.',
  microphoneDenied: 'Der Browser lässt diese Seite das Mikrofon nicht benutzen.',
  deviceMissing: 'Keines gefunden. Schließen Sie eines an, oder machen Sie ohne weiter.',
  deviceBusy: 'Ein anderes Programm benutzt es gerade. Schließen Sie es, und schalten Sie hier wieder ein.',
  deviceHushed:
    'Es kommt nichts an: Ein Schalter oder eine Klappe am Gerät oder eine Einstellung des Systems hält es zurück.',
  screenDenied:
    'Der Bildschirm wird nicht geteilt: Der Browser oder das System hat es nicht erlaubt, oder die Auswahl wurde abgebrochen.',
};
