import { isCount, toToml } from '../src/console/quality/blueprint';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { letter, stepped } from '../src/console/import/keys';
import { readDay, today, validity, writtenDay } from '../src/console/laws/days';
import { addressed, FILTERS, read } from '../src/console/list/filters';

describe('a list that is worked through', () => {
  it('stays within its ends', () => {
    expect(stepped(-1, 1, 3)).toBe(0);
    expect(stepped(-1, -1, 3)).toBe(0);
    expect(stepped(2, 1, 3)).toBe(2);
    expect(stepped(0, -1, 3)).toBe(0);
    expect(stepped(1, -1, 3)).toBe(0);
    expect(stepped(0, 1, 0)).toBe(-1);
  });
});

describe('keys of such a list', () => {
  const pressed = (more: Partial<KeyboardEvent>, target: object = { tagName: 'DIV', isContentEditable: false }) => letter({ key: 'j', ...more, target } as unknown as KeyboardEvent);

  it('are letters that nobody is writing', () => {
    expect(pressed({})).toBe('j');
    expect(pressed({ key: 'J' })).toBe('j');
    expect(pressed({ key: 'Enter' })).toBeNull();
    expect(pressed({ ctrlKey: true })).toBeNull();
    expect(pressed({ isComposing: true })).toBeNull();
    expect(pressed({}, { tagName: 'INPUT', isContentEditable: false })).toBeNull();
    expect(pressed({}, { tagName: 'DIV', isContentEditable: true })).toBeNull();
  });
});

describe('laws', () => {
  it('are in force from their first day to the end of their last', () => {
    const law = { valid_from: '2025-01-01', valid_to: '2026-12-31' };
    expect(validity(law, '2024-12-31')).toBe('later');
    expect(validity(law, '2025-01-01')).toBe('ends');
    expect(validity(law, '2026-12-31')).toBe('ends');
    expect(validity(law, '2027-01-01')).toBe('ended');
    expect(validity({ valid_from: null, valid_to: null }, '2027-01-01')).toBe('in_force');
  });

  it('count days by the wall clock of Viet Nam', () => {
    expect(today(Date.parse('2026-12-31T16:59:59Z'))).toBe('2026-12-31');
    expect(today(Date.parse('2026-12-31T17:00:00Z'))).toBe('2027-01-01');
  });

  it('have days typed as people type them', () => {
    for (const text of ['5/9/2025', '05-09-2025', ' 05092025 ', '5 . 9 . 2025', '2025-09-05']) expect(readDay(text), text).toBe('2025-09-05');
    for (const text of ['', '5/9/25', '31/02/2025', '5/13/2025', '05/09', 'mai', '1/2/3/4', '2025-9-123']) expect(readDay(text), text).toBeNull();
    expect(writtenDay('2025-09-05')).toBe('05/09/2025');
    expect(writtenDay('')).toBe('');
  });
});

describe('a blueprint', () => {
  it('becomes lines of a contest file', () => {
    const any = { topic: null, level: null, law: null };
    expect(toToml('gt', [{ ...any, count: 5 }, { topic: 'Biển "cấm"', level: 2, law: '36/2024/QH15', count: 3 }])).toBe(
      'blueprint = [\n  { bank = "gt", count = 5 },\n  { bank = "gt", count = 3, topic = "Biển \\"cấm\\"", level = 2, law = "36/2024/QH15" },\n]',
    );
    expect([0, 1, 500, 501, 1.5, Number.NaN].filter(isCount)).toEqual([1, 500]);
  });
});

describe('filters in the address', () => {
  it('come back as they were written', () => {
    const filters = read(new URLSearchParams('tim=xe máy&chu-de=Biển báo&muc=2&khac=1'));
    expect(filters).toEqual({ q: 'xe máy', topic: 'Biển báo', level: '2', status: '', kind: '', law: '', finding: '' });
    expect(read(new URLSearchParams(addressed(filters)))).toEqual(filters);
    expect(Object.keys(filters).sort()).toEqual([...FILTERS, 'q'].sort());
  });
});

describe('drafts kept in the browser', () => {
  const store = new Map<string, string>();
  beforeEach(() => {
    store.clear();
    vi.stubGlobal('localStorage', {
      get length() {
        return store.size;
      },
      key: (i: number) => [...store.keys()][i] ?? null,
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (key: string, value: string) => store.set(key, value),
      removeItem: (key: string) => store.delete(key),
    });
  });

  it('all go with their author, and only with him', async () => {
    const { countKept, dropAll, keep, kept } = await import('../src/console/editor/kept');
    const { blankDraft } = await import('../src/console/editor/draft');
    for (const [who, of] of [['an', 'q1'], ['an', 'q2'], ['anh', 'q1']] as const) keep(who, of, { base: 1, draft: blankDraft(), at: 1 });
    store.set('thiluat.lang', 'en');
    expect(countKept('an')).toBe(2);
    dropAll('an');
    expect([countKept('an'), kept('anh', 'q1')?.base, store.get('thiluat.lang')]).toEqual([0, 1, 'en']);
  });

  it('belong to one author and one question, and go when dropped', async () => {
    const { drop, keep, kept } = await import('../src/console/editor/kept');
    const { blankDraft } = await import('../src/console/editor/draft');
    const draft = { ...blankDraft(), stem: 'dở' };
    keep('an', 'q1', { base: 2, draft, at: 7 });
    expect(kept('an', 'q1')).toEqual({ base: 2, draft, at: 7 });
    expect(kept('binh', 'q1')).toBeNull();
    expect(kept('an', 'q2')).toBeNull();
    drop('an', 'q1');
    expect(kept('an', 'q1')).toBeNull();
    store.set('thiluat.draft.an.q1', '{"base":"2"');
    expect(kept('an', 'q1')).toBeNull();
  });
});
