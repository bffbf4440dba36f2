/** Keys of a list that is worked through one by one; they act only while the focus is inside of it. */

/** The plain letter that was pressed, or null when somebody is writing, choosing or holding another key. */
export function letter(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return null;
  const target = event.target as HTMLElement;
  if (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return null;
  return event.key.length === 1 ? event.key.toLowerCase() : null;
}

/** The place after a step, held within the list; the first one when nothing was chosen. */
export function stepped(at: number, by: number, length: number): number {
  if (length === 0) return -1;
  if (at < 0) return 0;
  return Math.min(length - 1, Math.max(0, at + by));
}
