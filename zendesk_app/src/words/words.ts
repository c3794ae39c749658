/** Find the words that people see in `translations/`, and fill them in. */
import { panel as english } from '../../translations/en.json';

interface Plural {
  one: string;
  other: string;
}

export type Words = typeof english;

/** Dotted names of the leaves: a text, or a text in its plural forms. */
export type Keys<T> = { [K in keyof T & string]: T[K] extends string | Plural ? K : `${K}.${Keys<T[K]>}` }[keyof T &
  string];
export type Key = Keys<Words>;

export type Values = Record<string, string | number>;

interface Speech {
  words: Words;
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
