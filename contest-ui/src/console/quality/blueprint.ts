/** A blueprint on its way into a contest file. */
import type { BlueprintCell } from '../api/types';

/** Whether a number of questions can be asked for. */
export const isCount = (count: number): boolean => Number.isInteger(count) && count >= 1 && count <= 500;

/** The lines of `blueprint` that a round of a contest file takes. */
export function toToml(bank: string, cells: readonly BlueprintCell[]): string {
  const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
  const lines = cells.map(({ topic, level, law, count }) => {
    const keys = [`bank = ${quoted(bank)}`, `count = ${count}`];
    if (topic !== null) keys.push(`topic = ${quoted(topic)}`);
    if (level !== null) keys.push(`level = ${level}`);
    if (law !== null) keys.push(`law = ${quoted(law)}`);
    return `  { ${keys.join(', ')} },`;
  });
  return ['blueprint = [', ...lines, ']'].join('\n');
}
