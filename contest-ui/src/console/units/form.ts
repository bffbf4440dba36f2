/** The form of a unit: what stands in its fields, what is wrong with them, and what is sent. */
import type { UnitRef } from '../api/staff-types';
import type { Unit, UnitBody, UnitType } from '../api/unit-types';
import { readAliases, readCount } from './naming';

export interface UnitFields {
  code: string;
  name: string;
  type: UnitType;
  parent: UnitRef | null;
  /** Belongs to no unit, which only those can say who act for the whole platform. */
  top: boolean;
  block: string;
  area: '' | 'urban' | 'rural';
  headcount: string;
  source: string;
  /** `YYYY-MM-DD`, '' for none, null for what is no day. */
  date: string | null;
  from: string | null;
  to: string | null;
  aliases: string;
}

export const CODE = /^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?$/i;

/** `unit` as it stands, or a new one below `under`. */
export function fieldsOf(unit: Unit | null, under: UnitRef | null): UnitFields {
  return {
    code: unit?.code ?? '',
    name: unit?.name ?? '',
    type: unit?.type ?? 'khac',
    parent: unit === null ? under : unit.parent,
    top: unit !== null && unit.parent === null,
    block: unit?.block ?? '',
    area: unit?.area_type ?? '',
    headcount: unit?.headcount === null || unit === null ? '' : String(unit.headcount),
    source: unit?.headcount_source ?? '',
    date: unit?.headcount_date ?? '',
    from: unit?.valid_from ?? '',
    to: unit?.valid_to ?? '',
    aliases: (unit?.aliases ?? []).join('\n'),
  };
}

export type UnitFault = 'nameMissing' | 'codeWrong' | 'parentMissing' | 'headcountWrong' | 'date' | 'datesCrossed';

/** What is wrong, by the field where it is told. */
export function faults(fields: UnitFields): Partial<Record<'name' | 'code' | 'parent' | 'headcount' | 'date' | 'from' | 'to', UnitFault>> {
  return {
    ...(fields.name.trim() === '' && { name: 'nameMissing' as const }),
    ...(!CODE.test(fields.code.trim()) && { code: 'codeWrong' as const }),
    ...(!fields.top && fields.parent === null && { parent: 'parentMissing' as const }),
    ...(readCount(fields.headcount) === null && { headcount: 'headcountWrong' as const }),
    ...(fields.date === null && { date: 'date' as const }),
    ...(fields.from === null && { from: 'date' as const }),
    ...(fields.to === null ? { to: 'date' as const } : fields.from !== null && fields.from !== '' && fields.to !== '' && fields.to < fields.from && { to: 'datesCrossed' as const }),
  };
}

export function bodyOf(fields: UnitFields): UnitBody {
  const text = (value: string | null): string | null => (value === null || value.trim() === '' ? null : value.trim());
  return {
    code: fields.code.trim(),
    name: fields.name.replace(/\s+/g, ' ').trim(),
    type: fields.type,
    parent: fields.top ? null : (fields.parent?.code ?? null),
    block: text(fields.block),
    area_type: fields.area === '' ? null : fields.area,
    headcount: readCount(fields.headcount) ?? null,
    headcount_source: text(fields.source),
    headcount_date: text(fields.date),
    valid_from: text(fields.from),
    valid_to: text(fields.to),
    aliases: readAliases(fields.aliases),
  };
}

/** Only what differs, so that two people who change different things do not undo each other. */
export function changes(before: UnitBody, after: UnitBody): Partial<Omit<UnitBody, 'code'>> {
  const differs = Object.entries(after).filter(([key, value]) => key !== 'code' && JSON.stringify(before[key as keyof UnitBody]) !== JSON.stringify(value));
  return Object.fromEntries(differs);
}
