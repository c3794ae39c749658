/** Report what the panel weighs on the wire, with gzip; fail if the first paint waits for more than its budget. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 30;
const build = fileURLToPath(new URL('../build/', import.meta.url));
const entry = Object.values(JSON.parse(readFileSync(`${build}.vite/manifest.json`, 'utf8'))).find(one => one.isEntry);
const first = [entry.file, ...(entry.css ?? [])];
const all = readdirSync(`${build}assets`).filter(name => /\.(js|css)$/.test(name)).map(name => `assets/${name}`);
const weigh = names => names.reduce((sum, name) => sum + gzipSync(readFileSync(build + name), { level: 9 }).length, 0) / 1000;
const say = (kilobytes, what) => console.log(`${kilobytes.toFixed(1).padStart(6)} kB  ${what}`);

for (const name of all) say(weigh([name]), name);
say(weigh(first), `before the first paint, of at most ${BUDGET_KB}`);
say(weigh(all), 'in all');
if (weigh(first) > BUDGET_KB) process.exit(1);
