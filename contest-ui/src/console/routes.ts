/** The addresses of the organisers' console, all below /quan-tri. Paths are Vietnamese, in ASCII. */

/** Fixed words stand before parameters, since the first pattern that fits is taken. */
const PATTERNS = {
  home: '/quan-tri',
  contests: '/quan-tri/cuoc-thi',
  wizard: '/quan-tri/cuoc-thi/soan/:draft',
  contest: '/quan-tri/cuoc-thi/:slug',
  monitor: '/quan-tri/cuoc-thi/:slug/theo-doi',
  participants: '/quan-tri/cuoc-thi/:slug/nguoi-thi',
  participant: '/quan-tri/cuoc-thi/:slug/nguoi-thi/:person',
  roster: '/quan-tri/cuoc-thi/:slug/danh-sach',
  messages: '/quan-tri/cuoc-thi/:slug/thong-bao',
  share: '/quan-tri/cuoc-thi/:slug/chia-se',
  templates: '/quan-tri/mau',
  packages: '/quan-tri/goi',
  units: '/quan-tri/don-vi',
  unitImport: '/quan-tri/don-vi/nhap',
  registrations: '/quan-tri/don-vi/dang-ky',
  register: '/quan-tri/don-vi/dang-ky-moi',
  unit: '/quan-tri/don-vi/:unit',
  staff: '/quan-tri/can-bo',
  account: '/quan-tri/tai-khoan',
  notifications: '/quan-tri/thong-bao',
  audit: '/quan-tri/nhat-ky',
  settings: '/quan-tri/cai-dat',
  invitation: '/quan-tri/loi-moi',
  recovery: '/quan-tri/khoi-phuc',
  banks: '/quan-tri/ngan-hang',
  bank: '/quan-tri/ngan-hang/:bank',
  fresh: '/quan-tri/ngan-hang/:bank/cau-moi',
  quality: '/quan-tri/ngan-hang/:bank/chat-luong',
  supply: '/quan-tri/ngan-hang/:bank/nguon-cau',
  question: '/quan-tri/cau/:question',
  imports: '/quan-tri/nhap',
  import: '/quan-tri/nhap/:import',
  reviews: '/quan-tri/cho-duyet',
  laws: '/quan-tri/van-ban',
  lawImport: '/quan-tri/van-ban/nhap',
  law: '/quan-tri/van-ban/xem',
} as const;

export type PlaceName = keyof typeof PATTERNS;

export interface Place {
  name: PlaceName | 'missing';
  params: Readonly<Record<string, string>>;
}

/** Places for people who have not signed in; they stand by themselves, without the parts on the left. */
const OPEN: readonly Place['name'][] = ['register', 'invitation', 'recovery'];

export function isOpen(name: Place['name']): boolean {
  return OPEN.includes(name);
}

/** The place of a path; an unknown path is `missing`. */
export function match(path: string): Place {
  const parts = split(path);
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const params = read(split(pattern), parts);
    if (params !== null) return { name: name as PlaceName, params };
  }
  return { name: 'missing', params: {} };
}

/** The path of a place, its parameters escaped; `query` leaves out what is empty. */
export function path(name: PlaceName, params: Readonly<Record<string, string>> = {}, query: Readonly<Record<string, string>> = {}): string {
  const bare = PATTERNS[name].replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  return bare + queryOf(query);
}

/** `?a=1&b=2`, or nothing. */
export function queryOf(values: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return search === '' ? '' : `?${search}`;
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function read(pattern: string[], parts: string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [i, piece] of pattern.entries()) {
    const part = parts[i] ?? '';
    if (!piece.startsWith(':')) {
      if (piece !== part) return null;
      continue;
    }
    try {
      params[piece.slice(1)] = decodeURIComponent(part);
    } catch {
      return null;
    }
  }
  return params;
}
