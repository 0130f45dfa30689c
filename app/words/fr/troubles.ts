/** A sentence for everything that can go wrong. */

import type { First } from '../words.ts';

/** What a person is told when something did not work: what happened, and what to do where there is something. */
export const troubles: First['troubles'] = {
  notALink:
    'Ce n’est pas un lien d’invitation. Collez le lien entier, de https:// jusqu’à son dernier caractère.',
  cutLink: 'Il manque une partie de ce lien. Demandez-le de nouveau et copiez-le en entier.',
  linkVersion: 'Ce lien vient d’un Conclave plus récent. Rechargez cette page et ouvrez-le de nouveau.',
  otherSite: 'Ce lien appartient à un autre site. Ouvrez-le là-bas, dans la barre d’adresse.',
  weakPassphrase:
    'Trop facile à deviner. Prenez au moins 8 caractères ; le mieux, ce sont quatre mots sans rapport entre eux.',
  badName: 'Ce nom ne convient pas. Donnez-en un de 1 à 64 caractères ordinaires.',
  malformed: 'Quelque chose est arrivé qui n’a pas de sens. Cela a été écarté.',
  unknownVersion:
    'Quelqu’un utilise une autre version de Conclave. Rechargez cette page ; si cela ne suffit pas, c’est à l’autre de le faire.',
  unknownType: 'Quelque chose est arrivé que cette version ne connaît pas. Cela a été écarté.',
  badText: 'Un texte est arrivé avec des caractères qui ne sont pas permis. Il a été écarté.',
  badSignature: 'Un message ne venait pas de la personne dont il prétendait venir. Il a été écarté.',
  wrongRoom: 'On vous a envoyé quelque chose d’une autre salle. Cela a été écarté.',
  expired: 'Cette autorisation a expiré. Demandez une nouvelle invitation à l’hôte.',
  badPoint: 'Une clé est arrivée qui ne peut pas être authentique. Elle a été refusée.',
  notYourHost:
    'Ce n’est pas l’hôte de ce lien qui a répondu. Vous n’êtes pas dans la réunion, et rien de vous n’a été révélé.',
  wrongPassphrase: 'Cette phrase secrète n’est pas la bonne. Vérifiez-la avec l’hôte et réessayez.',
  replayed: 'Quelqu’un a renvoyé un ancien message. Il a été écarté.',
  outOfTurn: 'Un message est arrivé au mauvais moment. Il a été écarté.',
  notOpened: 'Un message n’a pas pu être déchiffré. Il a été écarté.',
  unknownEpoch: 'Un message est arrivé avec une clé qui n’est pas en usage. Il a été écarté.',
  notInRoster: 'Un message est venu de quelqu’un qui n’est pas dans cette réunion. Il a été écarté.',
  notAllowed: 'Ce n’est pas permis ici.',
  notNext:
    'La liste des personnes de cette réunion a été falsifiée ou n’est plus à jour. La dernière bonne liste reste en usage.',
  removedReturns: 'Une personne exclue a été remise sur la liste des personnes. Cette liste a été refusée.',
  tooLong: 'C’est trop long.',
  tooMany: 'Trop d’essais en peu de temps. Attendez une minute et réessayez.',
  tooSlow: 'La connexion était trop lente pour répondre à temps. Réessayez.',
  badClaim:
    'Le serveur n’a pas accepté que vous soyez l’hôte. Vérifiez l’heure de cet appareil et réessayez.',
  sfuUnavailable: 'Le serveur média est injoignable. Un nouvel essai se fait tout seul.',
  notIn:
    'Le serveur ne sait pas que vous êtes dans cette réunion. Ouvrez de nouveau le lien d’invitation et frappez.',
  shuttingDown: 'Le serveur redémarre. Un nouvel essai se fait tout seul.',
  locked: 'La réunion est verrouillée : personne d’autre ne peut entrer pour le moment.',
  declined: 'L’hôte a refusé votre demande.',
  moved: 'Ce lien n’est plus valable : l’hôte en a créé un nouveau. Demandez-le.',
  full: 'Il n’y a plus de place dans la réunion. Réessayez quand quelqu’un sera parti.',
  notAllowedByHost: 'L’hôte ne le permet pas en ce moment.',
  notLoaded: 'Une partie de cette page n’a pas pu être chargée. Vérifiez votre connexion et réessayez.',
  relayLost: 'Le serveur est injoignable. Vérifiez votre connexion ; un nouvel essai se fait tout seul.',
  sfuLost: 'La connexion au serveur média est perdue.',
  noEncodedTransforms:
    'Ce navigateur ne sait pas chiffrer lui-même un appel : Conclave n’en commencera donc pas ici. Utilisez un Chrome, Edge, Firefox ou Safari récent.',
  insecureContext:
    'Cette page n’a pas été ouverte par une connexion sûre : le navigateur ne lui donne donc ni caméra ni chiffrement. Ouvrez son adresse avec https://.',
  cameraDenied: 'Le navigateur ne laisse pas cette page utiliser la caméra.',
  microphoneDenied: 'Le navigateur ne laisse pas cette page utiliser le micro.',
  deviceMissing: 'Aucun appareil trouvé. Branchez-en un, ou continuez sans.',
  deviceBusy: 'Un autre programme s’en sert. Fermez-le, puis réactivez ici.',
  deviceHushed:
    'Rien n’arrive : un interrupteur ou un cache sur l’appareil, ou un réglage du système, l’en empêche.',
  screenDenied:
    'L’écran n’est pas partagé : le navigateur ou le système ne l’a pas permis, ou le choix a été annulé.',
};
