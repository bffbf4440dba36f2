/** Filters of a list as they stand in its address: `names` has the word of the address (Vietnamese) for each of them. */
export type Names = Readonly<Record<string, string>>;

export function fromAddress(names: Names, search: URLSearchParams): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, search.get(name) ?? '']));
}

export function toAddress(names: Names, filters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [name, filters[key] ?? '']));
}

/**
 * The order after a press on a column: rising, falling where the list can do that, and the list's own again.
 * `current` is `name`, `-name` or '' for the list's own order.
 */
export function nextSort(current: string, column: string, falls = true): string {
  if (current === column) return falls ? `-${column}` : '';
  return current === `-${column}` ? '' : column;
}
