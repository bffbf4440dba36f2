import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import en from '../src/i18n/en';
import { countdown, money, short, span, stamp, until } from '../src/i18n/format';

const folder = new URL('../src/i18n/vi/', import.meta.url);
const sections = readdirSync(folder).map((file) => file.replace('.ts', ''));

/** Every leaf of a dictionary as `path: kind`. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [`${path}: list of ${value.length}`];
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, v]) => shape(v, `${path}.${key}`));
  return [`${path}: ${typeof value}`];
}

describe('dictionaries', () => {
  it('has every section in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(sections.sort());
  });

  it.each(sections)('says everything of %s in both languages', async (section) => {
    const vi = (await import(`../src/i18n/vi/${section}.ts`)) as { default: unknown };
    expect(shape(en[section as keyof typeof en]).sort()).toEqual(shape(vi.default).sort());
  });

  it('has no empty sentence', () => {
    expect(JSON.stringify(en)).not.toContain('""');
  });
});

describe('numbers and instants', () => {
  it('writes them the Vietnamese way', () => {
    expect(money(3_000_000, 'vi')).toBe('3.000.000 đồng');
    expect(until('2026-12-07T17:00:00Z', 'vi', false)).toBe('24 giờ ngày 07/12');
    expect(until('2026-12-07T10:30:00Z', 'vi', false)).toBe('17 giờ 30 ngày 07/12');
    expect(stamp('2026-12-07T14:04:33.120Z', 'vi')).toBe('21:04:33 ngày 07/12/2026 (giờ Việt Nam)');
    expect(span(725_000, 'vi')).toBe('12 phút 05 giây');
    expect(short(725_900)).toBe('12:05');
    expect(countdown(183_600_000, 'vi')).toBe('2 ngày 3 giờ');
    expect(countdown(248_500, 'en')).toBe('4 min 09 s');
  });
});
