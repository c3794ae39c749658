/** The board's own words, kept out of the panel's files. */
import { board as english } from '../../translations/en.json';
import { type Keys, translate, type Values } from '../words/words';

type Key = Keys<typeof english>;

export const b = (key: Key, values: Values = {}): string => translate(english, key, values);

/** The word for a server's name; a name that a newer server added is shown unchanged. */
export function named(group: 'line' | 'kind' | 'chart', name: string): string {
  return Object.hasOwn(english[group], name) ? b(`${group}.${name}` as Key) : name;
}
