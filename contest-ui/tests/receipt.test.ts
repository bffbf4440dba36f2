import { describe, expect, it } from 'vitest';
import type { ReceiptPayload } from '../src/api/types';
import { canonical, codeFits, crockford, readCode, readReceipt } from '../src/receipt/check';
import { qr, svgPath } from '../src/receipt/qr';

const payload: ReceiptPayload = {
  format: 'thiluat-receipt/1',
  round: 'r1',
  commitment: 'ab',
  number: 7,
  ordinal: 1,
  paper_hash: 'cd',
  answers_root: 'ef',
  prediction: null,
  submitted_at: '2026-12-01T00:00:00.000Z',
  forced: false,
};

describe('receipt', () => {
  it('is canonical whatever the order of its members', () => {
    const turned = Object.fromEntries(Object.entries(payload).reverse()) as unknown as ReceiptPayload;
    expect(canonical(turned)).toBe(canonical(payload));
    expect(canonical(payload).startsWith('{"answers_root":"ef","commitment":"ab","forced":false,')).toBe(true);
  });

  it('writes 80 bits as 16 characters of Crockford', () => {
    expect(crockford(new Uint8Array(32))).toBe('0000000000000000');
    expect(crockford(new Uint8Array(32).fill(255))).toBe('ZZZZZZZZZZZZZZZZ');
    expect(crockford(Uint8Array.from([0x08, 0x42, 0x10, 0x84, 0x21, 0x08, 0x42, 0x10, 0x84, 0x21, 9]))).toBe('1111111111111111');
  });

  it('tells a code that follows from the payload from one that does not', async () => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(payload))));
    const code = crockford(digest);
    expect(await codeFits({ code, payload })).toBe(true);
    expect(await codeFits({ code, payload: { ...payload, number: 8 } })).toBe(false);
  });

  it('reads what people type and which files they drop', () => {
    expect(readCode('7kqm-2xha 9b4c-tpwo')).toBe('7KQM2XHA9B4CTPW0');
    expect(readReceipt('{"code":"x","payload":{"format":"thiluat-receipt/1"}}')?.code).toBe('x');
    for (const text of ['', 'null', '[]', '{"code":"x"}', '{"code":1,"payload":{}}']) expect(readReceipt(text)).toBeNull();
  });
});

describe('QR code', () => {
  it('has the size of its version and the three finders', () => {
    const modules = qr('http://127.0.0.1:8080/bien-nhan/7KQM2XHA9B4CTPWE');
    expect(modules).toHaveLength(33);
    const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
    const cut = (x: number, y: number) => modules.slice(y, y + 7).map((row) => row.slice(x, x + 7).map(Number).join(''));
    expect([cut(0, 0), cut(26, 0), cut(0, 26)]).toEqual([finder, finder, finder]);
  });

  it('refuses what does not fit', () => {
    expect(() => qr('x'.repeat(300))).toThrow(RangeError);
  });

  it('draws one square a module', () => {
    expect(svgPath([[true, false], [false, true]])).toBe('M0 0h1v1h-1zM1 1h1v1h-1z');
  });
});
