/** Rounds in time: the next one after the last, and the whole of them moved. */
import { freshCode, without, type RoundDocument } from './document';
import { inZone, shifted } from './instants';

const WEEK_MS = 7 * 86_400_000;
const TIMES = ['opens_at', 'closes_at', 'last_start_at', 'hard_end_at'] as const;

function moveRound(round: RoundDocument, byMs: number): RoundDocument {
  const next = { ...round };
  for (const key of TIMES) {
    const at = next[key];
    if (typeof at === 'string') next[key] = shifted(at, byMs);
  }
  const { freeze_at } = round.publish ?? {};
  if (freeze_at !== undefined) next.publish = { ...round.publish, freeze_at: shifted(freeze_at, byMs) };
  if (Array.isArray(round['windows'])) {
    next['windows'] = (round['windows'] as { from: string; to: string }[]).map(({ from, to }) => ({ from: shifted(from, byMs), to: shifted(to, byMs) }));
  }
  return next;
}

/** Every round moved so that the first one opens at `opensAt`; lengths and gaps stay. */
export function movedTo(rounds: readonly RoundDocument[], opensAt: string): RoundDocument[] {
  const firsts = rounds.map(({ opens_at }) => Date.parse(opens_at ?? '')).filter((ms) => !Number.isNaN(ms));
  if (firsts.length === 0) return rounds.map((round, i) => (i === 0 ? { ...round, opens_at: opensAt } : round));
  const by = Date.parse(opensAt) - Math.min(...firsts);
  return rounds.map((round) => moveRound(round, by));
}

/** A round like the last one, in the time right after it; a week from `now` (ms) where there is none. */
export function following(rounds: readonly RoundDocument[], titled: (n: number) => string, now: number): RoundDocument {
  const last = rounds.at(-1);
  const codes = rounds.map(({ code }) => code);
  if (last === undefined) {
    const start = Math.ceil((now + 7 * 3_600_000) / 86_400_000) * 86_400_000 - 7 * 3_600_000 + 8 * 3_600_000;
    return { code: 'vong-1', title: titled(1), opens_at: inZone(start), closes_at: inZone(start - 8 * 3_600_000 + WEEK_MS), time_limit_s: 900, blueprint: [] };
  }
  const [opens, closes] = [Date.parse(last.opens_at ?? ''), Date.parse(last.closes_at ?? '')];
  // As long as a week or a whole day of rounds that follow each other; otherwise as long as the last one took.
  const by = Number.isNaN(opens) || Number.isNaN(closes) ? 0 : Math.max(86_400_000, Math.ceil((closes - opens) / 86_400_000) * 86_400_000);
  const stem = last.code.replace(/-?\d+$/, '') || 'vong';
  return { ...moveRound(last, by), code: freshCode(stem, codes), title: titled(rounds.length + 1) };
}

/** How a round is sat, ranked and published; its name, its times, its people and its questions are its own. */
const HOW = ['time_limit_s', 'per_question_s', 'attempts', 'paper', 'prediction', 'ranking', 'publish', 'review', 'min_plausible_s'];

/** Every round sat as one of them is. When a board freezes belongs to the time of each round: it stays, or is the close. */
export function satAs(rounds: readonly RoundDocument[], from: RoundDocument): RoundDocument[] {
  const how = Object.fromEntries(HOW.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])));
  return rounds.map((round) => {
    if (round === from) return round;
    const next: RoundDocument = { ...without(round, ...HOW), ...how };
    if (next.publish?.freeze_at !== undefined) next.publish = { ...next.publish, freeze_at: round.publish?.freeze_at ?? round.closes_at ?? next.publish.freeze_at };
    return next;
  });
}
