import { describe, expect, it } from 'vitest';
import { retryAfter } from '../src/api/problem';
import { backoff } from '../src/exam/backoff';

describe('waiting before the next try', () => {
  it('grows, ends at 15 s, and is spread by chance', () => {
    expect([1, 2, 3, 9].map((n) => backoff(n, null, 0))).toEqual([500, 1000, 2000, 7500]);
    expect(backoff(9, null, 1)).toBe(15_000);
  });

  it('never comes back before Retry-After', () => {
    expect(backoff(1, 7000, 0)).toBe(7000);
    expect(backoff(9, 7000, 0)).toBe(7000);
  });

  it('spreads those who were given the same second over the next one, and wider as it goes on', () => {
    expect(backoff(1, 7000, 1)).toBe(8000);
    expect(backoff(9, 7000, 1)).toBe(14_500);
  });

  it('reads Retry-After as seconds and as a date', () => {
    const now = Date.parse('2026-12-01T00:00:00Z');
    expect(retryAfter('3', now)).toBe(3000);
    expect(retryAfter('Tue, 01 Dec 2026 00:00:05 GMT', now)).toBe(5000);
    expect(retryAfter('soon', now)).toBeNull();
    expect(retryAfter(null, now)).toBeNull();
  });
});
