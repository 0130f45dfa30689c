/** Something that keeps Conclave from running and that a person can do something about: the message says what. */
export class Problem extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'Problem';
  }
}
