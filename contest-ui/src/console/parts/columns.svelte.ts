/** Which columns of a table somebody wants to see; the browser remembers it. */
import { recall, remember } from '../../exam/device';

export class Columns<C extends string> {
  private hidden = $state.raw<readonly string[]>([]);

  constructor(
    private readonly key: string,
    readonly all: readonly C[],
    away: readonly C[] = [],
  ) {
    const kept = recall(`columns.${key}`);
    this.hidden = kept === null ? away : kept.split(',').filter((name) => (all as readonly string[]).includes(name));
  }

  shows(column: C): boolean {
    return !this.hidden.includes(column);
  }

  show(column: C, on: boolean): void {
    const others = this.hidden.filter((name) => name !== column);
    this.hidden = on ? others : [...others, column];
    remember(`columns.${this.key}`, this.hidden.join(','));
  }
}
