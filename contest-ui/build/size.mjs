// Holds the participant's entry to its budget: JavaScript and CSS that load before the first screen, brotli.
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const BUDGET_BYTES = 30_000;
const dist = new URL('../dist/', import.meta.url).pathname;
const manifest = JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8'));

/** Every file that a chunk pulls in statically, itself included. */
function files(key, seen = new Set(), out = new Set()) {
  if (seen.has(key)) return out;
  seen.add(key);
  const chunk = manifest[key];
  out.add(chunk.file);
  for (const css of chunk.css ?? []) out.add(css);
  for (const next of chunk.imports ?? []) files(next, seen, out);
  return out;
}

async function brotliBytes(names) {
  const sizes = await Promise.all([...names].map((name) => stat(join(dist, `${name}.br`))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

const entry = files('index.html');
const total = await brotliBytes(entry);
console.log(`entry: ${total} bytes brotli of ${BUDGET_BYTES} (${[...entry].join(', ')})`);

for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const more = [...files(key)].filter((name) => !entry.has(name));
  console.log(`  + ${key}: ${await brotliBytes(more)}`);
}

/** What other sites load on each of their pages, as it is and not compressed. */
const EMBED_BYTES = 6_000;
const embed = (await stat(join(dist, 'nhung.js'))).size;
console.log(`nhung.js: ${embed} bytes of ${EMBED_BYTES}`);

// The manifest served its purpose; it is not part of what visitors get.
await rm(join(dist, '.vite'), { recursive: true });

if (embed > EMBED_BYTES) {
  console.error(`The script for other sites is ${embed - EMBED_BYTES} bytes over its budget.`);
  process.exit(1);
}
if (total > BUDGET_BYTES) {
  console.error(`The participant's entry is ${total - BUDGET_BYTES} bytes over its budget.`);
  process.exit(1);
}
