/** Rounds in time: the next one after the last, and the whole of them moved. */
import { freshCode, without, type RoundDocument } from './document';
import { inZone, shifted } from './instants';

const VIETNAM_MS = 7 * 3_600_000;
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

const DAY_MS = 86_400_000;
/** Days that a round of a kind is open when nobody said: a week, but a final is over in a day. */
const DAYS: Record<string, number> = { semi: 1, final: 1 };

/**
 * Every round moved so that the first one opens at `opensAt`; lengths and gaps stay. Rounds without times, as a
 * template has them, are laid one after another, each to the end of its last day.
 */
export function movedTo(rounds: readonly RoundDocument[], opensAt: string): RoundDocument[] {
  const firsts = rounds.map(({ opens_at }) => Date.parse(opens_at ?? '')).filter((ms) => !Number.isNaN(ms));
  if (firsts.length === 0) return laidOut(rounds, Date.parse(opensAt));
  const by = Date.parse(opensAt) - Math.min(...firsts);
  return rounds.map((round) => moveRound(round, by));
}

function laidOut(rounds: readonly RoundDocument[], start: number): RoundDocument[] {
  let opens = start;
  return rounds.map((round) => {
    const days = DAYS[round.kind ?? ''] ?? 7;
    const midnight = Math.floor((opens + VIETNAM_MS) / DAY_MS) * DAY_MS - VIETNAM_MS;
    const next = { ...round, opens_at: inZone(opens), closes_at: inZone(midnight + days * DAY_MS) };
    opens += days * DAY_MS;
    return next;
  });
}

/** A round like the last one, in the time right after it; a week from `now` (ms) where there is none. */
export function following(rounds: readonly RoundDocument[], titled: (n: number) => string, now: number): RoundDocument {
  const last = rounds.at(-1);
  const codes = rounds.map(({ code }) => code);
  if (last === undefined) {
    const tomorrow = Math.ceil((now + VIETNAM_MS) / DAY_MS) * DAY_MS - VIETNAM_MS;
    const [first] = laidOut([{ code: 'vong-1', title: titled(1), time_limit_s: 900, blueprint: [] }], tomorrow + 8 * 3_600_000);
    return first ?? { code: 'vong-1', title: titled(1) };
  }
  const [opens, closes] = [Date.parse(last.opens_at ?? ''), Date.parse(last.closes_at ?? '')];
  // As long as a week or a whole day of rounds that follow each other; otherwise as long as the last one took.
  const by = Number.isNaN(opens) || Number.isNaN(closes) ? 0 : Math.max(DAY_MS, Math.ceil((closes - opens) / DAY_MS) * DAY_MS);
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
