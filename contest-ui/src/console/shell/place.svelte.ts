/** Where the organiser is: the history of the browser, as state that screens can read. */
import { match, type Place } from '../routes';

let at = $state.raw<Place>(match(location.pathname));
let search = $state.raw(location.search);
/** Rises with every change of place, so that focus can follow. */
let visit = $state(0);
let count = 0;
/** A screen with unsaved work. */
export interface Guard {
  /** Whether the screen may be left for another one; it may ask. */
  leave: () => boolean;
  /** Whether the page itself may be closed without losing anything. */
  close: () => boolean;
}

let guard: Guard | null = null;
let here = location.pathname + location.search;

export const place = {
  get at(): Place {
    return at;
  },
  get search(): URLSearchParams {
    return new URLSearchParams(search);
  },
  get visit(): number {
    return visit;
  },
};

export function go(path: string): void {
  if (guard !== null && !guard.leave()) return;
  guard = null;
  history.pushState(null, '', path);
  arrive();
  scrollTo(0, 0);
}

/** Writes filters into the address without going anywhere: a reload or a shared link shows the same list. */
export function noted(path: string): void {
  history.replaceState(null, '', path);
  here = location.pathname + location.search;
}

export function guarded(next: Guard | null): void {
  guard = next;
}

function arrive(): void {
  here = location.pathname + location.search;
  search = location.search;
  at = match(location.pathname);
  count += 1;
  visit = count;
}

/** Takes over plain clicks on links to pages of the console; everything else stays the browser's. */
export function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest('a');
  if (!link || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (!/^\/quan-tri(?:\/|$)/.test(link.pathname)) return;
  if (link.hash !== '' && link.pathname === location.pathname) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

export function listen(): void {
  addEventListener('popstate', () => {
    if (guard !== null && !guard.leave()) {
      // The browser has moved already: the address is put back under the work that stays.
      history.pushState(null, '', here);
      return;
    }
    guard = null;
    arrive();
  });
  addEventListener('beforeunload', (event) => {
    if (guard !== null && !guard.close()) event.preventDefault();
  });
}
