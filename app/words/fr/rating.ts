/** The words of the question how it was. */

import type { Words } from '../words.ts';

export const rating: Words['rating'] = {
  heading: 'Comment était la réunion ?',
  stars: { 1: 'Mauvaise', 2: 'Pas très bonne', 3: 'Correcte', 4: 'Bonne', 5: 'Très bonne' },
  comment: 'Commentaire (facultatif)',
  hint: 'Pendant deux heures, l’hôte peut recevoir les deux, chiffrés et sans votre nom. Le serveur apprend seulement que quelqu’un a donné cette note.',
  hintHost: 'Le serveur apprend seulement que quelqu’un a donné cette note.',
  choose: 'Choisissez d’abord une note.',
  tooLong: 'Ce commentaire est trop long. Raccourcissez-le.',
  send: 'Envoyer l’avis',
  sent: 'Merci. Votre avis, chiffré, attend l’hôte pendant deux heures.',
  thanks: 'Merci.',
  counted: 'Merci. La note a été comptée, mais elle n’a pas pu être transmise à l’hôte.',
  failed: 'Le serveur est injoignable. Réessayez dans un instant.',
  others: 'Ce qu’en ont pensé les autres',
  none: 'Personne n’a encore rien dit. Les avis s’affichent ici tant que cette page est ouverte.',
  of: (stars: number): string => `${stars} sur 5`,
};
