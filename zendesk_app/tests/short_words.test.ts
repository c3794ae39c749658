import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { flat, shortened, shortNames, type Table } from '../scripts/shortWords';
import { board, common, panel, work } from '../translations/en.json';

test.each([
  ["t('a.b')", "t('0')"],
  ["b('a.b', { at })", "b('0', { at })"],
  ["t(\n  'a.b',\n)", "t(\n  '0',\n)"],
  ["t(late ? 'a.b' : 'a.c')", "t(late ? '0' : '1')"],
  ["t('a.b'); useDraft('a.b')", "t('0'); useDraft('a.b')"],
  ['t(\'a.b\'); <TextForm draft="a.b" />', 't(\'0\'); <TextForm draft="a.b" />'],
  ["t(one.route === 'macro' ? 'a.b' : 'a.c')", "t(one.route === 'macro' ? '0' : '1')"],
])('%s is shortened', (source, short) => {
  expect(shortened(source, shortNames(['a.b', 'a.c'], source))).toBe(short);
});

test.each([
  ['a name that is put together', "t('a.b'); t(`a.${name}`)"],
  ['a name below a group that is handed over', "t('a.b'); named('a.', name)"],
  ['a name that is handed over', "t('a.b'); told(done, 'a.b')"],
  ['a name in a type', "t('a.b'); type Said = 'a.b' | 'a.c'"],
  ['a name in a condition that is not understood', "t(has(it) ? 'a.b' : 'a.c')"],
  ['a call of something else', "set('a.b')"],
])('%s stays whole', (_what, source) => {
  const short = shortNames(['a.b', 'a.c'], source);
  expect(short.has('a.b')).toBe(false);
  expect(shortened(source, short)).toBe(source);
});

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(file => /\.tsx?$/.test(file))
  .map(file => readFileSync(`src/${file}`, 'utf8'))
  .join('\n');
const names = [panel, common, work, board].flatMap(chapter => Object.keys(flat(chapter)));
const short = shortNames(names, sources);
const TABLE = /^(\t?)(?:words: |var _words_\w+ = )(\{$.*?^\1\})[,;]$/gms;
const CALL = /\b[tb](?:\$\d)?\((?:[^'"`(){},]* \? )?"([\w.]+)"(?: : "([\w.]+)")?/g;

test('most names are short, and none is like a whole one', () => {
  expect(short.size).toBeGreaterThan(300);
  expect(names.filter(name => [...short.values()].includes(name))).toEqual([]);
});

test.each([
  ['panel', [panel, common, work]],
  ['board', [panel, common, board]],
])('what the built %s names is a word of its tables, and the right one', async (mode, chapters) => {
  const built = await build({ mode, logLevel: 'silent', build: { write: false, minify: false } });
  const { output } = (Array.isArray(built) ? built[0] : built) as { output: { code?: string }[] };
  const code = output.map(part => part.code ?? '').join('\n');
  const tables = Array.from(code.matchAll(TABLE), ([, , table]) => runInNewContext(`(${table ?? ''})`) as Table);
  const expected = chapters.map(chapter =>
    Object.fromEntries(Object.entries(flat(chapter)).map(([name, word]) => [short.get(name) ?? name, word])),
  );
  expect(tables).toEqual(expect.arrayContaining(expected));
  const said = Array.from(code.matchAll(CALL), ([, one, other]) => [one, other]).flat();
  const known = new Set(expected.flatMap(table => Object.keys(table)));
  expect(said.length).toBeGreaterThan(100);
  expect(said.filter(name => name !== undefined && !known.has(name))).toEqual([]);
});
