/**
 * The registration as it is being filled in: what is asked, what is wrong, what is sent. Also its
 * second part, that some contests ask for after answering.
 */
import { Problem } from '../api/problem';
import type { Contest, Field, SignUp, Unit } from '../api/types';
import type { English } from '../i18n/en';
import { age, dateInVietnam, iso, parseDate, parsePhone, type Ymd } from './fields';

/** Under this age a guardian has to agree (api.md 2, `registration.consents`). */
const OF_AGE = 16;
/** The guardian's consent is asked with the guardian's block, never of an adult. */
const GUARDIAN = 'guardian';
/** A date that an organiser asks for may lie ahead; a date of birth may not. */
const FAR: Ymd = { year: 2199, month: 12, day: 31 };

export class RegistrationForm {
  values = $state<Record<string, string>>({});
  unit = $state.raw<Unit | null>(null);
  group = $state('');
  agreed = $state<Record<string, boolean>>({});
  guardian = $state({ full_name: '', phone: '', relation: '' });
  /** Code of the unit whose link brought the person; empty: came by himself. */
  referral = '';
  /** Error sentences by the id of the field they belong to. */
  wrong = $state<Record<string, string>>({});

  /** The fields of this part, in the order of the contest file. */
  readonly fields: readonly Field[];

  /** With `missing`, the keys still to be given after answering; without, the registration itself. */
  constructor(
    private readonly contest: Contest,
    private readonly serverNow: () => number,
    private readonly missing: readonly string[] | null = null,
  ) {
    const all = contest.registration.fields;
    this.fields = all.filter(({ key, asked }) => (missing === null ? asked !== 'after' : missing.includes(key)));
    for (const field of this.fields) this.values[field.key] = '';
  }

  private get today(): Ymd {
    return dateInVietnam(this.serverNow());
  }

  get birth(): Ymd | null {
    return parseDate(this.values['birth_date'] ?? '', this.today);
  }

  get minor(): boolean {
    return this.birth !== null && age(this.birth, this.today) < OF_AGE;
  }

  get consents() {
    return this.contest.registration.consents.filter(({ purpose }) => purpose !== GUARDIAN || this.minor);
  }

  /** Looks at everything and fills `wrong`; true when it can be sent. */
  check(t: English['register'], label: (field: Field) => string): boolean {
    const wrong: Record<string, string> = {};
    for (const field of this.fields) {
      const sentence = this.fieldWrong(field, t, label(field));
      if (sentence !== '') wrong[`field-${field.key}`] = sentence;
    }
    if (this.missing === null) this.headWrong(t, wrong);
    this.wrong = wrong;
    return Object.keys(wrong).length === 0;
  }

  /** What belongs to no field: group, guardian, consents. */
  private headWrong(t: English['register'], wrong: Record<string, string>): void {
    if (this.contest.groups.length > 0 && this.group === '') wrong['field-group'] = t.needed(t.group);
    if (this.minor) {
      if (this.guardian.full_name.trim() === '') wrong['guardian-name'] = t.needed(t.guardianName);
      if (parsePhone(this.guardian.phone) === null) wrong['guardian-phone'] = t.badPhone;
      if (this.guardian.relation === '') wrong['guardian-relation'] = t.needed(t.relation);
    }
    for (const consent of this.consents) {
      if ((consent.required || consent.purpose === GUARDIAN) && this.agreed[consent.purpose] !== true) wrong[`consent-${consent.purpose}`] = t.consentNeeded;
    }
  }

  private fieldWrong(field: Field, t: English['register'], label: string): string {
    const value = (this.values[field.key] ?? '').trim();
    if (field.key === 'unit') return this.unit === null && (field.required || value !== '') ? t.pickUnit : '';
    if (value === '') return field.required ? t.needed(label) : '';
    if (field.key === 'birth_date') {
      if (this.birth === null) return t.badDate;
      const least = this.contest.registration.min_age;
      if (least != null && age(this.birth, this.today) < least) return t.tooYoung(least);
      const most = this.contest.registration.max_age;
      if (most != null && age(this.birth, this.today) > most) return t.tooOld(most);
    }
    if (field.key === 'phone' && parsePhone(value) === null) return t.badPhone;
    if (field.kind === 'date' && parseDate(value, FAR) === null) return t.badOwnDate;
    return '';
  }

  /** The fields that were filled in, in the form in which they are sent. */
  filled(): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const { key, kind } of this.fields) {
      const value = (this.values[key] ?? '').normalize('NFC').trim();
      if (key === 'unit') {
        if (this.unit !== null) fields[key] = this.unit.code;
      } else if (key === 'birth_date') {
        if (this.birth !== null) fields[key] = iso(this.birth);
      } else if (key === 'phone') {
        fields[key] = parsePhone(value) ?? value;
      } else if (kind === 'date' && value !== '') {
        const date = parseDate(value, FAR);
        if (date !== null) fields[key] = iso(date);
      } else if (value !== '') {
        fields[key] = value;
      }
    }
    return fields;
  }

  body(): SignUp {
    const given = this.consents.filter(({ purpose }) => this.agreed[purpose] === true);
    const { full_name, phone, relation } = this.guardian;
    return {
      fields: this.filled(),
      ...(this.group !== '' && { group: this.group }),
      consents: given.map(({ purpose, version }) => ({ purpose, version })),
      ...(this.referral !== '' && { referral: this.referral }),
      ...(this.minor && { guardian: { full_name: full_name.normalize('NFC').trim(), phone: parsePhone(phone) ?? phone, relation } }),
    };
  }

  /** Puts the server's sentences at the fields they speak of; gives what belongs nowhere. */
  refused(problem: Problem): string {
    const wrong: Record<string, string> = {};
    const rest: string[] = [];
    for (const { pointer, detail } of problem.fields) {
      const id = spot(pointer);
      if (id === null) rest.push(detail);
      else wrong[id] = detail;
    }
    this.wrong = wrong;
    return problem.fields.length === 0 ? problem.detail : rest.join(' ');
  }
}

/** The element that a JSON pointer of the body stands for. */
function spot(pointer: string): string | null {
  const [, part, key] = pointer.split('/');
  if (part === 'fields' && key !== undefined) return `field-${key}`;
  if (part === 'group') return 'field-group';
  if (part === 'guardian') return key === 'phone' ? 'guardian-phone' : key === 'relation' ? 'guardian-relation' : 'guardian-name';
  return null;
}
