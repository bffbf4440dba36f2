/** Recognised attempts, the actual value of the prediction, places, and the lot (algorithms.md 2 and 4). */
import { must, type Attempt, type Bundle, type Rules } from './bundle';
import { bytes, H, hex, jcs, mac, unhex } from './hashing';
import { sha256 } from './sha256';

/** An attempt with the number of questions that count, and whether it failed by a question that decides. */
export type Sat = Attempt & { asked: number; failed: boolean };

export interface Ranked {
  place: number;
  number: number;
  ordinal: number;
  values: (number | null)[];
}

type Ranking = Rules['ranking'];

function value(measure: string, row: Sat, unit: string, actual: number | null): number | null {
  switch (measure) {
    case 'correct':
      return row.correct;
    case 'score':
      return row.score;
    case 'essay':
      return row.essay ?? null;
    case 'total':
      return row.score + (row.essay ?? 0);
    case 'duration':
      return unit === 'ms' ? row.duration_ms : Math.floor(row.duration_ms / 1000);
    case 'submitted_at':
      return Date.parse(row.submitted_at);
    case 'attempts_used':
      return row.ordinal;
    case 'prediction_distance':
      return actual === null || row.prediction === null ? null : Math.abs(row.prediction - actual);
    default:
      return null;
  }
}

const values = (row: Sat, by: string[], unit: string, actual: number | null) =>
  by.map((comparator) => value(comparator.split(' ')[0] as string, row, unit, actual));

/** Negative if `a` stands higher; nothing stands behind everything. */
function compare(a: (number | null)[], b: (number | null)[], by: string[]): number {
  for (const [at, comparator] of by.entries()) {
    const [x, y] = [a[at] ?? null, b[at] ?? null];
    if (x === y) continue;
    if (x === null) return 1;
    if (y === null) return -1;
    return comparator.endsWith('desc') ? y - x : x - y;
  }
  return 0;
}

/** Whether everything is reached that the rules ask for at least. */
const reaches = (row: Sat, least: Ranking['least']) =>
  Object.entries(least ?? {}).every(([measure, points]) => (value(measure, row, 's', null) ?? 0) >= points);

const isPerfect = (row: Sat) => row.correct === row.asked;

/** The recognised attempt of everybody; `valid` stands by number, then ordinal. */
export function recognise(valid: Sat[], rules: Rules): Sat[] {
  const { ranking, attempts } = rules;
  const late = ['prediction_distance', 'lot', 'essay'];
  const by = (ranking.recognised_by ?? ranking.individual)
    .filter((c) => !late.includes(c.split(' ')[0] as string))
    .map((c) => c.replace('total', 'score'));
  const of = (row: Sat) => values(row, by, ranking.duration_unit, null);
  const held = new Map<number, Sat>();
  for (const row of valid) {
    const before = held.get(row.number);
    const better = before === undefined || attempts.recognised === 'last';
    if (better || (attempts.recognised === 'best' && compare(of(row), of(before), by) < 0)) held.set(row.number, row);
  }
  return [...held.values()];
}

/** What the prediction question turned out to be; as given where it counts other rounds too. */
export function actual(bundle: Bundle, valid: Sat[], recognised: Sat[]): number | null {
  const asks = bundle.manifest.rules.prediction;
  if (asks == null) return null;
  if (asks.scope !== 'round') return bundle.result.actual_prediction;
  const counted = (asks.counted === 'recognised' ? recognised : valid).filter((row) => isPerfect(row) || !asks.target.includes('all_correct'));
  return asks.target.includes('people') ? new Set(counted.map((row) => row.number)).size : counted.length;
}

/** Places: 1, 2, 2, 4, and those of equals by lot where the rules say so. */
export function places(bundle: Bundle, recognised: Sat[], value: number | null): Ranked[] {
  const ranking: Ranking = bundle.manifest.rules.ranking;
  const by = ranking.individual;
  const rows = recognised
    .filter((row) => !row.failed && reaches(row, ranking.least) && (ranking.where !== 'perfect' || isPerfect(row)))
    .map((row) => ({ number: row.number, ordinal: row.ordinal, values: values(row, by, ranking.duration_unit, value) }))
    .sort((a, b) => compare(a.values, b.values, by) || a.number - b.number);
  const out: Ranked[] = [];
  for (const [at, row] of rows.entries()) {
    const before = out[at - 1];
    const shared = before !== undefined && compare(before.values, row.values, by) === 0;
    out.push({ ...row, place: shared ? before.place : at + 1 });
  }
  return drawn(bundle, out, by);
}

function drawn(bundle: Bundle, base: Ranked[], by: string[]): Ranked[] {
  const { lot, round_id } = bundle;
  const ends = by[by.length - 1]?.startsWith('lot') === true;
  must(ends === (lot !== null), 'lot seed');
  if (lot === null) return base;
  must(hex(H('thiluat/commit-lot/1', round_id, lot.seed)) === lot.commitment, 'lot commitment');
  const { beacon2 } = lot;
  // The root is fixed before the public value; who is void or marked anew after it stands elsewhere.
  const isLater = beacon2 !== null && (bundle.decisions.length > 0 || bundle.result.voided.length > 0);
  must(isLater || hex(sha256(bytes(jcs(base.map((row) => [row.place, row.number]))))) === lot.root, 'lot root');
  if (beacon2 === null) return base;
  const key = unhex(lot.seed);
  const ticket = (row: Ranked) => hex(mac(key, 'thiluat/lot/1', lot.root, beacon2, row.number));
  const turns = new Map(
    base
      .map((row) => [ticket(row), row.number] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, number], at) => [number, at + 1]),
  );
  const turn = (row: Ranked) => turns.get(row.number) ?? 0;
  return base
    .map((row) => ({ ...row, values: [...row.values.slice(0, -1), turn(row)] }))
    .sort((a, b) => a.place - b.place || turn(a) - turn(b))
    .map((row, at) => ({ ...row, place: at + 1 }));
}
