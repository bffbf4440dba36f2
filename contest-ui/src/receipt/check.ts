/** A receipt checked by the reader's own device (algorithms.md 2). */
import type { Receipt, ReceiptPayload } from '../api/types';

/** Crockford's alphabet: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** RFC 8785 for what a payload holds: a flat object of texts, whole numbers, booleans and null. */
export function canonical(payload: ReceiptPayload): string {
  const members = Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
}

/** The first 80 bits of a digest as 16 characters. */
export function crockford(digest: Uint8Array): string {
  let out = '';
  let value = 0;
  let bits = 0;
  for (const byte of digest.subarray(0, 10)) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += ALPHABET.charAt((value >> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return out;
}

/** Reads a code kindly: dashes and case do not count, and look-alikes are what Crockford says they are. */
export function readCode(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0');
}

/**
 * Whether the code follows from the payload. Null when this browser cannot hash, which it does only on
 * secure pages.
 */
export async function codeFits(receipt: Pick<Receipt, 'code' | 'payload'>): Promise<boolean | null> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return null;
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(canonical(receipt.payload)));
  return crockford(new Uint8Array(digest)) === readCode(receipt.code);
}

/** A receipt out of a file's text; null when it is none. */
export function readReceipt(text: string): Receipt | null {
  try {
    const value = JSON.parse(text) as Partial<Receipt> | null;
    const fits = typeof value?.code === 'string' && typeof value.payload === 'object' && value.payload?.format === 'thiluat-receipt/1';
    return fits ? (value as Receipt) : null;
  } catch {
    return null;
  }
}
