/** What the interface says of contests, their drafts, templates and packages, in the names it uses. */
import type { AttemptReply, ReviewQuestion, RoundState, RulesSection } from '../../api/types';
import type { ContestDocument } from '../contests/document';
import type { Person } from './types';

/** A unit by its code and name. */
export interface UnitRef {
  code: string;
  name: string;
}

/** As much of a unit as a list to choose from needs. */
export interface UnitRow extends UnitRef {
  type: string;
  parent: UnitRef | null;
}

export interface Totalled<T> {
  items: T[];
  next_cursor: string | null;
  total: number;
}

export interface ManagedRound {
  id: string;
  code: string;
  title: string;
  state: RoundState;
  opens_at: string;
  closes_at: string;
}

export interface ManagedContest {
  slug: string;
  title: string;
  organiser: UnitRef;
  published: boolean;
  rounds: ManagedRound[];
  people: number;
  attempts: number;
  updated_at: string;
}

export interface DraftRow {
  id: string;
  title: string;
  slug: string | null;
  revision: number;
  updated_at: string;
  by: Person;
  /** Whether nothing stands in the way of publishing it. */
  complete: boolean;
}

export interface Finding {
  /** Where in the document: `/rounds/0/opens_at`; empty for the whole. */
  pointer: string;
  code: string;
  detail: string;
  severity: 'error' | 'warning';
}

/** What a cell of a blueprint asks for and what its bank can give. */
export interface CellSupply {
  /** Code of the round. */
  round: string;
  /** Place of the cell in the round's blueprint, from 0. */
  cell: number;
  bank: string;
  wanted: number;
  available: number;
}

export interface Check {
  key: string;
  ok: boolean;
  detail: string;
}

export interface ContestDraft {
  id: string;
  revision: number;
  slug: string | null;
  document: ContestDocument;
  updated_at: string;
  findings: Finding[];
  rules: { vi: RulesSection[]; en: RulesSection[] };
  feasibility: CellSupply[];
  checklist: Check[];
}

export type DraftSource = { template: string } | { contest: string };

export interface Published {
  slug: string;
  rounds: { code: string; state: RoundState }[];
  warnings: Finding[];
}

export interface DryRun {
  paper: AttemptReply['paper'];
  seconds: number;
  seed: string;
}

export interface DryRunMarks {
  score: number;
  max_score: number;
  correct: number;
  questions: number;
  review: ReviewQuestion[];
}

export interface Template {
  id: string;
  title: string;
  summary: string;
  kind: string;
  /** Whether it came with the platform. */
  shipped: boolean;
  shared_by: UnitRef | null;
  rounds: number;
  questions: number;
}

export interface PackageLook {
  title: string;
  slug: string;
  banks: { code: string; stored_as: string; questions: number }[];
  /** The draft that was made; null for a dry look. */
  draft: string | null;
  warnings: { code: string; detail: string }[];
}

export interface Referral {
  unit: UnitRef;
  visits: number;
  registered: number;
  valid: number;
}
