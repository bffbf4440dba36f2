/** How long to wait before the next try, so that a hall of phones does not come back in one instant. */

const FIRST_MS = 1000;
const MOST_MS = 15_000;
/** `Retry-After` is in whole seconds: those who were given the same one are spread over the next second at least. */
const SPREAD_MS = 1000;

/**
 * Milliseconds before try number `failures` + 1. What the server asked for in `Retry-After` is a floor;
 * chance (`random` in [0, 1)) spreads the tries over half of the grown delay again.
 */
export function backoff(failures: number, retryAfterMs: number | null, random: number): number {
  const grown = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return retryAfterMs === null ? grown * (0.5 + random / 2) : retryAfterMs + Math.max(SPREAD_MS, grown / 2) * random;
}
