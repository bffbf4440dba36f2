/** The filters of a bank's list, and how they stand in its address (in Vietnamese) and in the call. */
import { fromAddress, toAddress } from '../parts/addressed';

export const FILTERS = ['topic', 'level', 'status', 'kind', 'law', 'finding'] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Record<Filter | 'q', string>;

const NAMES: Record<keyof Filters, string> = { q: 'tim', topic: 'chu-de', level: 'muc', status: 'tinh-trang', kind: 'cach', law: 'can-cu', finding: 'xem-lai' };

export function read(search: URLSearchParams): Filters {
  return fromAddress(NAMES, search) as Filters;
}

export function addressed(filters: Filters): Record<string, string> {
  return toAddress(NAMES, filters);
}
