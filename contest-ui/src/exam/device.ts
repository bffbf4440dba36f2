/** Small things that this browser remembers; a browser that forbids it forgets them, and nothing breaks. */

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows and full disks: the choice holds for this page only.
  }
}

export function recall(key: string): string | null {
  return read(`thiluat.${key}`);
}

export function remember(key: string, value: string): void {
  write(`thiluat.${key}`, value);
}

/** Whether anything is remembered at all. */
export function remembers(): boolean {
  remember('probe', '1');
  return recall('probe') !== null;
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`thiluat.${key}`);
  } catch {
    // What was never kept need not be forgotten.
  }
}

/** A fresh random token, hex. */
export function token(bytes = 16): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((b) => b.toString(16).padStart(2, '0')).join('');
}

let fallback: string | null = null;

/** The id under which this browser sits an attempt: the same one keeps its epoch after a reload. */
export function device(): string {
  const known = recall('device') ?? fallback;
  if (known !== null) return known;
  fallback = token();
  remember('device', fallback);
  return fallback;
}

/** Which contest and round an attempt belongs to, for links and for taking it back. */
export interface AttemptPlace {
  slug: string;
  round: string;
}

export function placeOf(attempt: string): AttemptPlace | null {
  const text = recall(`attempt.${attempt}`);
  if (text === null) return null;
  try {
    return JSON.parse(text) as AttemptPlace;
  } catch {
    return null;
  }
}

export function rememberPlace(attempt: string, place: AttemptPlace): void {
  remember(`attempt.${attempt}`, JSON.stringify(place));
}
