/** Numbers behind the small charts and tables of the quality and supply pages. */
import type { Supply } from '../api/types';

/** Shares of a whole in thousandths; all zero when there is nothing. */
export function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, n) => sum + n, 0);
  return counts.map((n) => (total === 0 ? 0 : Math.round((n * 1000) / total)));
}

/**
 * Letters that hold the key so often or so seldom that one could guess by them: a third or more away from
 * an even share, once there are enough questions for that not to be chance (30, as item statistics ask).
 */
export function lopsided(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total < 30 || counts.length < 2) return [];
  const even = total / counts.length;
  return counts.flatMap((n, i) => (Math.abs(n - even) >= even / 3 ? [i] : []));
}

export interface Cell {
  approved: number;
  in_force: number;
}

export interface SupplyTable {
  levels: number[];
  rows: { topic: string | null; cells: Cell[]; sum: Cell }[];
  sums: Cell[];
  total: Cell;
}

/** Topic by level. */
export function supplyTable(counted: Supply['cells']): SupplyTable {
  const levels = [...new Set(counted.map(({ level }) => level))].sort((a, b) => a - b);
  const topics = [...new Set(counted.map(({ topic }) => topic))].sort((a, b) => (a === null ? 1 : b === null ? -1 : a.localeCompare(b, 'vi')));
  const sum = (of: Supply['cells']): Cell => ({
    approved: of.reduce((n, { approved }) => n + approved, 0),
    in_force: of.reduce((n, { in_force }) => n + in_force, 0),
  });
  return {
    levels,
    rows: topics.map((topic) => {
      const own = counted.filter((row) => row.topic === topic);
      return { topic, cells: levels.map((level) => sum(own.filter((row) => row.level === level))), sum: sum(own) };
    }),
    sums: levels.map((level) => sum(counted.filter((row) => row.level === level))),
    total: sum(counted),
  };
}
