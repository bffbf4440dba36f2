// Writes dist/sw.js: the worker with the list of files that the exam needs, under a name that changes with them.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = new URL('../', import.meta.url).pathname;
const manifest = JSON.parse(await readFile(join(root, 'dist/.vite/manifest.json'), 'utf8'));

/** From the contest's page to the receipt; the other screens are fetched when somebody opens them. */
const SCREENS = ['Contest', 'Comeback', 'Waiting', 'Room', 'Result'];

const files = new Set(['/favicon.svg']);
function take(key) {
  const chunk = manifest[key];
  if (files.has(`/${chunk.file}`)) return;
  files.add(`/${chunk.file}`);
  for (const css of chunk.css ?? []) files.add(`/${css}`);
  for (const next of chunk.imports ?? []) take(next);
}
take('index.html');
for (const screen of SCREENS) take(`src/screens/${screen}.svelte`);

const list = JSON.stringify([...files].sort());
const shell = await readFile(join(root, 'dist/index.html'));
const build = createHash('sha256').update(list).update(shell).digest('hex').slice(0, 16);
const worker = await readFile(join(root, 'src/worker.js'), 'utf8');
await writeFile(join(root, 'dist/sw.js'), worker.replace('__BUILD__', build).replace('__FILES__', list));
