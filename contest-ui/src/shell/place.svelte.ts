/** Where the visitor is: the history of the browser, as state that screens can read. */
import { match, type Route } from '../routes';

let route = $state.raw<Route>(match(location.pathname));
let search = $state.raw(location.search);
/** Rises with every change of place, so that focus can follow. */
let visit = $state(0);
let count = 0;
/** A screen that must not be left by accident says so; null lets everybody pass. */
let guard: (() => boolean) | null = null;

export const place = {
  get route(): Route {
    return route;
  },
  get search(): URLSearchParams {
    return new URLSearchParams(search);
  },
  get visit(): number {
    return visit;
  },
};

export function go(path: string, options: { replace?: boolean } = {}): void {
  if (guard !== null && !guard()) return;
  if (options.replace === true) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  arrive();
  scrollTo(0, 0);
}

export function guarded(check: (() => boolean) | null): void {
  guard = check;
}

function arrive(): void {
  search = location.search;
  route = match(location.pathname);
  // Counted aside: who goes somewhere from within an effect must not come to depend on where he is.
  count += 1;
  visit = count;
}

/** Takes over plain clicks on links to our own pages; everything else stays the browser's. */
export function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest('a');
  if (!link || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.pathname.startsWith('/api/')) return;
  if (link.hash !== '' && link.pathname === location.pathname) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

export function listen(): void {
  addEventListener('popstate', arrive);
}
