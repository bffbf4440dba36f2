/** Units for a field that finds them by typing. */
import * as calls from '../api/units';
import type { Unit } from '../api/unit-types';

/** As many lines as somebody looks through. */
const MOST = '20';

/** Units of today within one's reach. */
export async function findUnits(q: string): Promise<readonly Unit[]> {
  return (await calls.units({ q, state: 'active', limit: MOST })).items;
}
