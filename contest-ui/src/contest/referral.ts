/** The unit whose link brought somebody to a contest (`/d/{slug}/{unit}` leads to `?don-vi=CODE`). */
import * as calls from '../api/calls';
import type { Unit } from '../api/types';
import { recall, remember } from '../exam/device';

/** Keeps what the address says until the person registers, perhaps days later. */
export function keepReferral(slug: string, search: URLSearchParams): void {
  const code = search.get('don-vi')?.trim() ?? '';
  if (code !== '') remember(`referral.${slug}`, code);
}

export function referral(slug: string): string {
  return recall(`referral.${slug}`) ?? '';
}

/** The unit of that code, if it can still be picked. A form without it is as good: nothing is said when it can't be read. */
export async function referringUnit(slug: string, code: string): Promise<Unit | null> {
  try {
    const { items } = await calls.units(slug, code);
    return items.find((unit) => unit.code === code) ?? null;
  } catch {
    return null;
  }
}
