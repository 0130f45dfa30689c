/** The words of the question how it was. */

export const rating = {
  heading: 'How was the meeting?',
  stars: { 1: 'Bad', 2: 'Not so good', 3: 'All right', 4: 'Good', 5: 'Very good' },
  comment: 'Comment (optional)',
  hint: 'The host gets both, encrypted and without your name, if they look within two hours. The server learns only that somebody gave this number.',
  hintHost: 'The server learns only that somebody gave this number.',
  choose: 'Choose a number first.',
  tooLong: 'This comment is too long. Shorten it.',
  send: 'Send rating',
  sent: 'Thank you. Your rating waits for the host for two hours, encrypted.',
  thanks: 'Thank you.',
  counted: 'Thank you. The number was counted, but it could not be passed on to the host.',
  failed: 'The server cannot be reached. Try again in a moment.',
  others: 'What the others thought',
  none: 'Nobody has said anything yet. It appears here while this page is open.',
  of: (stars: number): string => `${stars} of 5`,
};
