// Writes a .br and a .gz beside every text file of dist, so that the server never compresses at request time.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const text = /\.(?:html|js|css|svg|json|txt|webmanifest)$/;
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

const names = await readdir(dist, { recursive: true });
await Promise.all(
  names
    .filter((name) => text.test(name) && !name.startsWith('.vite'))
    .map(async (name) => {
      const path = join(dist, name);
      const bytes = await readFile(path);
      const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
      await writeFile(`${path}.br`, await brotli(bytes, best));
      await writeFile(`${path}.gz`, await zip(bytes, { level: 9 }));
    }),
);
