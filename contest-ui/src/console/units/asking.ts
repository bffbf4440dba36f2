/** What the list of units is asked for, from the filters in its address. */
import type { UnitRef } from '../api/staff-types';
import { TOP } from './rows';

/**
 * Directly below a unit, unless somebody asks for all levels or searches: who types a name looks for it wherever
 * it is. `own` is the unit that one acts for, which is where the list begins.
 */
export function asked(filters: Readonly<Record<string, string>>, own: UnitRef | null): Record<string, string> {
  const { q = '', at = '', deep = '', type = '', area = '', state = '', sort = '', cursor = '' } = filters;
  const under = at || (own?.code ?? '');
  const all = deep !== '' || q !== '' || state === 'past';
  const place: Record<string, string> = all ? { below: under } : { parent: under || TOP };
  return { q, ...place, type, area, state: state || 'active', sort, cursor };
}
