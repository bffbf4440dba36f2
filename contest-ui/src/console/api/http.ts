/** Calls of staff: as everybody's, but an ended session is noticed once, here. */
import { timed, type Options } from '../../api/http';
import { noAnswer, Problem, toProblem } from '../../api/problem';
import { lang } from '../../i18n/lang.svelte';
import { session } from '../shell/session.svelte';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Imports and bulk changes work on thousands of questions. */
const PATIENCE_MS = 60_000;

export function call<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  return proven(async () => (await timed<T>(method, path, { timeoutMs: PATIENCE_MS, ...options })).body);
}

/** Does what needs a session; notices when there is none any more. */
export async function proven<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) session.end();
    throw error;
  }
}

/** Sends a form with files; `progress` hears the share that has left the machine, 0 to 1. */
export function upload<T>(path: string, form: FormData, progress: (share: number) => void): { reply: Promise<T>; stop: () => void } {
  const request = new XMLHttpRequest();
  const reply = new Promise<T>((done, failed) => {
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', lang());
    request.upload.addEventListener('progress', (event) => progress(event.lengthComputable ? event.loaded / event.total : 0));
    request.addEventListener('load', () => {
      let body: unknown;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = undefined;
      }
      if (request.status === 401) session.end();
      if (request.status >= 200 && request.status < 300 && body !== undefined) done(body as T);
      else if (request.status === 0) failed(noAnswer());
      else failed(toProblem(request.status, body, request.getResponseHeader('Retry-After'), Date.now()));
    });
    request.addEventListener('error', () => failed(noAnswer()));
    request.addEventListener('abort', () => failed(new Problem(0, 'stopped', '')));
    request.send(form);
  });
  return { reply, stop: () => request.abort() };
}
