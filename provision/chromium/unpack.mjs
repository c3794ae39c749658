// Decompresses the parts of @sparticuz/chromium into this folder: what its own code would do below /tmp at each start.
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const parts = "node_modules/@sparticuz/chromium/bin";
const files = [
  ["chromium.br", "chromium", 0o755],
  ["al2023.tar.br", "al2023.tar", 0o644],
  ["fonts.tar.br", "fonts.tar", 0o644],
];
for (const [source, target, mode] of files)
  await pipeline(createReadStream(`${parts}/${source}`), createBrotliDecompress(), createWriteStream(target, { mode }));
