/** Blueprints as the third step changes them. */
import { without, type BlueprintCell, type RoundDocument } from '../document';

/** What a round asks for when nobody said how many. */
const USUAL_COUNT = 20;

/**
 * Takes every round's questions from one bank, but for cells of the banks in `keep`. Cells keep their number and
 * points; a topic, a level or a law of another bank would find nothing in this one, so it goes where the bank
 * changes. A round without cells gets one.
 */
export function useBank(rounds: readonly RoundDocument[], bank: string, keep: ReadonlySet<string> = new Set()): RoundDocument[] {
  return rounds.map((round) => {
    const cells = round.blueprint ?? [];
    if (cells.length === 0) return { ...round, blueprint: [{ bank, count: USUAL_COUNT }] };
    return { ...round, blueprint: merged(cells.map((cell) => (cell.bank === bank || keep.has(cell.bank) ? cell : moved(cell, bank)))) };
  });
}

function moved(cell: BlueprintCell, bank: string): BlueprintCell {
  return { ...without(cell, 'topic', 'level', 'law'), bank };
}

/** Cells that came to ask for the same are one. */
function merged(cells: readonly BlueprintCell[]): BlueprintCell[] {
  const out: BlueprintCell[] = [];
  for (const cell of cells) {
    const same = out.findIndex((other) => asks(other) === asks(cell));
    const before = out[same];
    if (before === undefined) out.push(cell);
    else out[same] = { ...before, count: before.count + cell.count };
  }
  return out;
}

/** What a cell asks for, whatever the order of its keys. */
const asks = (cell: BlueprintCell): string => JSON.stringify(Object.entries(without(cell, 'count')).sort(([a], [b]) => (a < b ? -1 : 1)));

/** How many questions a paper of the round has. */
export const questionsOf = (cells: readonly BlueprintCell[]): number => cells.reduce((sum, { count }) => sum + (Number.isInteger(count) ? count : 0), 0);
