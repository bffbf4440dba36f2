/** What went wrong with a call, in the one shape the screens know (RFC 9457). */
export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

/** A refusal by the server, or `network` when no answer came at all. */
export class Problem extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    /** Stable, dotted, English. */
    readonly code: string,
    /** A sentence for the reader, already in the reader's language; empty when the server gave none. */
    readonly detail: string,
    readonly fields: readonly FieldProblem[] = [],
    /** Milliseconds the server asks to wait, or null. */
    readonly retryAfterMs: number | null = null,
    /** All members of the problem document, for the codes that carry more (`answer.stale`). */
    readonly members: Readonly<Record<string, unknown>> = {},
    readonly requestId: string | null = null,
  ) {
    super(code);
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** The problem for a call that got no answer: no network, a broken line, a time-out. */
export function noAnswer(): Problem {
  return new Problem(0, 'network', '');
}

/** `Retry-After` in seconds or as an HTTP date, as milliseconds from `now`. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Reads a problem document; whatever is missing in it is made up from the status. */
export function toProblem(status: number, body: unknown, header: string | null, now: number): Problem {
  const members = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (key: string): string => (typeof members[key] === 'string' ? (members[key] as string) : '');
  const errors = Array.isArray(members['errors']) ? (members['errors'] as FieldProblem[]) : [];
  return new Problem(
    status,
    text('code') || `http.${status}`,
    text('detail') || text('title'),
    errors,
    retryAfter(header, now),
    members,
    text('request_id') || null,
  );
}
