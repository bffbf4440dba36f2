/**
 * A QR code (ISO/IEC 18004) of a short text: byte mode, error correction M, versions 1 to 10.
 * That is all a receipt's address needs, and it keeps the page free of any other host's drawing service.
 */

/** Per version: data codewords per block (one entry a block) and error-correction codewords per block, level M. */
const VERSIONS: readonly { data: readonly number[]; ecc: number }[] = [
  { data: [16], ecc: 10 },
  { data: [28], ecc: 16 },
  { data: [44], ecc: 26 },
  { data: [32, 32], ecc: 18 },
  { data: [43, 43], ecc: 24 },
  { data: [27, 27, 27, 27], ecc: 16 },
  { data: [31, 31, 31, 31], ecc: 18 },
  { data: [38, 38, 39, 39], ecc: 22 },
  { data: [36, 36, 36, 37, 37], ecc: 22 },
  { data: [43, 43, 43, 43, 44], ecc: 26 },
];

/** Centres of the alignment patterns. */
const ALIGNMENT: readonly (readonly number[])[] = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

/** The modules of the code, row by row; true is dark. Throws when the text is longer than version 10 holds. */
export function qr(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  const version = VERSIONS.findIndex(({ data }, i) => capacity(data, i + 1) >= bytes.length) + 1;
  const shape = VERSIONS[version - 1];
  if (shape === undefined) throw new RangeError('The text does not fit into the QR code.');
  const codewords = interleave(fill(bytes, version, sum(shape.data)), shape.data, shape.ecc);

  let best: Grid | null = null;
  let least = Infinity;
  for (let mask = 0; mask < 8; mask += 1) {
    const grid = draw(version, codewords, mask);
    const cost = penalty(grid.dark);
    if (cost < least) {
      least = cost;
      best = grid;
    }
  }
  return (best as Grid).dark;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Bytes of text that fit: mode and length take 12 bits up to version 9, 20 from version 10. */
function capacity(data: readonly number[], version: number): number {
  return Math.floor((sum(data) * 8 - (version < 10 ? 12 : 20)) / 8);
}

function fill(bytes: Uint8Array, version: number, total: number): number[] {
  const bits: number[] = [];
  const push = (value: number, length: number): void => {
    for (let i = length - 1; i >= 0; i -= 1) bits.push((value >> i) & 1);
  };
  push(4, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, total * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const words: number[] = [];
  for (let i = 0; i < bits.length; i += 8) words.push(parseInt(bits.slice(i, i + 8).join(''), 2));
  for (let pad = 0xec; words.length < total; pad ^= 0xec ^ 0x11) words.push(pad);
  return words;
}

function interleave(words: number[], blocks: readonly number[], ecc: number): number[] {
  const generator = divisor(ecc);
  let from = 0;
  const data = blocks.map((length) => words.slice(from, (from += length)));
  const checks = data.map((block) => remainder(block, generator));
  const out: number[] = [];
  for (let i = 0; i < Math.max(...blocks); i += 1) for (const block of data) if (i < block.length) out.push(block[i] as number);
  for (let i = 0; i < ecc; i += 1) for (const check of checks) out.push(check[i] as number);
  return out;
}

/** Product in GF(256) with the polynomial x⁸ + x⁴ + x³ + x² + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> i) & 1) * a;
  }
  return product;
}

/** The Reed–Solomon generator of a degree, without its leading one. */
function divisor(degree: number): number[] {
  const result = new Array<number>(degree).fill(0);
  result[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; i += 1) {
    for (let j = 0; j < degree; j += 1) result[j] = times(result[j] as number, root) ^ (result[j + 1] ?? 0);
    root = times(root, 2);
  }
  return result;
}

function remainder(data: readonly number[], generator: readonly number[]): number[] {
  const result = generator.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (result.shift() as number);
    result.push(0);
    for (const [i, g] of generator.entries()) result[i] = (result[i] as number) ^ times(g, factor);
  }
  return result;
}

interface Grid {
  dark: boolean[][];
  /** Modules that belong to the frame of the code and carry no data. */
  fixed: boolean[][];
}

function draw(version: number, codewords: readonly number[], mask: number): Grid {
  const size = version * 4 + 17;
  const blank = (): boolean[][] => Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const grid: Grid = { dark: blank(), fixed: blank() };
  const set = (x: number, y: number, on: boolean): void => {
    (grid.dark[y] as boolean[])[x] = on;
    (grid.fixed[y] as boolean[])[x] = true;
  };

  for (let i = 0; i < size; i += 1) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) finder(set, cx, cy, size);
  alignment(set, ALIGNMENT[version - 1] ?? [], size);
  format(set, mask, size);
  if (version >= 7) versionBits(set, version, size);
  place(grid, codewords, size, mask);
  return grid;
}

