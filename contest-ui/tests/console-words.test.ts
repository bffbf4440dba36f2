import { describe, expect, it } from 'vitest';
import en from '../src/console/i18n/en';
import vi from '../src/console/i18n/vi';

/** Every leaf of a dictionary as `path: kind`. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [`${path}: list of ${value.length}`];
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, v]) => shape(v, `${path}.${key}`));
  return [`${path}: ${typeof value}`];
}

describe('dictionaries of the console', () => {
  it('say everything in both languages', () => {
    expect(shape(en).sort()).toEqual(shape(vi).sort());
  });

  it('have no empty sentence', () => {
    expect(JSON.stringify(vi)).not.toContain('""');
    expect(JSON.stringify(en)).not.toContain('""');
  });
});
