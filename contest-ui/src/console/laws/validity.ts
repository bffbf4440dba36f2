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
