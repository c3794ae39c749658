/** Find the words that people see in `translations/`, and fill them in. */
import { panel as english } from '../../translations/en.json';

interface Plural {
  one: string;
  other: string;
}

/** Dotted names of the leaves: a text, or a text in its plural forms. */
export type Keys<T> = { [K in keyof T & string]: T[K] extends string | Plural ? K : `${K}.${Keys<T[K]>}` }[keyof T &
  string];
type All = typeof import('../../translations/en.json');
/** Of the panel's first paint, of the inside of its cards, or of what these share with the board. */
export type Key = Keys<typeof english> | Keys<All['common']> | Keys<All['work']>;

export type Values = Record<string, string | number>;

interface Speech {
  words: object;
  /** Of the words, so that "12 min ago" fits the sentence around it. */
  language: string;
  /** Of the reader, for dates and times. */
  locale: string;
  timeZone: string | undefined;
}

let speech: Speech = { words: english, language: 'en', locale: 'en', timeZone: undefined };

/** Choose words, locale and time zone; called before the first render. */
export function speak(change: Partial<Speech>): void {
  speech = { ...speech, ...change };
}

/** Add the words of a part that was fetched after the first paint. */
export const learn = (more: object): void => speak({ words: joined(speech.words, more) });

/** Two trees of words as one; they may share groups. */
export const joined = (one: object, other: object): object => ({
  ...one,
  ...Object.fromEntries(
    Object.entries(other).map(([name, words]: [string, object | string]) => {
      const known = (one as Record<string, object | string>)[name];
      return [name, typeof known === 'object' && typeof words === 'object' ? joined(known, words) : words];
    }),
  ),
});

export const speaking = (): Readonly<Speech> => speech;

/** The text for `key` with `{names}` filled in; `count` chooses the plural form. */
export const t = (key: Key, values: Values = {}): string => translate(speech.words, key, values);

/** The same for a key of any tree of words. */
export function translate(words: object, key: string, values: Values): string {
  const found = key
    .split('.')
    .reduce<unknown>(
      (node, part) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[part] : undefined),
      words,
    );
  return fill(choose(found, values.count) ?? key, values);
}

function choose(found: unknown, count: string | number | undefined): string | undefined {
  if (typeof found === 'string') return found;
  const forms = found as Partial<Record<Intl.LDMLPluralRule, string>> | undefined;
  return forms?.[new Intl.PluralRules(speech.language).select(Number(count))] ?? forms?.other;
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
