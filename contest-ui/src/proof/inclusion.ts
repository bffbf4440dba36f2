/** Whether a receipt is one of those that a result was made from (RFC 6962). */
import type { Inclusion, ReceiptPayload } from '../api/types';
import { hex, jcs, leaf, unhex } from './hashing';
import { joined, sha256 } from './sha256';

const node = (left: Uint8Array, right: Uint8Array) => sha256(joined([Uint8Array.of(1), left, right]));

/** Climbs from the leaf at `index` of a tree of `size` leaves to its root; null: the path has another length. */
function climb(from: Uint8Array, index: number, size: number, path: readonly Uint8Array[]): Uint8Array | null {
  let here = from;
  let step = 0;
  for (let at = index, width = size; width > 1; at >>= 1, width = (width + 1) >> 1) {
    const alone = at % 2 === 0 && at === width - 1;
    if (alone) continue;
    const other = path[step++];
    if (other === undefined) return null;
    here = at % 2 === 0 ? node(here, other) : node(other, here);
  }
  return step === path.length ? here : null;
}

/** Computed on the reader's own device. */
export function isIncluded(payload: ReceiptPayload, { index, size, path, root }: Inclusion): boolean {
  if (index >= size) return false;
  const found = climb(leaf(jcs(payload)), index, size, path.map(unhex));
  return found !== null && hex(found) === root;
}
