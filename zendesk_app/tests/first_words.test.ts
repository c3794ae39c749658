import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { common, work } from '../translations/en.json';

const IMPORT = /^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gms;

/** The sources that a file imports at once, itself among them. */
function together(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file)) return found;
  const text = readFileSync(file, 'utf8');
  found.set(file, text);
  for (const [, path] of text.matchAll(IMPORT)) {
    const source = ['.ts', '.tsx'].map(end => resolve(dirname(file), `${path}${end}`)).find(existsSync);
    if (source) together(source, found);
  }
  return found;
}

function* names(node: object, above = ''): Generator<string> {
  for (const [name, words] of Object.entries(node) as [string, object | string][]) {
    yield above + name;
    if (typeof words === 'object') yield* names(words, `${above}${name}.`);
  }
}

test.each([
  ['panel', [common, work]],
  ['board', [work]],
])('%s: what is drawn first says nothing whose words come later', (page, words) => {
  const later = words.flatMap(chapter => [...names(chapter)]).filter(name => name.includes('.'));
  const first = [...together(resolve(`src/${page}/main.tsx`)).values()].join('\n');
  expect(later.filter(name => first.includes(`'${name}'`) || first.includes(`\`${name}.\${`))).toEqual([]);
});
