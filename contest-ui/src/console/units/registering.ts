/** What is wrong in a unit's registration, by field, as the word of the sentence that says so. */
import type { UnitRef } from '../api/staff-types';
import { readCount } from './naming';

export interface RegistrationFields {
  name: string;
  type: string;
  parent: UnitRef | null;
  person: string;
  email: string;
  phone: string;
  headcount: string;
}

const SENTENCES = {
  name: 'nameMissing',
  type: 'typeMissing',
  parent: 'aboveMissing',
  person: 'personMissing',
  email: 'emailWrong',
  phone: 'phoneWrong',
  headcount: 'headcountWrong',
} as const;
type Key = keyof typeof SENTENCES;

export function faultsOf(fields: RegistrationFields): { [K in Key]?: (typeof SENTENCES)[K] } {
  const bad: Record<Key, boolean> = {
    name: fields.name.trim() === '',
    type: fields.type === '',
    parent: fields.parent === null,
    person: fields.person.trim() === '',
    email: !/^\S+@\S+\.\S+$/.test(fields.email.trim()),
    // Land lines have eleven digits in some places; numbers may be written with the country's code.
    phone: !/^(?:0|\+?84)\d{9,10}$/.test(fields.phone.replace(/[\s.()-]/g, '')),
    headcount: readCount(fields.headcount) === null,
  };
  return Object.fromEntries(Object.entries(SENTENCES).filter(([key]) => bad[key as Key]));
}
