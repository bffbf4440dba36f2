/** The tree as the lines that are on the screen, and what the keys do to them (WAI-ARIA tree view). */
import type { UnitRef } from '../api/staff-types';

/** What the server calls the unit above those that belong to none. */
export const TOP = 'none';

export interface Line {
  unit: UnitRef;
  /** 1 at the top. */
  level: number;
  /** Null has nothing below. */
  open: boolean | null;
  position: number;
  size: number;
}

/** What a branch of the tree is known to hold. */
export interface Branch {
  unit: UnitRef;
  children: number;
  open: boolean;
  /** Null until they were fetched. */
  below: readonly Branch[] | null;
}

export function lines(branches: readonly Branch[], level = 1): Line[] {
  return branches.flatMap((branch, i) => [
    { unit: branch.unit, level, open: branch.children === 0 ? null : branch.open, position: i + 1, size: branches.length },
    ...(branch.open && branch.below !== null ? lines(branch.below, level + 1) : []),
  ]);
}

export type Step = { to: number } | { open: number } | { close: number } | { take: number } | null;

/** What a key does on line `at`. */
export function step(shown: readonly Line[], at: number, key: string): Step {
  const line = shown[at];
  if (line === undefined) return null;
  switch (key) {
    case 'ArrowDown':
      return at + 1 < shown.length ? { to: at + 1 } : null;
    case 'ArrowUp':
      return at > 0 ? { to: at - 1 } : null;
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: shown.length - 1 };
    case 'ArrowRight': {
      if (line.open === false) return { open: at };
      return line.open === true && (shown[at + 1]?.level ?? 0) > line.level ? { to: at + 1 } : null;
    }
    case 'ArrowLeft': {
      if (line.open === true) return { close: at };
      for (let i = at - 1; i >= 0; i -= 1) if ((shown[i]?.level ?? 0) < line.level) return { to: i };
      return null;
    }
    case 'Enter':
    case ' ':
      return { take: at };
    default:
      return null;
  }
}
