/** One way to call the server: JSON in, JSON or a `Problem` out. */
import { noAnswer, Problem, toProblem } from './problem';

const BASE = '/api/v1';

/** A reply with the moments (of `performance.now`) between which the server made it. */
export interface Timed<T> {
  body: T;
  sent: number;
  received: number;
}

export interface Options {
  body?: unknown;
  /** `Idempotency-Key` for a POST that creates. */
  key?: string;
  timeoutMs?: number;
  /** Let the browser finish the call after the page is gone. */
  keepalive?: boolean;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let language = 'vi';
/** How far the server's clock is ahead of the device's (ms), to the second of its `Date` headers. */
let ahead = 0;

/** The server's wall clock, well enough to say how long ago something was; never to end an exam by. */
export function serverNow(): number {
  return Date.now() + ahead;
}

/** Errors are written by the server in the reader's language. */
export function speak(next: string): void {
  language = next;
}

export async function timed<T>(method: Method, path: string, options: Options = {}): Promise<Timed<T>> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.key !== undefined) headers['Idempotency-Key'] = options.key;

  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), options.timeoutMs ?? 15_000);
  const sent = performance.now();
  try {
    const response = await fetch(BASE + path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: abort.signal,
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
      ...(options.keepalive === true && { keepalive: true }),
    });
    const text = await response.text();
    const received = performance.now();
    const date = Date.parse(response.headers.get('Date') ?? '');
    if (!Number.isNaN(date)) ahead = date - Date.now();
    const body = response.status === 204 ? null : parse(text);
    if (!response.ok) throw toProblem(response.status, body, response.headers.get('Retry-After'), Date.now());
    // A captive portal answers 200 with a page of its own: that is no answer of ours.
    if (body === undefined) throw noAnswer();
    return { body: body as T, sent, received };
  } catch (error) {
    throw error instanceof Problem ? error : noAnswer();
  } finally {
    clearTimeout(timer);
  }
}

export async function get<T>(path: string): Promise<T> {
  return (await timed<T>('GET', path)).body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A path with its parts escaped: `at`/contests/${slug}``. */
export function at(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts.reduce((path, part, i) => path + encodeURIComponent(String(values[i - 1])) + part);
}
