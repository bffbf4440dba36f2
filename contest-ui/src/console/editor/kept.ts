/** What an author has typed and not saved yet, kept in this browser under the question's name. */
import { forget, recall, remember } from '../../exam/device';
import type { Draft } from '../api/types';

export interface Kept {
  /** The version it was written upon; 0 for a new question. */
  base: number;
  draft: Draft;
  /** Milliseconds of the device's clock. */
  at: number;
}

const place = (who: string, of: string): string => `draft.${who}.${of}`;

/** `who` is the author: two people on one machine keep two drafts. */
export function keep(who: string, of: string, kept: Kept): void {
  remember(place(who, of), JSON.stringify(kept));
}

export function kept(who: string, of: string): Kept | null {
  const text = recall(place(who, of));
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Kept;
    return typeof value.base === 'number' && typeof value.draft?.stem === 'string' ? value : null;
  } catch {
    return null;
  }
}

export function drop(who: string, of: string): void {
  forget(place(who, of));
}

/** Names of everything that this author keeps here. */
function all(who: string): string[] {
  try {
    const start = `thiluat.${place(who, '')}`;
    return Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? '').filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

export function countKept(who: string): number {
  return all(who).length;
}

/** Questions with their keys must not stay on a machine that others sit down at. */
export function dropAll(who: string): void {
  for (const key of all(who)) localStorage.removeItem(key);
}
