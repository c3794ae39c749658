/**
 * Give the words of `translations/en.json` to the bundles as flat tables, most of them under short names: 'star.title' is '7b'.
 *
 * A word gets a short name when every place in the sources that names it is a plain `t('…')` or `b('…')`, which is
 * rewritten along with the table. Any other word keeps its whole name: one that is put together from parts, or
 * passed on as a value. A draft may have the name of a word, and keeps it.
 */
import { readdirSync, readFileSync } from 'node:fs';

interface Words {
  [name: string]: string | Words;
}
export type Table = Record<string, string | Words>;

/** The name in `t('a.b')`, and both in `t(asked ? 'a.b' : 'a.c')`. */
const CALL = /(?<=\b[tb]\(\s*(?:[\w.!]+(?: [!=]== '\w+')? \? (?:'[\w.]+' : )?)?)'([\w.]+)'/g;
/** Any literal that may be a name of a word; that of a draft is none. */
const LITERAL = /(?<!\buseDraft\(|\bdraft=)(['"`])([\w.]+)\1/g;
/** `a.${b}` in a call, or 'a.': the names below it are put together where the page runs. */
const OPEN_GROUP = /\b[tb]\(\s*`([\w.]+\.)\$\{|'([\w.]+\.)'/g;

/** The leaves of a tree of words under their dotted names; a text in its plural forms is one leaf. */
export function flat(words: Words, above = ''): Table {
  const leaves = Object.entries(words).map(([name, word]: [string, string | Words]): Table => {
    const leaf = typeof word === 'string' || 'other' in word;
    return leaf ? { [above + name]: word } : flat(word, `${above}${name}.`);
  });
  return Object.assign({}, ...leaves) as Table;
}

/** Each name that may be short, with its short one. */
export function shortNames(names: readonly string[], sources: string): Map<string, string> {
  const count = (found: Iterable<string | undefined>): Map<string | undefined, number> => {
    const counts = new Map<string | undefined, number>();
    for (const name of found) counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts;
  };
  const everywhere = count(Array.from(sources.matchAll(LITERAL), ([, , name]) => name));
  const called = count(Array.from(sources.matchAll(CALL), ([, name]) => name));
  const open = Array.from(sources.matchAll(OPEN_GROUP), ([, before, alone]) => before ?? alone ?? '');
  const can = names.filter(
    name =>
      called.has(name) && called.get(name) === everywhere.get(name) && !open.some(group => name.startsWith(group)),
  );
  return new Map([...new Set(can)].map((name, place) => [name, place.toString(36)]));
}

/** A source with the short names in its calls. */
export const shortened = (code: string, short: ReadonlyMap<string, string>): string =>
  code.replace(CALL, (_whole, name: string) => `'${short.get(name) ?? name}'`);

/** The plugin: `words:panel` is the table of that chapter. */
export function shortWords(root: URL) {
  const chapters = JSON.parse(readFileSync(new URL('translations/en.json', root), 'utf8')) as Record<string, Words>;
  const names = Object.entries(chapters).flatMap(([chapter, words]) =>
    chapter === 'app' ? [] : Object.keys(flat(words)),
  );
  const src = new URL('src/', root);
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => /\.tsx?$/.test(file));
  const short = shortNames(names, files.map(file => readFileSync(new URL(file, src), 'utf8')).join('\n'));
  return {
    name: 'short-words',
    enforce: 'pre' as const,
    resolveId: (id: string) => (id.startsWith('words:') ? `\0${id}` : undefined),
    load(id: string) {
      if (!id.startsWith('\0words:')) return;
      const table = Object.entries(flat(chapters[id.slice('\0words:'.length)] ?? {}));
      const named = table.map(([name, word]) => [short.get(name) ?? name, word] as const);
      return { code: `export default ${JSON.stringify(Object.fromEntries(named))}`, moduleType: 'js' as const };
    },
    transform: (code: string, id: string) =>
      /\/(src|tests)\/.*\.tsx?$/.test(id) ? { code: shortened(code, short), map: null } : undefined,
  };
}
