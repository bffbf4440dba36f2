/** The lines of a preview, those first that somebody has to look at. */
import type { RowAction, UnitImport } from '../api/unit-types';

export const SHOWS = ['doubts', 'changes', 'all'] as const;
export type Show = (typeof SHOWS)[number];

/** What is refused, what was only found by its name, what changes something, what is new, what stays. */
const RANK: Record<RowAction, number> = { refused: 0, match: 1, change: 2, add: 3, same: 4 };

type Row = UnitImport['rows'][number];

export function shownRows(rows: readonly Row[], doubtful: ReadonlySet<string>, show: Show): Row[] {
  const doubt = (row: Row): boolean => RANK[row.action] < 2 || doubtful.has(row.at);
  const wanted = rows.filter((row) => show === 'all' || (show === 'doubts' ? doubt(row) : row.action === 'add' || row.action === 'change'));
  // A stable order: within a kind the lines stay as the file has them.
  return show === 'all' ? wanted : wanted.map((row, i) => ({ row, i })).sort((a, b) => RANK[a.row.action] - RANK[b.row.action] || a.i - b.i).map(({ row }) => row);
}
