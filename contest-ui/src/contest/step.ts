/** What a person can do about a round now: the one button that fits. */
import type { Me, OwnAttempt, Round } from '../api/types';

export type Step =
  | { kind: 'register'; early: boolean }
  | { kind: 'wait' }
  | { kind: 'resume'; attempt: string }
  | { kind: 'enter' }
  | { kind: 'again'; ordinal: number }
  | { kind: 'result'; attempt: string; used: boolean }
  | { kind: 'none'; why: 'closing' | 'closed' | 'void' | 'draft' };

export function nextStep(round: Round, me: Me | null): Step {
  const own = me === null ? [] : me.attempts.filter((attempt) => attempt.round === round.id || attempt.round === round.code);
  const running = own.find((attempt) => attempt.state === 'active');
  if (running !== undefined) return { kind: 'resume', attempt: running.id };

  const shown = telling(own);
  switch (round.state) {
    case 'scheduled':
      return me === null ? { kind: 'register', early: true } : { kind: 'wait' };
    case 'open': {
      if (me === null) return { kind: 'register', early: false };
      const valid = own.filter((attempt) => attempt.state !== 'void');
      if (valid.length === 0) return { kind: 'enter' };
      // "day" and "contest" limits are the server's to judge; a round's own limit is plain from here.
      const left = round.attempts.max === 0 || round.attempts.per !== 'round' || valid.length < round.attempts.max;
      if (left) return { kind: 'again', ordinal: valid.length + 1 };
      return shown === null ? { kind: 'none', why: 'closed' } : { kind: 'result', attempt: shown.id, used: true };
    }
    case 'closing':
    case 'closed':
    case 'published':
      if (shown !== null) return { kind: 'result', attempt: shown.id, used: false };
      return { kind: 'none', why: round.state === 'closing' ? 'closing' : 'closed' };
    case 'void':
      return { kind: 'none', why: 'void' };
    default:
      return { kind: 'none', why: 'draft' };
  }
}

/** The attempt whose result to show: the best scored one, else the latest. */
export function telling(own: readonly OwnAttempt[]): OwnAttempt | null {
  const done = own.filter((attempt) => attempt.state === 'submitted' || attempt.state === 'expired');
  return done.reduce<OwnAttempt | null>((best, attempt) => {
    if (best === null) return attempt;
    const gain = (attempt.result?.score ?? -1) - (best.result?.score ?? -1);
    return gain > 0 || (gain === 0 && attempt.ordinal > best.ordinal) ? attempt : best;
  }, null);
}

/** Rounds as a visitor wants them: open ones, then those to come, then what is over, the latest first. */
export function inOrder(rounds: readonly Round[]): Round[] {
  const of = (...states: Round['state'][]): Round[] => rounds.filter(({ state }) => states.includes(state));
  return [...of('open'), ...of('scheduled'), ...of('closing', 'closed', 'published', 'void').reverse()];
}
