/**
 * Something that is asked for again and again while somebody looks: every few seconds, not while the page is
 * hidden. What was known last stays when the server does not answer, and since when it is old is said.
 */
import { Problem } from '../../api/problem';
import { session } from '../shell/session.svelte';

export class Watched<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Device time (ms) of the last answer; 0 before the first. */
  cameAt = $state(0);
  /** Failed questions in a row. */
  misses = $state(0);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private gone = false;

  constructor(
    private readonly fetch: () => Promise<T>,
    private readonly everyMs: number,
  ) {
    $effect(() => {
      void session.round;
      // What the question reads (a chosen round) asks anew at once.
      void this.take(fetch());
      document.addEventListener('visibilitychange', this.seen);
      return () => {
        this.asked += 1;
        clearTimeout(this.timer);
        document.removeEventListener('visibilitychange', this.seen);
      };
    });
    $effect(() => () => {
      this.gone = true;
      clearTimeout(this.timer);
    });
  }

  load = (): Promise<void> => this.take(this.fetch());

  private async take(coming: Promise<T>): Promise<void> {
    clearTimeout(this.timer);
    this.asked += 1;
    const mine = this.asked;
    try {
      const value = await coming;
      if (mine !== this.asked) return;
      [this.value, this.problem, this.misses, this.cameAt] = [value, null, 0, Date.now()];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (mine !== this.asked) return;
      this.problem = error;
      this.misses += 1;
      // What never will be answered is not asked for again.
      if (!error.passing && error.status !== 401) return;
    }
    if (!this.gone && document.visibilityState === 'visible') this.timer = setTimeout(() => void this.load(), this.everyMs);
  }

  private seen = (): void => {
    clearTimeout(this.timer);
    if (document.visibilityState === 'visible') void this.load();
  };
}
