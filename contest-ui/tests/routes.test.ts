import { describe, expect, it } from 'vitest';
import { match, path } from '../src/routes';

describe('addresses', () => {
  it('reads and writes the same paths', () => {
    expect(match('/')).toEqual({ name: 'home', params: {} });
    expect(match('/cuoc-thi/giao-thong-2026')).toEqual({ name: 'contest', params: { slug: 'giao-thong-2026' } });
    expect(match('/cuoc-thi/a/cho/r%201/')).toEqual({ name: 'waiting', params: { slug: 'a', round: 'r 1' } });
    expect(path('waiting', { slug: 'a', round: 'r 1' })).toBe('/cuoc-thi/a/cho/r%201');
    expect(match(path('receipt', { code: '7KQM' }))).toEqual({ name: 'receipt', params: { code: '7KQM' } });
  });

  it('knows what it does not know', () => {
    expect(match('/cuoc-thi').name).toBe('missing');
    expect(match('/cuoc-thi/a/b').name).toBe('missing');
    expect(match('/thi/%E0%A4%A').name).toBe('missing');
  });
});
