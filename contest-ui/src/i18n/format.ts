/** Numbers, instants and spans as people read them. The clock on every wall is Viet Nam's, UTC+7. */
import type { Lang } from './lang.svelte';

const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const two = (n: number): string => String(n).padStart(2, '0');

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

function wall(ms: number): Wall {
  const at = new Date(ms + OFFSET_MS);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
  };
}

function hour({ hour: h, minute }: Wall, lang: Lang): string {
  if (lang === 'en') return `${two(h)}:${two(minute)}`;
  return minute === 0 ? `${h} giờ` : `${h} giờ ${two(minute)}`;
}

function day({ year, month, day: d }: Wall, lang: Lang, withYear: boolean): string {
  if (lang === 'en') return `${d} ${MONTHS[month - 1] ?? ''}${withYear ? ` ${year}` : ''}`;
  return `ngày ${two(d)}/${two(month)}${withYear ? `/${year}` : ''}`;
}

/** "7 giờ ngày 01/12/2026". */
export function moment(iso: string, lang: Lang, withYear = true): string {
  const at = wall(Date.parse(iso));
  return lang === 'en' ? `${hour(at, lang)} on ${day(at, lang, withYear)}` : `${hour(at, lang)} ${day(at, lang, withYear)}`;
}

/** The same for an end, which is exclusive: midnight is 24 giờ of the day before (domain.md 2.1). */
export function until(iso: string, lang: Lang, withYear = true): string {
  const ms = Date.parse(iso);
  const at = wall(ms);
  if (at.hour !== 0 || at.minute !== 0) return moment(iso, lang, withYear);
  const before = wall(ms - DAY_MS);
  return lang === 'en' ? `24:00 on ${day(before, lang, withYear)}` : `24 giờ ${day(before, lang, withYear)}`;
}

/** A date and time to the second, for receipts: "07/12/2026 21:04:33 (giờ Việt Nam)". */
export function stamp(iso: string, lang: Lang): string {
  const ms = Date.parse(iso);
  const { year, month, day: d, hour: h, minute } = wall(ms);
  const clock = `${two(h)}:${two(minute)}:${two(new Date(ms).getUTCSeconds())}`;
  return lang === 'en'
    ? `${d} ${MONTHS[month - 1] ?? ''} ${year} ${clock} (Viet Nam time)`
    : `${clock} ngày ${two(d)}/${two(month)}/${year} (giờ Việt Nam)`;
}

/** A date of birth or of a document: "15/01/2026". */
export function date(ymd: string, lang: Lang): string {
  const [y = '', m = '', d = ''] = ymd.slice(0, 10).split('-');
  return lang === 'en' ? `${Number(d)} ${MONTHS[Number(m) - 1] ?? ''} ${y}` : `${d}/${m}/${y}`;
}

export function count(n: number, lang: Lang): string {
  return n.toLocaleString(lang === 'en' ? 'en-GB' : 'vi-VN');
}

export function money(vnd: number, lang: Lang): string {
  return lang === 'en' ? `VND ${count(vnd, lang)}` : `${count(vnd, lang)} đồng`;
}

/** Time taken: "12 phút 05 giây". */
export function span(ms: number, lang: Lang): string {
  const whole = Math.floor(ms / 1000);
  const minutes = Math.floor(whole / 60);
  const seconds = whole % 60;
  if (minutes === 0) return lang === 'en' ? `${seconds} s` : `${seconds} giây`;
  return lang === 'en' ? `${minutes} min ${two(seconds)} s` : `${minutes} phút ${two(seconds)} giây`;
}

/** Time taken in a narrow column: "12:05". */
export function short(ms: number): string {
  const whole = Math.floor(ms / 1000);
  return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
}

/** A countdown in its two largest parts: "2 ngày 3 giờ", "4 phút 09 giây". */
export function countdown(ms: number, lang: Lang): string {
  const whole = Math.max(0, Math.ceil(ms / 1000));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const en = lang === 'en';
  if (days > 0) return en ? `${days} d ${hours} h` : `${days} ngày ${hours} giờ`;
  if (hours > 0) return en ? `${hours} h ${two(minutes)} min` : `${hours} giờ ${two(minutes)} phút`;
  return en ? `${minutes} min ${two(whole % 60)} s` : `${minutes} phút ${two(whole % 60)} giây`;
}

/** Whole days left, rounded up. */
export function daysLeft(ms: number): number {
  return Math.max(0, Math.ceil(ms / DAY_MS));
}