type SetModule = (x: number, y: number, on: boolean) => void;

function finder(set: SetModule, cx: number, cy: number, size: number): void {
  for (let dy = -4; dy <= 4; dy += 1) {
    for (let dx = -4; dx <= 4; dx += 1) {
      const [x, y] = [cx + dx, cy + dy];
      const ring = Math.max(Math.abs(dx), Math.abs(dy));
      if (x >= 0 && x < size && y >= 0 && y < size) set(x, y, ring !== 2 && ring !== 4);
    }
  }
}

function alignment(set: SetModule, centres: readonly number[], size: number): void {
  const corner = size - 7;
  for (const cx of centres) {
    for (const cy of centres) {
      if ((cx === 6 && cy === 6) || (cx === 6 && cy === corner) || (cx === corner && cy === 6)) continue;
      for (let dy = -2; dy <= 2; dy += 1) {
        for (let dx = -2; dx <= 2; dx += 1) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
      }
    }
  }
}

/** Level M is 00; 15 bits with their BCH remainder, written twice. */
function format(set: SetModule, mask: number, size: number): void {
  let rest = mask;
  for (let i = 0; i < 10; i += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (i: number): boolean => ((bits >> i) & 1) === 1;
  for (let i = 0; i <= 5; i += 1) set(8, i, bit(i));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let i = 9; i < 15; i += 1) set(14 - i, 8, bit(i));
  for (let i = 0; i < 8; i += 1) set(size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i += 1) set(8, size - 15 + i, bit(i));
  set(8, size - 8, true);
}

function versionBits(set: SetModule, version: number, size: number): void {
  let rest = version;
  for (let i = 0; i < 12; i += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i += 1) {
    const on = ((bits >> i) & 1) === 1;
    const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
    set(a, b, on);
    set(b, a, on);
  }
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Lays the bits in the zigzag of two-module columns from the right, masked. */
function place({ dark, fixed }: Grid, codewords: readonly number[], size: number, mask: number): void {
  const flip = MASKS[mask] as (x: number, y: number) => boolean;
  let i = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        const row = dark[y] as boolean[];
        if (fixed[y]?.[x] === true) continue;
        const bit = (((codewords[i >> 3] ?? 0) >> (7 - (i & 7))) & 1) === 1;
        row[x] = bit !== flip(x, y);
        i += 1;
      }
    }
  }
}

/** The four rules of the standard: long runs, blocks, finder-like patterns, and an uneven share of dark. */
function penalty(dark: boolean[][]): number {
  const size = dark.length;
  const at = (x: number, y: number): boolean => dark[y]?.[x] === true;
  let cost = 0;
  let count = 0;
  for (let a = 0; a < size; a += 1) {
    for (const line of [(b: number) => at(b, a), (b: number) => at(a, b)]) {
      let run = 0;
      let bits = 0;
      for (let b = 0; b < size; b += 1) {
        run = b > 0 && line(b) === line(b - 1) ? run + 1 : 1;
        if (run === 5) cost += 3;
        else if (run > 5) cost += 1;
        bits = ((bits << 1) & 0x7ff) | (line(b) ? 1 : 0);
        if (b >= 10 && (bits === 0x5d0 || bits === 0x05d)) cost += 40;
      }
    }
    for (let b = 0; b < size; b += 1) {
      if (at(a, b)) count += 1;
      const same = at(a, b) === at(a + 1, b) && at(a, b) === at(a, b + 1) && at(a, b) === at(a + 1, b + 1);
      if (a + 1 < size && b + 1 < size && same) cost += 3;
    }
  }
  return cost + Math.floor(Math.abs(count * 20 - size * size * 10) / (size * size)) * 10;
}

/** The dark modules as one SVG path, in units of a module. */
export function svgPath(modules: boolean[][]): string {
  return modules.map((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
}
