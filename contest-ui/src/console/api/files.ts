/** Files that the server makes: fetched like everything else, so that a refusal is told on the page, then handed to the browser. */
import { noAnswer, toProblem } from '../../api/problem';
import { lang } from '../../i18n/lang.svelte';
import { proven } from './http';

export interface MadeFile {
  name: string;
  blob: Blob;
}

export const fetchFile = (method: 'GET' | 'POST', path: string, body?: unknown): Promise<MadeFile> => proven(() => fetched(method, path, body));

async function fetched(method: 'GET' | 'POST', path: string, body: unknown): Promise<MadeFile> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: { Accept: '*/*', 'Accept-Language': lang(), ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.ok) return { name: nameOf(response.headers.get('Content-Disposition'), path), blob: await response.blob() };
  } catch {
    throw noAnswer();
  }
  const told: unknown = await response.json().catch(() => undefined);
  throw toProblem(response.status, told, response.headers.get('Retry-After'), Date.now());
}

/** The name that the server gave, or the last part of the path. */
export function nameOf(disposition: string | null, path: string): string {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (wide !== undefined) {
    try {
      return decodeURIComponent(wide);
    } catch {
      // Not encoded as it should be: the plain name will do.
    }
  }
  const plain = /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];
  return plain ?? path.split('?')[0]?.split('/').at(-1) ?? 'tep';
}

/** Lets the browser keep the file. */
export function handOver({ name, blob }: MadeFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
