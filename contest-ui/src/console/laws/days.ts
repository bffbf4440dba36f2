/** Whether a document is in force on a day. Days are `YYYY-MM-DD`, which compare as text. */

export type Validity = 'in_force' | 'ends' | 'ended' | 'later';

export function validity(law: { valid_from: string | null; valid_to: string | null }, today: string): Validity {
  if (law.valid_to !== null && law.valid_to < today) return 'ended';
  if (law.valid_from !== null && law.valid_from > today) return 'later';
  return law.valid_to === null ? 'in_force' : 'ends';
}

/** Today on every wall of Viet Nam (UTC+7). */
export function today(now = Date.now()): string {
  return new Date(now + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** A day as people type it ("5/9/2025", "05-09-2025", "05092025", "2025-09-05") as `YYYY-MM-DD`; null if it is none. */
export function readDay(text: string): string | null {
  const typed = text.normalize('NFKC').trim();
  const packed = /^(\d{2})(\d{2})(\d{4})$/.exec(typed)?.slice(1);
  const parts = packed ?? /^(\d{1,4})\D+(\d{1,2})\D+(\d{1,4})$/.exec(typed)?.slice(1);
  if (parts === undefined) return null;
  const [a = '', month = '', c = ''] = parts;
  const [year, day] = a.length === 4 ? [a, c] : [c, a];
  if (year.length !== 4 || day.length > 2) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00Z`);
  // A day that does not exist either is no date or becomes another one.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null;
}

/** "05/09/2025", as it is typed again; nothing for nothing. */
export function writtenDay(iso: string): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  return iso === '' ? '' : `${day}/${month}/${year}`;
}
