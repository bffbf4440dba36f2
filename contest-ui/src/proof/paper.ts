/** Drawing a paper again (algorithms.md 1), and marking it (algorithms.md 3). */
import type { Bundle, Content, Reply } from './bundle';
import { enc, H, hex, mac } from './hashing';
import { hmac } from './sha256';

/** Numbers of a keyed hash in counter mode; `below(n)` without bias. */
class Stream {
  private block = 0;
  private words: number[] = [];

  constructor(private readonly key: Uint8Array) {}

  below(n: number): number {
    if (n === 1) return 0;
    for (;;) {
      if (this.words.length === 0) {
        const counter = new Uint8Array(4);
        new DataView(counter.buffer).setUint32(0, this.block++);
        const view = new DataView(hmac(this.key, counter).buffer);
        this.words = Array.from({ length: 8 }, (_, i) => view.getUint32(4 * i));
      }
      const x = this.words.shift() as number;
      if (x < 2 ** 32 - (2 ** 32 % n)) return x % n;
    }
  }

  shuffle<T>(list: readonly T[], k: number): T[] {
    const items = [...list];
    for (let j = 0; j < Math.min(k, items.length - 1); j++) {
      const at = j + this.below(items.length - j);
      [items[j], items[at]] = [items[at] as T, items[j] as T];
    }
    return items.slice(0, k);
  }
}

/** A question on a paper. */
export interface Asked {
  id: string;
  version: number;
  cell: number;
  options: string[];
}

export interface Paper {
  asked: Asked[];
  hash: string;
}

const NOTHING: Content = { kind: 'single', level: 0, options: [] };

/** Draws for one bundle. */
export class Drawer {
  private readonly epoch: Uint8Array;
  private readonly contents = new Map<string, Content>();

  constructor(
    private readonly bundle: Bundle,
    seed: Uint8Array,
  ) {
    this.epoch = hmac(seed, enc('thiluat/epoch/1', bundle.round_id, bundle.beacon));
    for (const { id, version, content } of bundle.questions) this.contents.set(`${id}@${version}`, content);
  }

  content(id: string, version: number): Content | undefined {
    return this.contents.get(`${id}@${version}`);
  }

  paper(number: number, ordinal: number, group: string | null): Paper {
    const stream = (tag: string, o = ordinal) => new Stream(mac(this.epoch, `thiluat/${tag}/1`, number, o));
    const { manifest, round_id } = this.bundle;
    const seen = new Set<string>();
    let picks: Omit<Asked, 'options'>[] = [];
    for (let o = 1; o <= ordinal; o++) {
      picks = [];
      const source = stream('pick', o);
      manifest.blueprint.forEach((rule, cell) => {
        if (rule.group !== null && rule.group !== group) return;
        const free = (manifest.cells[cell] ?? []).filter(([id]) => picks.every((pick) => pick.id !== id));
        const took = source.shuffle(free.filter(([id]) => !seen.has(id)), rule.count);
        const rest = rule.count - took.length;
        if (rest > 0) took.push(...source.shuffle(free.filter(([id]) => seen.has(id)), rest));
        picks.push(...took.map(([id, version]) => ({ id, version, cell })));
      });
      for (const { id } of picks) seen.add(id);
    }
    const known = ({ id, version }: { id: string; version: number }) => this.content(id, version) ?? NOTHING;
    const rules = manifest.rules.paper ?? {};
    const sections = manifest.rules.sections ?? [];
    const inOrder = stream('order');
    const laid = (sections.length > 0 ? sections : [{ code: undefined, order: undefined }]).flatMap((section) => {
      const part = picks.filter(({ cell }) => manifest.blueprint[cell]?.section === section.code);
      const order = section.order ?? rules.order;
      if (order === 'as_listed') return part;
      const shuffled = inOrder.shuffle(part, part.length);
      return order === 'easy_to_hard' ? shuffled.sort((a, b) => known(a).level - known(b).level) : shuffled;
    });
    const source = stream('option');
    const asked = laid.map((pick) => {
      const { options } = known(pick);
      let loose = options.filter((option) => !option.pinned).map((option) => option.id);
      if (rules.shuffle_options !== false) loose = source.shuffle(loose, loose.length);
      return { ...pick, options: options.map((option) => (option.pinned ? option.id : (loose.shift() as string))) };
    });
    const fields = asked.flatMap((one) => [one.id, one.version, one.options.join(',')]);
    return { asked, hash: hex(H('thiluat/paper/1', round_id, number, ordinal, ...fields)) };
  }
}

/** An answer as text. */
export function asText(reply: Reply): string {
  return reply.text ?? (reply.number !== undefined ? String(reply.number) : [...(reply.options ?? [])].sort().join(','));
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean).join(' ').normalize('NFC');
}

/** Points of a question that is not answered rightly as a whole: a share where the rules give one. */
export function shareOf(points: number, kind: Content['kind'], key: string, reply: Reply): number {
  if (kind !== 'multiple') return 0;
  const right = new Set(key.split(','));
  const chosen = new Set(reply.options ?? []);
  const hits = [...chosen].filter((id) => right.has(id)).length;
  return Math.floor((points * Math.max(0, hits - (chosen.size - hits))) / right.size);
}

/** Whether an answer is right as a whole. */
export function isRight(kind: Content['kind'], key: string, reply: Reply): boolean {
  if (kind === 'single' || kind === 'multiple') {
    const chosen = [...new Set(reply.options ?? [])].sort();
    if (kind === 'single' && chosen.length !== 1) return false;
    return chosen.length > 0 && chosen.join(',') === [...new Set(key.split(','))].sort().join(',');
  }
  if (kind === 'number') {
    const [value, tolerance] = key.split('±').map(Number) as [number, number];
    return reply.number !== undefined && Math.abs(reply.number - value) <= Math.max(tolerance, 0);
  }
  const given = folded(reply.text ?? '');
  return given !== '' && key.split('\n').some((form) => folded(form) === given);
}
