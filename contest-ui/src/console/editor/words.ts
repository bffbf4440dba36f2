/** Differences between two texts, word by word. */
import type { Change } from '../api/types';

export interface Part {
  text: string;
  change: Change;
}

/** Above this many pairs of words the middle is shown as replaced whole, which keeps the page quick. */
const MOST_PAIRS = 4_000_000;

/** What was taken out and what came in; the parts that are not `new` give `before`, those not `gone` give `after`. */
export function wordDifference(before: string, after: string): Part[] {
  const a = tokens(before);
  const b = tokens(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middle = between(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return joined([
    ...a.slice(0, start).map((text) => ({ text, change: 'same' as const })),
    ...middle,
    ...a.slice(a.length - end).map((text) => ({ text, change: 'same' as const })),
  ]);
}

/** Words and what stands between them, so that joining gives the text back. */
function tokens(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];
}

function between(a: string[], b: string[]): Part[] {
  if (a.length * b.length > MOST_PAIRS) {
    return [...a.map((text) => ({ text, change: 'gone' as const })), ...b.map((text) => ({ text, change: 'new' as const }))];
  }
  // Longest common subsequence, filled from the end so that it can be read from the start.
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        a[i] === b[j] ? (common[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const parts: Part[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push({ text: a[i] ?? '', change: 'same' });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))) {
      parts.push({ text: a[i] ?? '', change: 'gone' });
      i += 1;
    } else {
      parts.push({ text: b[j] ?? '', change: 'new' });
      j += 1;
    }
  }
  return parts;
}

/** Neighbours of the same kind as one. */
function joined(parts: Part[]): Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last?.change === part.change) last.text += part.text;
    else out.push({ ...part });
  }
  return out;
}
