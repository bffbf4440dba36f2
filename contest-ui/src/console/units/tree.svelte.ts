/** The tree of units as far as somebody has opened it; branches are fetched when they are opened. */
import { Problem } from '../../api/problem';
import * as calls from '../api/units';
import type { UnitRef } from '../api/staff-types';
import type { Unit } from '../api/unit-types';
import { lines, TOP, type Branch, type Line } from './rows';

/** As many as the server gives at once. */
const PAGE = '200';

interface Node extends Branch {
  below: Node[] | null;
}

export class Tree {
  private roots = $state.raw<Node[] | null>(null);
  private rest = $state.raw<string | null>(null);
  private total = $state(0);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  get lines(): Line[] {
    return lines(this.roots ?? []);
  }

  get ready(): boolean {
    return this.roots !== null;
  }

  /** How many units at the top are not here yet. */
  get left(): number {
    return this.rest === null ? 0 : this.total - (this.roots?.length ?? 0);
  }

  /** Begins at one's own unit, or at all that belong to none. */
  start(own: UnitRef | null): Promise<void> {
    return this.asking(async () => {
      if (own === null) return this.addTop('');
      const unit = await calls.unit(own.code);
      this.roots = [node(unit)];
      await this.fill(unit.code);
    });
  }

  more = (): Promise<void> => this.asking(() => this.addTop(this.rest ?? ''));

  toggle(code: string, open: boolean): Promise<void> {
    return this.asking(async () => {
      if (open && this.find(code)?.below === null) await this.fill(code);
      this.put(code, (was) => ({ ...was, open }));
    });
  }

  /** Opens all above a unit, so that it can be seen; `path` is from the top down. */
  reveal(path: readonly UnitRef[]): Promise<void> {
    return this.asking(async () => {
      for (const { code } of path) {
        const known = this.find(code);
        if (known === null) continue;
        if (known.below === null) await this.fill(code);
        this.put(code, (was) => ({ ...was, open: true }));
      }
    });
  }

  private async addTop(cursor: string): Promise<void> {
    const page = await calls.units({ parent: TOP, state: 'active', sort: 'name', limit: PAGE, cursor });
    this.roots = [...(cursor === '' ? [] : (this.roots ?? [])), ...page.items.map(node)];
    this.rest = page.next_cursor;
    this.total = page.total ?? this.roots.length;
  }

  private async fill(code: string): Promise<void> {
    const below: Node[] = [];
    let cursor = '';
    // A branch is a commune's or a school's: a few pages at most. The whole of it, so that the order is by name.
    for (;;) {
      const page = await calls.units({ parent: code, state: 'active', sort: 'name', limit: PAGE, cursor });
      below.push(...page.items.map(node));
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    this.put(code, (was) => ({ ...was, below, open: true, children: below.length }));
  }

  private find(code: string, among: readonly Node[] = this.roots ?? []): Node | null {
    for (const branch of among) {
      const found = branch.unit.code === code ? branch : branch.below === null ? null : this.find(code, branch.below);
      if (found !== null) return found;
    }
    return null;
  }

  private put(code: string, change: (was: Node) => Node): void {
    const within = (among: Node[]): Node[] =>
      among.map((branch) => (branch.unit.code === code ? change(branch) : branch.below === null ? branch : { ...branch, below: within(branch.below) }));
    if (this.roots !== null) this.roots = within(this.roots);
  }

  private async asking(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await work();
      this.problem = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
    }
    this.busy = false;
  }
}

function node({ code, name, children }: Unit): Node {
  return { unit: { code, name }, children, open: false, below: null };
}
