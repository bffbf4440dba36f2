/** What was changed and can be taken back. Letters typed one after another into one field are one change. */

/** As many as anybody remembers having made. */
const MOST = 200;
/** A pause in typing (ms) after which the next letter is a change of its own. */
const PAUSE_MS = 2000;

export class History<T> {
  private past: T[] = [];
  private future: T[] = [];
  private last: { place: string; at: number } | null = null;

  constructor(private now: T) {}

  get value(): T {
    return this.now;
  }

  get undoes(): boolean {
    return this.past.length > 0;
  }

  get redoes(): boolean {
    return this.future.length > 0;
  }

  /** `place` names what is changed, `at` is when (ms). */
  change(next: T, place: string, at: number): void {
    const goesOn = this.last !== null && this.last.place === place && at - this.last.at < PAUSE_MS;
    if (!goesOn) this.past = [...this.past, this.now].slice(-MOST);
    this.last = { place, at };
    this.future = [];
    this.now = next;
  }

  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.now);
    this.now = before;
    this.last = null;
  }

  redo(): void {
    const after = this.future.pop();
    if (after === undefined) return;
    this.past.push(this.now);
    this.now = after;
    this.last = null;
  }

  /** Begins anew with what somebody else made. */
  reset(to: T): void {
    [this.now, this.past, this.future, this.last] = [to, [], [], null];
  }
}
