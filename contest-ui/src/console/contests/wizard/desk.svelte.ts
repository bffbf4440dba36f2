/** A paper that nobody hands in: what was chosen stays on this page and goes once, to be marked. */
import { SvelteMap } from 'svelte/reactivity';
import type { Answer, Question, Slot } from '../../../api/types';
import type { Answering } from '../../../exam/answering';

export class TrialDesk implements Answering {
  readonly id = '';
  readonly writable = true;
  flags = $state.raw<readonly number[]>([]);
  at = $state(0);
  private readonly given = new SvelteMap<Slot, Answer>();

  constructor(readonly questions: readonly Question[]) {}

  get question(): Question | null {
    return this.questions[this.at] ?? null;
  }

  get answers(): { slot: number; answer: Answer }[] {
    return this.questions.flatMap(({ slot }) => {
      const answer = this.given.get(slot);
      return answer === undefined || this.blank(slot) ? [] : [{ slot, answer }];
    });
  }

  answerOf(slot: Slot): Answer | null {
    return this.given.get(slot) ?? null;
  }

  stateOf(slot: Slot): 'saved' | null {
    return this.given.has(slot) ? 'saved' : null;
  }

  blank(slot: Slot): boolean {
    const answer = this.given.get(slot);
    return answer === undefined || ('options' in answer && answer.options.length === 0) || ('text' in answer && answer.text.trim() === '');
  }

  answer(slot: Slot, answer: Answer): void {
    this.given.set(slot, answer);
  }

  flag(slot: number): void {
    this.flags = this.flags.includes(slot) ? this.flags.filter((other) => other !== slot) : [...this.flags, slot];
  }
}
