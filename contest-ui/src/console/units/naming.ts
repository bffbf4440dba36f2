/** Names and numbers of units, as they are shown and as they are proposed. */
import type { UnitRef } from '../api/staff-types';
import { fold } from '../parts/fold';

/** Where a unit belongs, nearest first: "Xã Kỳ Anh, Tỉnh Hà Tĩnh". */
export function under(path: readonly UnitRef[]): string {
  return path
    .map(({ name }) => name)
    .reverse()
    .join(', ');
}

/** As long as a code may be. */
const MOST = 40;

/** A code for a new unit, made of its name and that of the one above: "thpt-ky-anh-ha-tinh". */
export function proposedCode(name: string, parent: UnitRef | null): string {
  const bare = (text: string): string =>
    fold(text)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
  const whole = [bare(name), ...(parent === null ? [] : [bare(parent.code)])].join('-');
  return whole.slice(0, MOST).replace(/-$/, '');
}

/** One alias a line: blanks at the ends, empty lines and repetitions do not count. */
export function readAliases(text: string): string[] {
  const lines = text
    .normalize('NFC')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
  return [...new Set(lines)];
}

/** A head-count as people write it ("1.250", "1 250"); null when it is no whole number, undefined when there is none. */
export function readCount(text: string): number | null | undefined {
  const digits = text.normalize('NFKC').replace(/[\s.,]/g, '');
  if (digits === '') return undefined;
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}
