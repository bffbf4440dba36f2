/** Which row of a board is the reader's own: equal places are common, so all that is known has to agree. */
import type { Board, Standing } from '../api/types';

export function isMine(entry: Standing, me: Board['me']): boolean {
  if (me == null || me.place === null || entry.place !== me.place) return false;
  const agrees = (key: 'name' | 'score' | 'duration_ms'): boolean => me[key] == null || me[key] === entry[key];
  return agrees('name') && agrees('score') && agrees('duration_ms');
}
