/** How old a board is, for the line that says so. */
import type { Board } from '../api/types';

/**
 * Whole seconds. A board that is on time is as old as its arrival on this device (`cameAt`, ms of the
 * device's clock); a late one is as old as the state in it, which the server took at `as_of`.
 */
export function ageOf(board: Pick<Board, 'as_of' | 'late'>, cameAt: number, now: { device: number; server: number }): number {
  const taken = board.late === true ? Date.parse(board.as_of) : Number.NaN;
  const ms = Number.isNaN(taken) ? now.device - cameAt : now.server - taken;
  return Math.max(0, Math.round(ms / 1000));
}
