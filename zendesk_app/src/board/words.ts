/** The board's own words, kept out of the panel's files. */
import english from 'words:board';
import { type Keys, translate, type Values } from '../words/words';

type Key = Keys<(typeof import('../../translations/en.json'))['board']>;

export const b = (key: Key, values: Values = {}): string => translate(english, key, values);

/** The word for a server's name; a name that a newer server added is shown unchanged. */
export function named(group: 'line.' | 'kind.' | 'chart.', name: string): string {
  const key = group + name;
  return Object.hasOwn(english, key) ? b(key as Key) : name;
}
