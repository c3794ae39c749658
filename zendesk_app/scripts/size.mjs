/** Report what each page weighs on the wire, in kB of gzip: before its first paint, and in all. Fail beyond a limit. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const PAGES = {
  panel: { manifest: 'manifest', limits: { first: 25, all: 48 } },
  board: { manifest: 'board', limits: { first: 29, all: 60 } },
};
const build = fileURLToPath(new URL('../build/', import.meta.url));

/** A file that several parts name is fetched once. */
function weigh(parts) {
  const files = new Set(parts.flatMap(part => [part.file, ...(part.css ?? [])]));
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(build + file), { level: 9 }).length, 0) / 1000;
}

for (const [page, { manifest, limits }] of Object.entries(PAGES)) {
  const parts = Object.values(JSON.parse(readFileSync(`${build}.vite/${manifest}.json`, 'utf8')));
  const weights = { first: weigh(parts.filter(part => part.isEntry)), all: weigh(parts) };
  const tell = name => `${weights[name].toFixed(1)} of at most ${limits[name]} kB`;
  console.log(`${page}: ${tell('first')} before the first paint, ${tell('all')} in all`);
  if (weights.first > limits.first || weights.all > limits.all) process.exitCode = 1;
}
