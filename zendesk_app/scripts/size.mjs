/** Report what each page weighs on the wire, with gzip; fail if a first paint waits for more than its budget. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const PAGES = { panel: { manifest: 'manifest', budget: 30 }, board: { manifest: 'board', budget: 60 } };
const build = fileURLToPath(new URL('../build/', import.meta.url));
const weigh = files =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(build + file), { level: 9 }).length, 0) / 1000;
const filesOf = parts => parts.flatMap(part => [part.file, ...(part.css ?? [])]);

let heavy = false;
for (const [page, { manifest, budget }] of Object.entries(PAGES)) {
  const parts = Object.values(JSON.parse(readFileSync(`${build}.vite/${manifest}.json`, 'utf8')));
  const first = weigh(filesOf(parts.filter(part => part.isEntry)));
  const later = weigh(filesOf(parts.filter(part => part.isDynamicEntry)));
  console.log(
    `${first.toFixed(1).padStart(6)} kB  ${page}, before the first paint, of at most ${budget}; ${later.toFixed(1)} kB more on demand`,
  );
  heavy ||= first > budget;
}
if (heavy) process.exit(1);
