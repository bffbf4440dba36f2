/** Something that comes from the server: not yet, here, or a problem; a passing one is tried again by itself. */
import { untrack } from 'svelte';
import { Problem } from '../api/problem';
import { backoff } from '../exam/backoff';

export class Loaded<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private gone = false;

  constructor(private readonly fetch: () => Promise<T>) {
    $effect(() => {
      // What the call happens to read must not make it run again.
      void untrack(this.load);
      return () => {
        this.gone = true;
        clearTimeout(this.timer);
      };
    });
  }

  load = async (): Promise<void> => {
    clearTimeout(this.timer);
    try {
      const value = await this.fetch();
      if (this.gone) return;
      this.value = value;
      this.problem = null;
      this.failures = 0;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (this.gone) return;
      this.problem = error;
      if (!error.passing) return;
      this.failures += 1;
      this.timer = setTimeout(() => void this.load(), backoff(this.failures + 1, error.retryAfterMs, Math.random()));
    }
  };
}
