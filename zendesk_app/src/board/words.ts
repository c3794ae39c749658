/** The board's own words: the panel does not carry them. */
import { board as english } from '../../translations/en.json';
import { type Keys, translate, type Values } from '../words/words';

type Key = Keys<typeof english>;

export const b = (key: Key, values: Values = {}): string => translate(english, key, values);

/** A name that the server may know and we do not is shown as it is. */
export function named(group: 'line' | 'kind' | 'chart', name: string): string {
  return Object.hasOwn(english[group], name) ? b(`${group}.${name}` as Key) : name;
}
