/** What the interface says of units. Days are `YYYY-MM-DD`, instants RFC 3339. */
import type { UnitRef } from './staff-types';

/** The words of src/domain/unit.rs. */
export const TYPES = [
  'tinh', 'thanh_pho', 'phuong', 'xa', 'dac_khu', 'thon', 'so_nganh', 'ubnd', 'truong', 'khoi', 'lop', 'luc_luong', 'doan_the', 'doanh_nghiep', 'khac',
] as const;
export type UnitType = (typeof TYPES)[number];

export interface Unit extends UnitRef {
  type: UnitType;
  parent: UnitRef | null;
  /** From the top down to the unit above. */
  path: UnitRef[];
  block: string | null;
  area_type: 'urban' | 'rural' | null;
  headcount: number | null;
  headcount_source: string | null;
  headcount_date: string | null;
  valid_from: string | null;
  valid_to: string | null;
  replaced_by: UnitRef[];
  aliases: string[];
  /** How many units are directly below. */
  children: number;
}

export interface UnitDetail extends Unit {
  staff: number;
  contests: number;
  participants: number;
}

/** What the form of a unit holds. */
export interface UnitBody {
  code: string;
  name: string;
  type: UnitType;
  parent: string | null;
  block: string | null;
  area_type: 'urban' | 'rural' | null;
  headcount: number | null;
  headcount_source: string | null;
  headcount_date: string | null;
  valid_from: string | null;
  valid_to: string | null;
  aliases: string[];
}

export interface Remark {
  at: string;
  code: string;
  detail: string;
}

export type RowAction = 'add' | 'change' | 'same' | 'match' | 'refused';

export interface UnitImport {
  /** Whether it is done: not in a preview, and not while anything is refused. */
  stored: boolean;
  units: number;
  added: number;
  changed: number;
  matched: number;
  warnings: Remark[];
  refused: Remark[];
  /** The first 500. */
  rows: { at: string; code: string; name: string; action: RowAction; matched: UnitRef | null }[];
}

export interface Registration {
  id: string;
  name: string;
  type: UnitType;
  parent: UnitRef;
  contact: { name: string; email: string; phone: string };
  headcount: number | null;
  note: string | null;
  state: 'waiting' | 'approved' | 'refused';
  at: string;
  /** Why it was refused. */
  reason: string | null;
  /** Units of nearly the same name. */
  like: UnitRef[];
}

export interface RegistrationBody {
  name: string;
  type: UnitType;
  parent: string;
  contact: { name: string; email: string; phone: string };
  headcount?: number;
  note?: string;
}
