import { describe, expect, it } from 'vitest';
import { left } from '../src/embed/parts';
import { en, vi } from '../src/embed/words';

describe('the countdown of the widget', () => {
  it.each([
    [0, '00:00:00', '00:00:00'],
    [-5_000, '00:00:00', '00:00:00'],
    [1, '00:00:01', '00:00:01'],
    [59_000, '00:00:59', '00:00:59'],
    [3_600_000, '01:00:00', '01:00:00'],
    [86_399_000, '23:59:59', '23:59:59'],
    [86_400_000, '1 ngày 00:00:00', '1 d 00:00:00'],
    [10 * 86_400_000 + 3_661_000, '10 ngày 01:01:01', '10 d 01:01:01'],
  ])('says %d ms as %s', (ms, vietnamese, english) => {
    expect(left(ms, vi)).toBe(vietnamese);
    expect(left(ms, en)).toBe(english);
  });
});
