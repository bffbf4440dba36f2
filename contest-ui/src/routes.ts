/** The addresses of the application and how they are read. Paths are Vietnamese, in ASCII. */

const PATTERNS = {
  home: '/',
  contest: '/cuoc-thi/:slug',
  register: '/cuoc-thi/:slug/dang-ky',
  comeback: '/cuoc-thi/:slug/tro-lai',
  waiting: '/cuoc-thi/:slug/cho/:round',
  units: '/cuoc-thi/:slug/don-vi',
  room: '/thi/:attempt',
  result: '/ket-qua/:attempt',
  review: '/xem-lai/:attempt',
  board: '/bang-xep-hang/:round',
  verify: '/kiem-chung',
  receipt: '/bien-nhan/:code',
  help: '/tro-giup',
} as const;

export type RouteName = keyof typeof PATTERNS | 'missing';

export interface Route {
  name: RouteName;
  params: Readonly<Record<string, string>>;
}

/** The route of a path; a trailing slash does not matter, an unknown path is `missing`. */
export function match(path: string): Route {
  const parts = split(path);
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const params = read(split(pattern), parts);
    if (params !== null) return { name: name as RouteName, params };
  }
  return { name: 'missing', params: {} };
}

/** The path of a route, with its parameters escaped. */
export function path(name: keyof typeof PATTERNS, params: Readonly<Record<string, string>> = {}): string {
  return PATTERNS[name].replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function read(pattern: string[], parts: string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [i, piece] of pattern.entries()) {
    const part = parts[i] ?? '';
    if (piece.startsWith(':')) {
      try {
        params[piece.slice(1)] = decodeURIComponent(part);
      } catch {
        return null;
      }
    } else if (piece !== part) {
      return null;
    }
  }
  return params;
}
