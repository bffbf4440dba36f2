// Drives the web application in a real browser against a running platform.
//
//   BASE_URL=http://127.0.0.1:8080 node tests/browser/run.mjs [FOLDER/] [CASE…]
//
// FOLDER holds the cases, `cases/` unless another one is named.
// SHOTS names a folder for pictures of the pages of cases that fail, PICTURES one for those of the handbook.
// CHROMIUM names another browser than /usr/bin/chromium, SEED repeats the choices of an earlier run.
// Ends with "N passed, N failed" and status 1 if anything failed.
import { readdir } from 'node:fs/promises';
import { Desk } from './desk.mjs';

const base = process.env.BASE_URL ?? 'http://127.0.0.1:8080';
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const given = process.argv.slice(2);
const named = given[0]?.endsWith('/') ? given.shift() : 'cases/';
console.log(`browser tests against ${base}, seed ${seed}`);

const folder = new URL(named, import.meta.url);
const names = (await readdir(folder)).filter((name) => name.endsWith('.mjs')).sort();
const desk = await Desk.open(base, seed);
let passed = 0;
let failed = 0;

try {
  for (const name of names) {
    const label = name.replace('.mjs', '');
    if (given.length > 0 && !given.includes(label)) continue;
    const { default: cases } = await import(new URL(name, folder));
    for (const [title, run] of Object.entries(cases)) {
      const started = Date.now();
      try {
        await run(desk);
        desk.complain();
        passed += 1;
        console.log(`  ok    ${label}: ${title} (${Date.now() - started} ms)`);
      } catch (error) {
        failed += 1;
        console.log(`  FAIL  ${label}: ${title}\n${String(error.stack ?? error).replace(/^/gm, '        ')}`);
        desk.forget();
        if (process.env.SHOTS) await desk.shoot(process.env.SHOTS, label);
      } finally {
        await desk.clear();
      }
    }
  }
} finally {
  await desk.close();
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
