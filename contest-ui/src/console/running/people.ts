/** How many people sat at each minute, out of who started and who handed in. */
import type { Minute } from '../api/running-types';

export interface Moment {
  at: string;
  sitting: number;
  started: number;
  handed_in: number;
  saved: number;
}

/** `sitting` is how many sit now; the minutes before follow from who came and went since. Never below none. */
export function peopleThrough(minutes: readonly Minute[], sitting: number): Moment[] {
  const out: Moment[] = [];
  let now = sitting;
  for (const minute of [...minutes].reverse()) {
    out.push({ ...minute, sitting: Math.max(0, now) });
    now += minute.handed_in - minute.started;
  }
  return out.reverse();
}

/** The top of an axis: the smallest of 1, 2, 3, 4, 6, 8 and 10 times a power of ten that holds the greatest value. */
export function niceTop(greatest: number): number {
  if (greatest <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(greatest));
  for (const step of [1, 2, 3, 4, 6, 8, 10]) if (step * power >= greatest) return step * power;
  return 10 * power;
}

/** Points of a line in a box of that size, from left to right; one value is a line as well. */
export function pointsOf(values: readonly number[], top: number, width: number, height: number): string {
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.map((value, i) => `${(i * step).toFixed(1)},${(height - (value / top) * height).toFixed(1)}`).join(' ');
}

/** The share in whole percent; null where the whole is unknown or none. */
export function percent(part: number, whole: number | null): number | null {
  return whole === null || whole <= 0 ? null : Math.min(999, Math.round((part * 100) / whole));
}
