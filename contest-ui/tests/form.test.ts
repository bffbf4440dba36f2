import { describe, expect, it } from 'vitest';
import { Problem } from '../src/api/problem';
import type { Contest, Field } from '../src/api/types';
import { RegistrationForm } from '../src/contest/form.svelte';
import vi from '../src/i18n/vi/register';

const field = (key: string, required = true, kind: Field['kind'] = null): Field => ({ key, required, asked: 'before', kind, label: null, options: null });
const consent = (purpose: string, required: boolean) => ({ purpose, required, version: '1', text: purpose });

const contest = {
  groups: [],
  registration: {
    identity: ['phone'],
    min_age: 12,
    max_age: 60,
    fields: [field('full_name'), field('birth_date'), field('phone'), field('unit'), field('joined_on', false, 'date'), field('occupation', false)],
    consents: [consent('take_part', true), consent('news', false), consent('guardian', false)],
  },
} as unknown as Contest;

function filled(birth: string): RegistrationForm {
  const form = new RegistrationForm(contest, () => Date.parse('2026-11-21T03:00:00Z'));
  Object.assign(form.values, { full_name: '  Nguyễn Thị Hồng Ánh ', birth_date: birth, phone: '0912 345 678' });
  form.unit = { code: '42.1', name: 'Xã Kỳ Anh', type: 'xa', parent: null };
  form.agreed['take_part'] = true;
  return form;
}

const label = (f: Field): string => f.key;
const wrong = (form: RegistrationForm): string[] => {
  form.check(vi, label);
  return Object.keys(form.wrong);
};

describe('registration', () => {
  it('sends what was typed in the form the server takes', () => {
    const form = filled('5/9/1990');
    form.values['joined_on'] = '1/2/2027';
    expect(wrong(form)).toEqual([]);
    expect(form.body()).toEqual({
      fields: { full_name: 'Nguyễn Thị Hồng Ánh', birth_date: '1990-09-05', phone: '0912345678', unit: '42.1', joined_on: '2027-02-01' },
      consents: [{ purpose: 'take_part', version: '1' }],
    });
  });

  it('asks for a guardian under 16, and only then', () => {
    expect(filled('5/9/1990').consents.map(({ purpose }) => purpose)).toEqual(['take_part', 'news']);
    const child = filled('22/11/2010');
    expect(child.minor).toBe(true);
    expect(wrong(child)).toEqual(['guardian-name', 'guardian-phone', 'guardian-relation', 'consent-guardian']);
    Object.assign(child.guardian, { full_name: 'Nguyễn Văn A', phone: '0987654321', relation: 'Cha' });
    child.agreed['guardian'] = true;
    expect(wrong(child)).toEqual([]);
    expect(child.body().guardian).toEqual({ full_name: 'Nguyễn Văn A', phone: '0987654321', relation: 'Cha' });
    expect(filled('21/11/2010').minor).toBe(false);
  });

  it('asks for the second part after answering, and for what is missing only', () => {
    const later = { ...field('class'), asked: 'after' as const };
    const name = { ...field('full_name'), asked: 'after' as const };
    const fields = [field('phone'), name, later, { ...field('occupation', false), asked: 'after' as const }];
    const asking = { ...contest, groups: [{ code: 'a', title: 'A' }], registration: { ...contest.registration, fields } } as unknown as Contest;
    const now = () => Date.parse('2026-11-21T03:00:00Z');
    expect(new RegistrationForm(asking, now).fields.map(({ key }) => key)).toEqual(['phone']);
    const second = new RegistrationForm(asking, now, ['class', 'occupation']);
    expect(wrong(second)).toEqual(['field-class']);
    second.values['class'] = ' 12A1 ';
    expect(wrong(second)).toEqual([]);
    expect(second.filled()).toEqual({ class: '12A1' });
  });

  it('names every place that is wrong', () => {
    const form = new RegistrationForm(contest, () => Date.parse('2026-11-21T03:00:00Z'));
    form.values['phone'] = '12';
    form.values['birth_date'] = '31/2/2000';
    expect(wrong(form)).toEqual(['field-full_name', 'field-birth_date', 'field-phone', 'field-unit', 'consent-take_part']);
  });

  it('knows the least and the greatest age', () => {
    const young = filled('22/11/2014');
    expect(wrong(young)).toContain('field-birth_date');
    expect(young.wrong['field-birth_date']).toBe(vi.tooYoung(12));
    const old = filled('20/11/1965');
    expect(wrong(old)).toEqual(['field-birth_date']);
  });

  it("puts the server's sentences where they belong", () => {
    const form = filled('5/9/1990');
    const errors = [
      { pointer: '/fields/phone', code: 'field.invalid', detail: 'Số này chưa đúng.' },
      { pointer: '/guardian/relation', code: 'field.required', detail: 'Cần điền quan hệ.' },
      { pointer: '/consents/0', code: 'consent.unknown', detail: 'Không hỏi mục này.' },
    ];
    expect(form.refused(new Problem(422, 'fields.invalid', '', errors))).toBe('Không hỏi mục này.');
    expect(form.wrong).toEqual({ 'field-phone': 'Số này chưa đúng.', 'guardian-relation': 'Cần điền quan hệ.' });
  });

  it('says whose link brought the person, and nothing where nobody did', () => {
    const form = filled('5/9/1990');
    expect(form.body()).not.toHaveProperty('referral');
    form.referral = '18073';
    expect(form.body().referral).toBe('18073');
  });
});
