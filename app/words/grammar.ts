/** Numbers, plurals and lists as a language has them. */

/** A word or sentence for each kind of number that a language tells apart; `other` where it has no form of its own. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

export interface Grammar {
  /** "12,345". */
  readonly number: (value: number) => string;
  /** The form that goes with `count`. */
  readonly plural: (count: number, forms: Forms) => string;
  /** The number and the form that goes with it: "3 people". */
  readonly counted: (count: number, forms: Forms) => string;
  /** "a, b and c". */
  readonly list: (parts: readonly string[]) => string;
}

/** By the rules of Unicode for `locale`, a BCP 47 tag. */
export function grammarOf(locale: string): Grammar {
  const numbers = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const number = (value: number): string => numbers.format(value);
  const plural = (count: number, forms: Forms): string => forms[rules.select(count)] ?? forms.other;
  return {
    number,
    plural,
    counted: (count, forms) => `${number(count)} ${plural(count, forms)}`,
    list: (parts) => lists.format(parts),
  };
}
