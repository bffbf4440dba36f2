/** Handing in: first every answer, then the paper, and again until the server's word is here. */
import { Problem } from '../api/problem';
import type { HandInBody } from '../api/calls';
import type { Handed } from '../api/types';
import { backoff } from './backoff';
import type { AnswerQueue } from './queue';

export interface HandInParts {
  queue: AnswerQueue;
  post(body: HandInBody): Promise<Handed>;
  prediction: number | null;
  wait(ms: number): Promise<void>;
  random(): number;
  /** A try failed in passing; the screen says so calmly. */
  trouble(problem: Problem): void;
  /** Whether to hand in without waiting for unsent answers: the clock has run out for them. */
  late(): boolean;
}

/** How often a paper is sent again after `attempt.missing_answers` before the refusal is shown. */
const RESENDS = 3;
/** How long unsent answers may still try after the end of time, ms; less than the server's grace of 5 s. */
const GRACE_MS = 3000;

/** Resolves with the receipt; throws the `Problem` that the person has to decide about. */
export async function handIn(parts: HandInParts): Promise<Handed> {
  let failures = 0;
  let resends = 0;
  // After the deadline the server still takes for a moment what is on its way (algorithms.md 5, grace).
  if (parts.late()) await Promise.race([parts.queue.settled(), parts.wait(GRACE_MS)]);
  for (;;) {
    if (!parts.late()) await parts.queue.settled();
    if (parts.queue.status === 'superseded') throw new Problem(409, 'attempt.superseded', '');
    if (parts.queue.status === 'signed_out') throw new Problem(401, 'auth.required', '');
    try {
      const { epoch, final_seq, acked_seq, last } = parts.queue.numbers();
      const handed = await parts.post({
        epoch,
        // After the deadline what did not arrive cannot arrive any more, so only what did is named.
        ...(parts.late() ? { final_seq: acked_seq } : { final_seq, last }),
        ...(parts.prediction !== null && { prediction: parts.prediction }),
      });
      await parts.queue.wipe();
      return handed;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'attempt.missing_answers' && resends < RESENDS) {
        resends += 1;
        parts.queue.resend(missing(error, parts.queue));
        continue;
      }
      if (!error.passing) throw error;
      failures += 1;
      parts.trouble(error);
      await parts.wait(backoff(failures, error.retryAfterMs, parts.random()));
    }
  }
}

/** The slots that the server names, or all of them when it names none. */
function missing(problem: Problem, queue: AnswerQueue): number[] {
  const named = problem.members['slots'];
  if (Array.isArray(named) && named.length > 0) return named.map(Number);
  return queue.numbers().last.map(({ slot }) => slot);
}
