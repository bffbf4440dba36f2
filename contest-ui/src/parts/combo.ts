/** What a combobox says of its search. */
export interface ComboWords {
  searching: string;
  searchFailed: string;
  nothingFound: (q: string) => string;
  found: (n: number) => string;
}

/** What a combobox over entries of the server is told. */
export interface ComboProps<T> {
  id: string;
  label: string;
  said: ComboWords;
  required?: boolean;
  hint?: string;
  wrong?: string;
  search: (q: string) => Promise<readonly T[]>;
  /** What is shown of an entry, and what stands in the field once it is chosen. */
  name: (item: T) => string;
  more?: (item: T) => string;
  key: (item: T) => string;
  pick: (item: T | null) => void;
  /** What is chosen already. */
  chosen?: T | null;
  /** Whether the field keeps what was chosen, or is there to add one thing after another. */
  keep?: boolean;
}
