/** Report what the panel weighs on the wire: its built JavaScript and CSS, compressed with gzip. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('../build/assets/', import.meta.url));
const sizes = readdirSync(folder)
  .filter(name => /\.(js|css)$/.test(name))
  .map(name => [name, gzipSync(readFileSync(folder + name), { level: 9 }).length]);

for (const [name, size] of sizes) console.log(`${(size / 1000).toFixed(1).padStart(6)} kB  ${name}`);
console.log(`${(sizes.reduce((sum, [, size]) => sum + size, 0) / 1000).toFixed(1).padStart(6)} kB  in all, gzip`);
