/** Instants as an official types them, by the clock on every wall of Viet Nam (UTC+7). */
import { readDay } from '../laws/days';

const OFFSET_MS = 7 * 3_600_000;
const two = (n: number): string => String(n).padStart(2, '0');

/**
 * "07/12/2026 21:30", "7/12/2026 21h30", "07/12/2026 8 giờ" or "07/12/2026 24:00" as RFC 3339 with the zone written.
 * 24:00 is the end of that day, which is 00:00 of the next. A day alone takes `hour`. Null: no instant.
 */
export function readInstant(text: string, hour: number): string | null {
  const typed = text.normalize('NFKC').trim().toLowerCase();
  const parts = /^(\d{1,4}[^\d\s:]\d{1,2}[^\d\s:]\d{1,4}|\d{8})(?:[\s,]+(?:lúc\s+)?(\d{1,2})(?:\s*(?::|h|giờ|g)\s*(\d{1,2})?(?:\s*(?:phút|p))?)?)?$/.exec(typed);
  const day = readDay(parts?.[1] ?? '');
  if (parts === null || day === null) return null;
  const [hours, minutes] = parts[2] === undefined ? [hour, 0] : [Number(parts[2]), Number(parts[3] ?? 0)];
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes !== 0)) return null;
  return inZone(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS + (hours * 60 + minutes) * 60_000);
}

/** An instant (ms) as a contest file writes it: `2026-12-08T00:00:00+07:00`. */
export function inZone(ms: number): string {
  return `${new Date(ms + OFFSET_MS).toISOString().slice(0, 19)}+07:00`;
}

/** "07/12/2026 21:30", as it is typed again; midnight of an `end` is 24:00 of the day before. Nothing for nothing. */
export function writtenInstant(iso: string | undefined, end = false): string {
  const ms = Date.parse(iso ?? '');
  if (Number.isNaN(ms)) return '';
  const wall = new Date(ms + OFFSET_MS);
  const midnight = wall.getUTCHours() === 0 && wall.getUTCMinutes() === 0;
  const day = end && midnight ? new Date(wall.getTime() - 86_400_000) : wall;
  const hour = end && midnight ? 24 : wall.getUTCHours();
  return `${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}/${day.getUTCFullYear()} ${two(hour)}:${two(wall.getUTCMinutes())}`;
}

/** The same instant, so many milliseconds later; what is no instant stays. */
export function shifted(iso: string, byMs: number): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : inZone(ms + byMs);
}
