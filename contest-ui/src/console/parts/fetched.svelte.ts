/**
 * Something from the server that follows what it was asked with: state read while asking makes it ask again,
 * and so does a new sign-in. The value before stays until the next one is here, so that a list does not blink.
 */
import { Problem } from '../../api/problem';
import { session } from '../shell/session.svelte';

export class Fetched<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(true);
  private asked = 0;

  constructor(private readonly fetch: () => Promise<T>) {
    $effect(() => {
      void session.round;
      void this.take(fetch());
      return () => {
        this.asked += 1;
      };
    });
  }

  load = (): Promise<void> => this.take(this.fetch());

  private async take(coming: Promise<T>): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    this.busy = true;
    try {
      const value = await coming;
      if (mine !== this.asked) return;
      this.value = value;
      this.problem = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (mine !== this.asked) return;
      this.problem = error;
    }
    this.busy = false;
  }
}

/** One thing that a button does: whether it is under way, and what went wrong with it. */
export class Deed {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** Gives whether it was done; a second press while the first is under way does nothing. */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
