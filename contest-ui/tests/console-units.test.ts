import { describe, expect, it } from 'vitest';
import type { Unit, UnitImport } from '../src/console/api/unit-types';
import { asked } from '../src/console/units/asking';
import { bodyOf, changes, faults, fieldsOf } from '../src/console/units/form';
import { shownRows } from '../src/console/units/importing';
import { proposedCode, readAliases, readCount, under } from '../src/console/units/naming';
import { faultsOf } from '../src/console/units/registering';
import { lines, step, type Branch } from '../src/console/units/rows';

const ref = (code: string) => ({ code, name: code.toUpperCase() });

describe('the tree as lines', () => {
  const leaf = (code: string): Branch => ({ unit: ref(code), children: 0, open: false, below: null });
  const tree: Branch[] = [
    { unit: ref('a'), children: 2, open: true, below: [{ unit: ref('b'), children: 1, open: false, below: [leaf('c')] }, leaf('d')] },
    { unit: ref('e'), children: 3, open: true, below: null },
  ];
  const shown = lines(tree);

  it('shows what is open and here', () => {
    expect(shown.map(({ unit, level, open, position, size }) => `${unit.code} ${level} ${open} ${position}/${size}`)).toEqual(['a 1 true 1/2', 'b 2 false 1/2', 'd 2 null 2/2', 'e 1 true 2/2']);
    expect(lines([])).toEqual([]);
  });

  it('goes where the keys say', () => {
    expect(step(shown, 0, 'ArrowDown')).toEqual({ to: 1 });
    expect(step(shown, 3, 'ArrowDown')).toBeNull();
    expect(step(shown, 0, 'ArrowUp')).toBeNull();
    expect(step(shown, 0, 'ArrowRight')).toEqual({ to: 1 });
    expect(step(shown, 1, 'ArrowRight')).toEqual({ open: 1 });
    expect(step(shown, 2, 'ArrowRight')).toBeNull();
    // Open, but what is below has not come yet.
    expect(step(shown, 3, 'ArrowRight')).toBeNull();
    expect(step(shown, 2, 'ArrowLeft')).toEqual({ to: 0 });
    expect(step(shown, 0, 'ArrowLeft')).toEqual({ close: 0 });
    expect([step(shown, 1, 'Home'), step(shown, 1, 'End'), step(shown, 1, 'Enter'), step(shown, 1, ' '), step(shown, 1, 'x'), step([], 0, 'Enter')]).toEqual([{ to: 0 }, { to: 3 }, { take: 1 }, { take: 1 }, null, null]);
  });
});

describe('what the list of units is asked for', () => {
  it('stays directly below until somebody searches or asks for all levels', () => {
    expect(asked({}, null)).toMatchObject({ parent: 'none', state: 'active' });
    expect(asked({}, ref('42'))).toMatchObject({ parent: '42' });
    expect(asked({ at: 'x' }, ref('42'))).toMatchObject({ parent: 'x' });
    for (const [key, value] of [['q', 'ky anh'], ['deep', 'tat-ca'], ['state', 'past']] as const) {
      const query = asked({ at: 'x', [key]: value }, null);
      expect(query['below'], key).toBe('x');
      expect('parent' in query).toBe(false);
    }
    expect(asked({ q: 'a' }, null)['below']).toBe('');
  });
});

describe('names and numbers of units', () => {
  it('says where a unit belongs, nearest first', () => {
    expect(under([ref('tỉnh'), ref('xã')])).toBe('XÃ, TỈNH');
  });

  it('proposes codes that the form takes', () => {
    expect(proposedCode('Trường THPT Văn Miếu - Quốc Tử Giám', ref('42'))).toBe('truong-thpt-van-mieu-quoc-tu-giam-42');
    expect(proposedCode('Đặc khu', null)).toBe('dac-khu');
    const long = proposedCode('Liên đoàn Lao động các khu công nghiệp và khu kinh tế', ref('42'));
    expect(long.length).toBeLessThanOrEqual(40);
    expect(faults({ ...fieldsOf(null, ref('42')), name: 'x', code: long })).toEqual({});
  });

  it('reads what people type', () => {
    expect([readCount('1.250'), readCount('1 250'), readCount(''), readCount('mười'), readCount('-3'), readCount('1e3')]).toEqual([1250, 1250, undefined, null, null, null]);
    expect(readAliases('THPT  Kỳ Anh cũ\n\n THPT Kỳ Anh cũ \nTrường 1')).toEqual(['THPT Kỳ Anh cũ', 'Trường 1']);
  });
});

describe('the form of a unit', () => {
  const unit: Unit = {
    code: 'a', name: 'Xã A', type: 'xa', parent: ref('42'), path: [ref('42')], block: null, area_type: 'rural', headcount: 900, headcount_source: null,
    headcount_date: null, valid_from: '2025-07-01', valid_to: null, replaced_by: [], aliases: ['A cũ'], children: 3,
  };

  it('sends nothing that was not changed', () => {
    const before = bodyOf(fieldsOf(unit, null));
    expect(changes(before, bodyOf(fieldsOf(unit, null)))).toEqual({});
    expect(changes(before, bodyOf({ ...fieldsOf(unit, null), headcount: '1.000', aliases: '', area: '' }))).toEqual({ headcount: 1000, aliases: [], area_type: null });
    expect(before.aliases).toEqual(['A cũ']);
  });

  it('names what is wrong and where', () => {
    expect(faults(fieldsOf(unit, null))).toEqual({});
    expect(faults({ ...fieldsOf(null, null), headcount: 'x', from: '2026-01-02', to: '2026-01-01', date: null })).toEqual({ name: 'nameMissing', code: 'codeWrong', parent: 'parentMissing', headcount: 'headcountWrong', date: 'date', to: 'datesCrossed' });
    expect(faults({ ...fieldsOf(unit, null), parent: null, top: true })).toEqual({});
  });
});

describe('the preview of a file of units', () => {
  const row = (at: string, action: UnitImport['rows'][number]['action']) => ({ at, code: at, name: at, action, matched: null });
  const rows = [row('1', 'same'), row('2', 'add'), row('3', 'match'), row('4', 'change'), row('5', 'refused'), row('6', 'same')];

  it('has doubts first, refusals before all', () => {
    expect(shownRows(rows, new Set(['6', '2']), 'doubts').map(({ at }) => at)).toEqual(['5', '3', '2', '6']);
    expect(shownRows(rows, new Set(), 'changes').map(({ at }) => at)).toEqual(['4', '2']);
    expect(shownRows(rows, new Set(), 'all').map(({ at }) => at)).toEqual(['1', '2', '3', '4', '5', '6']);
  });
});

describe('the registration of a unit', () => {
  const good = { name: 'Trường A', type: 'truong', parent: ref('x'), person: 'An', email: 'an@a.vn', phone: '0912 345 678', headcount: '' };
  it('says all that is missing at once', () => {
    expect(faultsOf(good)).toEqual({});
    expect(faultsOf({ ...good, phone: '+84 912.345.678', headcount: '1.200' })).toEqual({});
    expect(faultsOf({ name: ' ', type: '', parent: null, person: '', email: 'a@b', phone: '12', headcount: 'x' })).toEqual({ name: 'nameMissing', type: 'typeMissing', parent: 'aboveMissing', person: 'personMissing', email: 'emailWrong', phone: 'phoneWrong', headcount: 'headcountWrong' });
  });
});
