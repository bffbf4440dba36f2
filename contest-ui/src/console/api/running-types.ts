/** What the interface says of a contest that runs and of the people in it, in the names it uses. */
import type { AttemptState, RoundState } from '../../api/types';
import type { UnitRef } from './contest-types';
import type { Person } from './types';

export type PersonState = 'registered' | 'sitting' | 'handed_in' | 'excluded';
export const PERSON_STATES: readonly PersonState[] = ['registered', 'sitting', 'handed_in', 'excluded'];

export interface ParticipantRow {
  id: string;
  number: number;
  alias: string;
  full_name: string;
  unit: UnitRef | null;
  group: string | null;
  birth_date: string | null;
  phone_masked: string | null;
  attempts: number;
  last_state: PersonState;
  excluded: boolean;
  created_at: string;
}

export interface ParticipantAttempt {
  id: string;
  round: string;
  ordinal: number;
  state: AttemptState;
  started_at: string;
  submitted_at: string | null;
  score: number | null;
}

/** One thing that staff did to a participant. */
export interface Deal {
  at: string;
  by: Person | null;
  what: string;
  before: string | null;
  after: string | null;
  reason: string | null;
}

export interface ParticipantDetail extends Omit<ParticipantRow, 'attempts'> {
  fields: Record<string, string>;
  consents: { purpose: string; version: string; at?: string }[];
  guardian: { full_name: string; phone: string; relation: string } | null;
  attempts: ParticipantAttempt[];
  history: Deal[];
}

export interface Minute {
  at: string;
  started: number;
  handed_in: number;
  saved: number;
}

export interface UnitProgress {
  code: string;
  name: string;
  headcount: number | null;
  registered: number;
  people: number;
  sitting: number;
  handed_in: number;
}

export interface MonitorView {
  as_of: string;
  rounds: { code: string; title: string; state: RoundState }[];
  round: { id: string; code: string; title: string; state: RoundState; opens_at: string; closes_at: string };
  registered: number;
  people: number;
  sitting: number;
  handed_in: number;
  attempts: number;
  minutes: Minute[];
  units: UnitProgress[];
  units_total: number;
  troubles: { code: string; detail: string; count: number; since: string | null }[];
  saves: { late: number; refused: number };
  board: { state: string; behind_ms: number };
  server_time: string;
}

/** Whom extra time or another attempt is for. */
export type GrantTo = { participant: string } | { unit: string } | { all: true };

export interface Grant {
  at: string;
  by: Person | null;
  kind: 'extension' | 'give_back';
  to: GrantTo;
  seconds?: number;
  attempts?: number;
  reason: string;
  people: number;
}

export interface Announcement {
  id: string;
  at: string;
  text: string;
  text_en: string | null;
  /** Code of the round it is for; null: everyone in the contest. */
  round: string | null;
  until: string | null;
}

export interface Incident {
  id: string;
  at: string;
  by: Person | null;
  text: string;
  round: string | null;
}

/** What is printed for one person: the code is known only now. */
export interface Slip {
  number: number;
  full_name: string;
  unit: string | null;
  identity: string;
  sign_in_code: string;
  link: string;
}

export interface RosterResult {
  rows: number;
  added: number;
  existing: number;
  refused: { at: string; code: string; detail: string }[];
  warnings: { at?: string; code: string; detail: string }[];
  slips: Slip[];
}
