/** Filters of a list as they stand in its address: `names` has the word of the address (Vietnamese) for each of them. */
export type Names = Readonly<Record<string, string>>;

export function fromAddress(names: Names, search: URLSearchParams): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, search.get(name) ?? '']));
}

export function toAddress(names: Names, filters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [name, filters[key] ?? '']));
}

/** The next order of a column: rising, falling, and the list's own again. `current` is `name`, `-name` or ''. */
export function nextSort(current: string, column: string): string {
  return current === column ? `-${column}` : current === `-${column}` ? '' : column;
}
