/**
 * Rows that slide to their new place instead of jumping: measured before the change, moved back, let go.
 * Svelte's own `animate:` does the same, at the price of its transition machinery in the entry.
 */

const MS = 400;

export type Places = Map<string, number>;

/** Where every row of the table body stands now, by its `data-key`. */
export function measure(body: HTMLElement): Places {
  return new Map([...body.querySelectorAll<HTMLElement>('[data-key]')].map((row) => [row.dataset['key'] ?? '', row.offsetTop]));
}

/** Lets every row that moved slide from where it was. */
export function slide(body: HTMLElement, before: Places): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  for (const row of body.querySelectorAll<HTMLElement>('[data-key]')) {
    const from = before.get(row.dataset['key'] ?? '');
    const by = from === undefined ? 0 : from - row.offsetTop;
    if (by !== 0) row.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], { duration: MS, easing: 'ease-out' });
  }
}
