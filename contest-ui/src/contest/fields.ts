/** What people type into the registration, read kindly: any separator, any spacing, full-width digits. */

export interface Ymd {
  year: number;
  month: number;
  day: number;
}

/** Reads dd/mm/yyyy as people write it: "5/9/1990", "05-09-1990", "05091990", "5 9 90". Null if it is no date. */
export function parseDate(text: string, today: Ymd): Ymd | null {
  const digits = text.normalize('NFKC').trim();
  const packed = /^(\d{2})(\d{2})(\d{4})$/.exec(digits);
  const parts = packed?.slice(1) ?? digits.split(/[^\d]+/).filter((part) => part !== '');
  if (parts.length !== 3) return null;
  const [a = 0, b = 0, c = 0] = parts.map(Number);
  // A four-digit first part is the ISO order that some keyboards fill in.
  const ymd = parts[0]?.length === 4 ? { year: a, month: b, day: c } : { year: century(c, today.year), month: b, day: a };
  return exists(ymd) && before(ymd, today) ? ymd : null;
}

/** Two digits mean the latest such year that is not in the future. */
function century(year: number, thisYear: number): number {
  if (year >= 100) return year;
  const recent = thisYear - (thisYear % 100) + year;
  return recent > thisYear ? recent - 100 : recent;
}

function exists({ year, month, day }: Ymd): boolean {
  const at = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}

function before(one: Ymd, other: Ymd): boolean {
  return one.year * 10_000 + one.month * 100 + one.day <= other.year * 10_000 + other.month * 100 + other.day;
}

export function iso({ year, month, day }: Ymd): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Completed years of life on `today`. */
export function age(birth: Ymd, today: Ymd): number {
  const had = today.month * 100 + today.day >= birth.month * 100 + birth.day;
  return today.year - birth.year - (had ? 0 : 1);
}

/** The date in Viet Nam at a server instant (ms since 1970). */
export function dateInVietnam(ms: number): Ymd {
  const at = new Date(ms + 7 * 3_600_000);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

/** Digits of a phone number with an optional plus; null when it cannot be one. */
export function parsePhone(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s().-]/g, '');
  return /^\+?\d{9,14}$/.test(plain) ? plain : null;
}

/** A code as people copy it: spaces and dashes do not count, letters become capitals. */
export function bareCode(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u2010-\u2015-]/g, '').toUpperCase();
}

/** A code in groups of four, the way it is shown. */
export function grouped(code: string): string {
  return (code.replace(/-/g, '').match(/.{1,4}/g) ?? []).join('-');
}
