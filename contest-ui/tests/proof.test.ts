import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { enc, hex, jcs, leaf, merkleRoot } from '../src/proof/hashing';
import type { ReceiptPayload } from '../src/api/types';
import { isIncluded } from '../src/proof/inclusion';
import { isBundle, readBundle } from '../src/proof/load';
import { hmac, sha256 } from '../src/proof/sha256';
import { verify } from '../src/proof/verify';
import type { Bundle } from '../src/proof/bundle';

/** A round that was sat and closed on the platform, as it exported it, and one of its receipts. */
const text = readFileSync(new URL('data/round.proof.json', import.meta.url), 'utf8');
const honest = JSON.parse(text) as Bundle;

const utf8 = (value: string) => new TextEncoder().encode(value);

/** The verdict on the bundle after a lie. */
async function told(lie: (bundle: Bundle) => void): Promise<string | null> {
  const bundle = structuredClone(honest);
  lie(bundle);
  expect(bundle).not.toEqual(honest);
  return (await verify(JSON.stringify(bundle))).differs;
}

const row = (bundle: Bundle, at: number) => bundle.attempts[at] as Bundle['attempts'][number];
const standing = (bundle: Bundle, at: number) => bundle.result.standings[at] as Bundle['result']['standings'][number];

describe('hashes', () => {
  it('are those of the standards', async () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 1000]) {
      const data = Uint8Array.from({ length }, (_, i) => i * 7);
      expect(hex(sha256(data))).toBe(hex(new Uint8Array(await crypto.subtle.digest('SHA-256', data))));
    }
    // Test case 2 of RFC 4231.
    expect(hex(hmac(utf8('Jefe'), utf8('what do ya want for nothing?')))).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  it('are over fields with their length, and over canonical JSON', () => {
    expect(hex(enc('ab', 7))).toBe('0000000261620000000137');
    expect(hex(enc('e\u0302'))).toBe(hex(enc('ê')));
    expect(jcs({ b: [1, null, 'đ'], a: { z: true, y: '\u001f' } })).toBe('{"a":{"y":"\\u001f","z":true},"b":[1,null,"đ"]}');
  });

  it('make a tree in which a leaf without a partner moves up', () => {
    const leaves = ['a', 'b', 'c'].map(leaf);
    const pair = merkleRoot(leaves.slice(0, 2));
    expect(merkleRoot(leaves)).not.toBe(pair);
    expect(merkleRoot([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('an inclusion proof', () => {
  it('leads from every leaf to the root, and from no other', () => {
    const payload = (n: number) => ({ number: n }) as unknown as ReceiptPayload;
    for (let size = 1; size < 12; size++) {
      const leaves = Array.from({ length: size }, (_, n) => leaf(jcs(payload(n))));
      const root = merkleRoot(leaves);
      for (let index = 0; index < size; index++) {
        const proof = { result_version: 1, root, index, size, path: pathOf(leaves, index) };
        expect(isIncluded(payload(index), proof)).toBe(true);
        expect(isIncluded(payload(99), proof)).toBe(false);
        expect(isIncluded(payload(index), { ...proof, path: [...proof.path, root] })).toBe(false);
        expect(isIncluded(payload(index), { ...proof, index: size })).toBe(false);
      }
    }
  });
});

/** RFC 6962, 2.1.1, as it stands there: the tree is split at the greatest power of two below its size. */
function pathOf(leaves: Uint8Array[], index: number): string[] {
  if (leaves.length === 1) return [];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split ? [...pathOf(left, index), merkleRoot(right)] : [...pathOf(right, index - split), merkleRoot(left)];
}

describe('a proof bundle', () => {
  it('of an honest round is found right', async () => {
    const shares: number[] = [];
    const verdict = await verify(text, { commitment: honest.commitment }, (share) => shares.push(share));
    expect(verdict).toMatchObject({ differs: null, people: 7, attempts: honest.attempts.length, places: 7, signature: true });
    expect(shares[0]).toBe(0);
  });

  it('of a round with sections, shares, thresholds and essays is found right too', async () => {
    const rules = readFileSync(new URL('data/rules.proof.json', import.meta.url), 'utf8');
    const verdict = await verify(rules);
    expect(verdict).toMatchObject({ differs: null, taken: { actual: false, essays: true } });
    const bundle = JSON.parse(rules) as Bundle;
    expect(verdict.places).toBe(bundle.result.standings.length);
    expect(bundle.attempts.some((attempt) => attempt.essay !== undefined)).toBe(true);
    const first = bundle.result.standings[0] as Bundle['result']['standings'][number];
    const theirs = bundle.attempts.find((attempt) => attempt.number === first.number && attempt.ordinal === first.ordinal);
    (theirs as Bundle['attempts'][number]).essay = 99;
    expect((await verify(JSON.stringify(bundle))).differs).toBe(`standing 1 ${first.number} values`);
  });

  it('with another commitment than the printed one is not', async () => {
    expect((await verify(text, { commitment: 'ab'.repeat(32) })).differs).toBe('commitment');
  });

  it('with a lie is found out, and the lie named', async () => {
    const first = row(honest, 0);
    const at = `attempt ${first.number} ${first.ordinal}`;
    expect(await told((b) => (row(b, 0).correct -= 1))).toBe(`${at} correct`);
    expect(await told((b) => (row(b, 0).score += 1))).toBe(`${at} score`);
    expect(await told((b) => (row(b, 0).paper_hash = '0'.repeat(64)))).toBe(`${at} paper_hash`);
    expect(await told((b) => (row(b, 0).duration_ms = 1))).toBe(`${at} duration_ms`);
    expect(await told((b) => (row(b, 0).state = 'expired'))).toBe(`${at} state`);
    expect(await told((b) => row(b, 0).responses.pop())).toBe(`${at} slot ${first.responses.length}`);
    expect(await told((b) => (b.seed = '7'.repeat(64)))).toBe('commitment');
    const question = honest.questions[2] as Bundle['questions'][number];
    expect(await told((b) => ((b.questions[2] as typeof question).key = 'zzzzzz'))).toBe(`question ${question.id} ${question.version}`);
    expect(await told((b) => (standing(b, 1).place = 1))).toBe(`standing 2 ${standing(honest, 1).number} place`);
    expect(await told((b) => (standing(b, 0).values[1] = 9))).toBe(`standing 1 ${standing(honest, 0).number} values`);
    expect(await told((b) => b.result.standings.pop())).toBe(`standing 7 ${standing(honest, 6).number} missing`);
    expect(await told((b) => (b.result.actual_prediction = 40))).toBe('actual_prediction');
    expect(await told((b) => (b.receipts_root = '1'.repeat(64)))).toBe('receipts_root');
    expect(await told((b) => ((b.participants[0] as { alias: string }).alias = 'Khác'))).toBe('digest');
    expect(await told((b) => (b.signature = b.signature.replace(/^../, (two) => (two === '00' ? '01' : '00'))))).toBe('signature');
    expect(await told((b) => ((b.keys[0] as { public_key: string }).public_key = 'ab'.repeat(32)))).toBe('signature');
    const alone = honest.attempts.findIndex((a) => honest.attempts.filter((b) => b.number === a.number).length === 1);
    expect(await told((b) => b.attempts.splice(alone, 1))).toBe(`participant ${row(honest, alone).number}`);
    const second = honest.attempts.findIndex((a, i) => a.ordinal === 2 && honest.attempts[i + 1]?.ordinal === 3);
    expect(await told((b) => b.attempts.splice(second, 1))).toBe(`attempt ${row(honest, second).number} 2 missing`);
  });

  it('that is no bundle is told from one that lies', async () => {
    expect((await verify('{')).differs).toBe('form');
    expect((await verify('{}')).differs).toBe('form');
    expect((await verify(text.replace('"amendments"', '"\\u0061mendments"'))).differs).toBe(null);
    expect((await verify(text.replace('"alias":"', '"alias":"\\u001F'))).differs).toBe('form');
  });

  it('is told from a receipt and from an archive', async () => {
    expect(isBundle(text)).toBe(true);
    expect(isBundle('{"format":"thiluat-receipt/1"}')).toBe(false);
    expect(await readBundle(new Blob([text]))).toEqual({ text });
    expect(await readBundle(new Blob(['PK\u0003\u0004']))).toEqual({ archive: true });
  });
});
