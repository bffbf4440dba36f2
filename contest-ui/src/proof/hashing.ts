/** Hashes over fields, hex and canonical JSON (algorithms.md 1). */
import { hmac, joined, sha256 } from './sha256';

const utf8 = new TextEncoder();

export const bytes = (text: string): Uint8Array => utf8.encode(text);

export function hex(raw: Uint8Array): string {
  let out = '';
  for (const byte of raw) out += byte.toString(16).padStart(2, '0');
  return out;
}

/** Lower-case hex only, so that one digest has one written form. */
export function unhex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error('not lower-case hex');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Each field as its length in four bytes, then its bytes; texts in NFC. */
export function enc(...fields: (string | number | Uint8Array)[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const field of fields) {
    const raw = field instanceof Uint8Array ? field : bytes(String(field).normalize('NFC'));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, raw.length);
    parts.push(length, raw);
  }
  return joined(parts);
}

export const H = (...fields: (string | number | Uint8Array)[]): Uint8Array => sha256(enc(...fields));

export const mac = (key: Uint8Array, ...fields: (string | number | Uint8Array)[]): Uint8Array => hmac(key, enc(...fields));

/** RFC 8785 for what bundles hold: no fractions. JavaScript sorts keys and escapes texts as it asks. */
export function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${jcs(member)}`).join(',')}}`;
}

/** Root over leaf hashes (RFC 6962). */
export function merkleRoot(leaves: Uint8Array[]): string {
  let level = leaves.length === 0 ? [sha256(new Uint8Array())] : leaves;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = level.slice(i, i + 2) as [Uint8Array, Uint8Array | undefined];
      above.push(right === undefined ? left : sha256(joined([Uint8Array.of(1), left, right])));
    }
    level = above;
  }
  return hex(level[0] as Uint8Array);
}

/** The hash of a leaf. */
export const leaf = (text: string): Uint8Array => sha256(joined([Uint8Array.of(0), bytes(text)]));
