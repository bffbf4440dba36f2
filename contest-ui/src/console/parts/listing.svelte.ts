/** A list of the server's, page by page, with its filters and its order; they stand in the address, so that a link shows the same. */
import type { Page } from '../api/types';
import { path, type PlaceName } from '../routes';
import { noted, place } from '../shell/place.svelte';
import { fromAddress, nextSort, toAddress, type Names } from './addressed';
import { Fetched } from './fetched.svelte';

export interface Listed<T> extends Page<T> {
  /** How many there are in all, where the server says so. */
  total?: number;
}

/** How long somebody pauses in typing before the list follows. */
const PAUSE_MS = 250;

export class Listing<T, L extends Listed<T> = Listed<T>> {
  filters = $state<Record<string, string>>({});
  readonly page: Fetched<L>;
  private cursors = $state<string[]>(['']);
  /** Places of the first row of each page, since pages may differ in length. */
  private firsts = $state<number[]>([0]);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly at: PlaceName,
    private readonly names: Names,
    fetch: (query: Record<string, string>) => Promise<L>,
  ) {
    this.filters = fromAddress(names, place.search);
    this.page = new Fetched(() => fetch({ ...this.filters, cursor: this.cursors.at(-1) ?? '' }));
    $effect(() => () => clearTimeout(this.timer));
  }

  /** Changes filters and goes back to the first page. */
  set(change: Record<string, string>): void {
    clearTimeout(this.timer);
    this.filters = { ...this.filters, ...change };
    this.cursors = [''];
    this.firsts = [0];
    noted(path(this.at, place.at.params, toAddress(this.names, this.filters)));
  }

  /** The same for what somebody is typing. */
  type(key: string, value: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.set({ [key]: value.trim() }), PAUSE_MS);
  }

  /** `own` is the order of the list when nobody asks for one; `falls` whether the column can be in falling order. */
  sort(column: string, own: string, falls: boolean): void {
    const next = nextSort(this.filter('sort') || own, column, falls);
    this.set({ sort: next === own ? '' : next });
  }

  filter(key: string): string {
    return this.filters[key] ?? '';
  }

  /** Whether anything of it is narrowed down. */
  get narrowed(): boolean {
    return Object.entries(this.filters).some(([key, value]) => key !== 'sort' && value !== '');
  }

  get from(): number {
    return this.firsts.at(-1) ?? 0;
  }

  /** All there are, or as many as are known of. */
  get total(): number {
    const { value } = this.page;
    if (value === null) return 0;
    return value.total ?? this.from + value.items.length + (value.next_cursor == null ? 0 : 1);
  }

  get next(): (() => void) | null {
    const { value } = this.page;
    const cursor = value?.next_cursor ?? null;
    if (value === null || cursor === null) return null;
    return () => {
      this.firsts = [...this.firsts, this.from + value.items.length];
      this.cursors = [...this.cursors, cursor];
      scrollTo(0, 0);
    };
  }

  get previous(): (() => void) | null {
    if (this.cursors.length < 2) return null;
    return () => {
      this.firsts = this.firsts.slice(0, -1);
      this.cursors = this.cursors.slice(0, -1);
      scrollTo(0, 0);
    };
  }
}
