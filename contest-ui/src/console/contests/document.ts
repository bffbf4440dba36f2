/** A contest file as the wizard works on it: everything may still be missing (docs/contest-file.md has the keys). */

export interface LegalBasis {
  number: string;
  /** `YYYY-MM-DD`. */
  date?: string | null;
  issuer?: string | null;
}

export interface Group {
  code: string;
  title: string;
  eligible?: unknown;
}

export interface FormField {
  key: string;
  required?: boolean;
  asked?: 'before' | 'after';
  label?: string;
  kind?: 'text' | 'choice' | 'number' | 'date';
  options?: string[];
}

export interface BlueprintCell {
  bank: string;
  topic?: string;
  level?: number;
  law?: string;
  group?: string;
  count: number;
  points?: number;
}

export interface AttemptRules {
  max?: number;
  per?: 'round' | 'day' | 'contest';
  recognised?: 'best' | 'first' | 'last';
  cooldown_s?: number;
}

export interface Prediction {
  prompt: string;
  target: 'people' | 'attempts' | 'people_all_correct' | 'attempts_all_correct';
  required?: boolean;
}

export interface PublishRules {
  at_submit?: 'none' | 'score' | 'score_and_key';
  key?: 'never' | 'round_close' | 'contest_close';
  scoreboard?: 'off' | 'live' | 'frozen' | 'after_close';
  names?: 'full' | 'masked' | 'alias';
  target_visible?: boolean;
  freeze_at?: string;
}

export interface RoundDocument {
  code: string;
  title: string;
  kind?: string;
  opens_at?: string;
  closes_at?: string;
  last_start_at?: string;
  time_limit_s?: number;
  entry?: { code: string };
  groups?: string[];
  blueprint?: BlueprintCell[];
  paper?: { order?: 'shuffled' | 'easy_to_hard' | 'as_listed'; shuffle_options?: boolean; require_all?: boolean };
  attempts?: AttemptRules;
  prediction?: Prediction;
  ranking?: { individual?: string[]; where?: 'perfect' };
  publish?: PublishRules;
  review?: { required?: boolean };
  min_plausible_s?: number;
  [other: string]: unknown;
}

export interface PrizeDocument {
  round?: string;
  ranking?: string;
  tier: string;
  count: number;
  value_vnd?: number;
}

export interface ContestDocument {
  contest?: { slug?: string; title?: string; organiser?: string; groups?: Group[]; legal_basis?: LegalBasis[]; [other: string]: unknown };
  registration?: {
    identity?: string[];
    min_age?: number;
    max_age?: number;
    eligible?: { units?: string[]; unit_types?: string[]; [other: string]: unknown };
    fields?: FormField[];
    [other: string]: unknown;
  };
  rounds?: RoundDocument[];
  prizes?: PrizeDocument[];
  [other: string]: unknown;
}

/** What a contest file means by leaving `registration.fields` out. */
export const USUAL_FIELDS: readonly FormField[] = ['full_name', 'birth_date', 'phone', 'unit'].map((key) => ({ key, required: true }));
/** What it means by leaving `registration.identity` out. */
export const USUAL_IDENTITY: readonly string[] = ['phone'];
export const KNOWN_FIELDS = ['full_name', 'birth_date', 'phone', 'unit', 'sex', 'occupation', 'residence', 'email', 'id_number', 'code'] as const;

type Step = string | number;

function steps(pointer: string): Step[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part.replace(/~1/g, '/').replace(/~0/g, '~')));
}

/** What stands at a JSON pointer (RFC 6901); undefined where nothing does. */
export function at(document: unknown, pointer: string): unknown {
  return steps(pointer).reduce<unknown>((value, step) => (typeof value === 'object' && value !== null ? (value as Record<Step, unknown>)[step] : undefined), document);
}

/**
 * The document with another value at a pointer; undefined takes the key or the entry out, and an object that is
 * left without keys goes too, so that what nobody says is left out of the file. The rest is shared, not copied.
 */
export function put(document: ContestDocument, pointer: string, value: unknown): ContestDocument {
  return (placed(document, steps(pointer), value) ?? {}) as ContestDocument;
}

function placed(holder: unknown, way: readonly Step[], value: unknown): unknown {
  const [step, ...rest] = way;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(holder) ? [...(holder as unknown[])] : [];
    const next = placed(list[step], rest, value);
    if (next === undefined) list.splice(step, 1);
    else list[step] = next;
    return list;
  }
  const { [step]: before, ...others } = (typeof holder === 'object' && holder !== null ? holder : {}) as Record<string, unknown>;
  const next = placed(before, rest, value);
  if (next === undefined) return Object.keys(others).length === 0 ? undefined : others;
  // The order of keys is the order of the file.
  return typeof holder === 'object' && holder !== null && step in holder ? { ...holder, [step]: next } : { ...others, [step]: next };
}

/** An object without some of its keys. */
export function without<T extends object>(of: T, ...keys: string[]): T {
  return Object.fromEntries(Object.entries(of).filter(([key]) => !keys.includes(key))) as T;
}

/** A list with one entry moved; a place outside of it changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  if (from < 0 || to < 0 || from >= next.length || to >= next.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** The place among codes already taken: `tuan-3` after `tuan-2`. */
export function freshCode(stem: string, taken: readonly string[]): string {
  let n = taken.length + 1;
  while (taken.includes(`${stem}-${n}`)) n += 1;
  return `${stem}-${n}`;
}

/** A name for addresses out of a title: "Tìm hiểu Luật Đất đai" → "tim-hieu-luat-dat-dai"; at most 60 letters, cut at a word. */
export function slugOf(title: string): string {
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
  const whole = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  if (whole.length <= 60) return whole;
  const cut = whole.slice(0, 61);
  return cut.slice(0, Math.max(cut.lastIndexOf('-'), 0)) || whole.slice(0, 60);
}
