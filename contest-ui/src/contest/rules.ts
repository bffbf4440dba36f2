/** The rules of a round as plain sentences, each with its number, written from the contest's data alone. */
import type { Contest, Round } from '../api/types';
import type { English } from '../i18n/en';
import { moment, until } from '../i18n/format';
import type { Lang } from '../i18n/lang.svelte';

export function ruleSentences(contest: Contest, round: Round, t: English['rules'], lang: Lang): string[] {
  const { rules, publish, attempts, prediction } = round;
  const sentences = [t.window(moment(round.opens_at, lang), until(round.closes_at, lang))];
  for (const { from, to } of round.windows ?? []) sentences.push(t.interval(moment(from, lang), until(to, lang)));
  if (round.last_start_at != null && round.last_start_at !== round.closes_at) {
    sentences.push(t.lastStart(until(round.last_start_at, lang)));
  }
  if (round.hard_end_at != null) sentences.push(t.hardEnd(until(round.hard_end_at, lang)));
  const { min_age, max_age } = contest.registration;
  if (min_age != null || max_age != null) sentences.push(t.age(min_age ?? null, max_age ?? null));
  if (round.groups !== undefined && round.groups.length > 0) {
    sentences.push(t.groups(contest.groups.filter(({ code }) => round.groups?.includes(code)).map(({ title }) => title)));
  }
  sentences.push(t.once);

  const points = round.points_max != null && round.points_max !== round.questions ? ` ${t.points(round.points_max)}` : '';
  sentences.push(t.paper(round.questions, limit(round.time_limit_s, t)) + points, t.clock);
  sentences.push(t.attempts(attempts.max, attempts.per, rules.recognised));
  if (attempts.cooldown_s) sentences.push(t.cooldown(limit(attempts.cooldown_s, t)));
  if (rules.order !== 'as_listed' || rules.shuffle_options) sentences.push(t.shuffled);
  sentences.push(rules.require_all ? t.requireAll : t.blanks);
  if (prediction !== null) sentences.push(t.prediction(prediction.prompt, prediction.required));
  if (rules.only === 'perfect') sentences.push(t.onlyPerfect);
  sentences.push(t.ranking(rules.ranking));
  sentences.push(t.score[publish.at_submit]);
  // Who saw the key on handing in need not be told when it is published.
  if (publish.at_submit !== 'score_and_key') sentences.push(t.key[publish.key]);
  sentences.push(t.board[publish.scoreboard]);
  if (publish.scoreboard !== 'off') sentences.push(t.names[publish.names]);
  return sentences;
}

/** "15 phút", "1 phút 30 giây", "45 giây". */
export function limit(seconds: number, t: English['rules']): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return [minutes > 0 && t.minutes(minutes), rest > 0 && t.seconds(rest)].filter(Boolean).join(' ');
}
