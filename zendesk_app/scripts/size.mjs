/** Report what each page weighs on the wire: its JavaScript and CSS, compressed with gzip, and what it loads later. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const build = fileURLToPath(new URL('../build/', import.meta.url));
const weigh = file => gzipSync(readFileSync(build + file), { level: 9 }).length;
const kilobytes = bytes => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;

for (const [page, manifest] of [['panel', 'manifest'], ['board', 'board']]) {
  const parts = Object.values(JSON.parse(readFileSync(`${build}.vite/${manifest}.json`, 'utf8')));
  const sizes = parts
    .filter(part => part.isEntry || part.isDynamicEntry)
    .map(part => ({ later: !part.isEntry, size: [part.file, ...(part.css ?? [])].reduce((sum, file) => sum + weigh(file), 0) }));
  const sum = later => sizes.filter(one => one.later === later).reduce((all, { size }) => all + size, 0);
  console.log(`${kilobytes(sum(false))}  ${page}, gzip${sum(true) ? `; ${kilobytes(sum(true)).trim()} more on demand` : ''}`);
}
