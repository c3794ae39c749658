/** Find the words that people see in `translations/`, and fill them in. */
import english from 'words:panel';

interface Plural {
  one: string;
  other: string;
}

/** Dotted names of the leaves: a text, or a text in its plural forms. */
export type Keys<T> = { [K in keyof T & string]: T[K] extends string | Plural ? K : `${K}.${Keys<T[K]>}` }[keyof T &
  string];
type Table = Readonly<Record<string, object | string>>;
type All = typeof import('../../translations/en.json');
/** Of the panel's first paint, of the inside of its cards, or of what these share with the board. */
export type Key = Keys<All['panel']> | Keys<All['common']> | Keys<All['work']>;

export type Values = Record<string, string | number>;

interface Speech {
  words: Table;
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
export const learn = (more: Table): void => speak({ words: { ...speech.words, ...more } });

export const speaking = (): Readonly<Speech> => speech;

/** The text for `key` with `{names}` filled in; `count` chooses the plural form. */
export const t = (key: Key, values: Values = {}): string => translate(speech.words, key, values);

/** The same for a key of any table of words. */
export const translate = (words: Table, key: string, values: Values): string =>
  fill(choose(words[key], values.count) ?? key, values);

function choose(found: object | string | undefined, count: string | number | undefined): string | undefined {
  if (typeof found === 'string') return found;
  const forms = found as Partial<Record<Intl.LDMLPluralRule, string>> | undefined;
  return forms?.[new Intl.PluralRules(speech.language).select(Number(count))] ?? forms?.other;
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
