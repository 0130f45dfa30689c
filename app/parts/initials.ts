/** What stands for a person without a picture. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first character of the first and of the last word of a name, as a person would see them. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => (word === undefined ? '' : ([...graphemes.segment(word)][0]?.segment ?? '')))
    .join('')
    .toLocaleUpperCase();
}
