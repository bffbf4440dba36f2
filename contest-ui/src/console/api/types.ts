/** What the question bank's interface says, in the names it uses; staff and units are in files of their own. */
import type { StaffCard } from './staff-types';

export type Staff = StaffCard;

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type Kind = 'single' | 'multiple' | 'number' | 'text';
export type Status = 'draft' | 'checked' | 'approved' | 'retired';
export const KINDS: readonly Kind[] = ['single', 'multiple', 'number', 'text'];
export const STATUSES: readonly Status[] = ['draft', 'checked', 'approved', 'retired'];

/** A citation; null is unknown. */
export interface Law {
  document: string;
  title: string;
  article: string | null;
  clause: string | null;
  point: string | null;
  valid_from: string | null;
  valid_to: string | null;
}

export interface DraftOption {
  id?: string;
  /** HTML. */
  text: string;
  correct: boolean;
  pinned?: boolean;
}

/** A question as its author writes it; texts are HTML. */
export interface Draft {
  code?: string | null;
  kind: Kind;
  stem: string;
  options: DraftOption[];
  number?: { value: number; tolerance: number } | null;
  accepted: string[];
  topic?: string | null;
  /** 1 to 5; 0 = unknown. */
  level: number;
  explanation?: string | null;
  laws: Law[];
  media?: string[];
}

export interface Person {
  id: string;
  name: string;
}

export type Verdict = 'check' | 'approve' | 'reject';

export interface ReviewMade {
  version: number;
  reviewer: Person;
  verdict: Verdict;
  comment: string | null;
  at: string;
}

export interface Comment {
  id: string;
  author: Person | null;
  version: number;
  text: string;
  at: string;
}

export interface Version {
  version: number;
  author: Person | null;
  note: string | null;
  at: string;
}

export interface QuestionFinding {
  code: string;
  detail: string;
  questions: string[];
}

export interface LawState {
  document: string;
  article: string | null;
  ends_on: string | null;
  replaced_by: string | null;
  link: string | null;
}

/** How the question did in rounds; shares in thousandths. */
export interface Use {
  rounds: number;
  papers: number;
  answered: number;
  correct: number;
  facility_pm: number | null;
  discrimination_pm: number | null;
  alarm: boolean;
}

export interface BankQuestion {
  id: string;
  bank: string;
  code: string | null;
  version: number;
  status: Status;
  draft: Draft;
  created_at: string;
  updated_at: string;
  author: Person | null;
  reviews: ReviewMade[];
  approvals: number;
  comments: Comment[];
  versions: Version[];
  findings: QuestionFinding[];
  law_state: LawState[];
  use: Use | null;
}

export interface Bank {
  code: string;
  title: string;
  counts: Record<Status, number>;
  tasks: number;
  updated_at: string;
  /** How many people have to approve a question; left out is one. */
  approvals?: number;
}

export interface Row {
  id: string;
  code: string | null;
  /** Place in the bank, from 1. */
  number: number;
  version: number;
  status: Status;
  kind: Kind;
  stem_text: string;
  topic: string | null;
  level: number;
  laws: string[];
  approvals: number;
  findings: string[];
  updated_at: string;
}

export interface RowPage extends Page<Row> {
  total: number;
}

export interface Facets {
  topics: { name: string; questions: number }[];
  levels: { level: number; questions: number }[];
  statuses: { status: Status; questions: number }[];
  kinds: { kind: Kind; questions: number }[];
  laws: { document: string; title: string; questions: number }[];
}

export type Change = 'same' | 'gone' | 'new';

export interface FieldChange {
  /** `stem`, `options[1].text`, `key`, `topic`, `level`, `explanation`, `laws`. */
  field: string;
  before: string | null;
  after: string | null;
  parts: { text: string; change: Change }[];
}

export interface Task {
  question: { id: string; bank: string; code: string | null; stem_text: string; version: number; status: Status };
  reason: Reason;
  detail: string | null;
  since: string;
}

export type Reason = 'to_check' | 'to_approve' | 'law_ends' | 'law_ended' | 'rejected' | 'alarm';
export const REASONS: readonly Reason[] = ['alarm', 'law_ended', 'law_ends', 'rejected', 'to_check', 'to_approve'];

export interface LawDocument {
  number: string;
  title: string;
  issuer: string | null;
  valid_from: string | null;
  valid_to: string | null;
  replaced_by: string | null;
  link: string | null;
  questions: number;
}

export interface At {
  at: string;
  code: string;
  detail: string;
}

export interface LawImport {
  accepted: number;
  changed: number;
  refused: At[];
}

export interface Supply {
  as_of: string;
  total: number;
  /** Each question once. */
  cells: { topic: string | null; level: number; approved: number; in_force: number }[];
  /** Each question once for every document that it cites. */
  by_law: { law: string | null; approved: number; in_force: number }[];
}

/** A cell of a blueprint, as a contest file has it; null is any. */
export interface BlueprintCell {
  topic: string | null;
  level: number | null;
  law: string | null;
  count: number;
}

export interface Feasibility {
  feasible: boolean;
  /** One for each cell, in its order. */
  cells: { index: number; wanted: number; available: number; taken_before: number; short: number }[];
}

export interface Quality {
  key_balance: { letter: string; questions: number }[];
  duplicates: { questions: string[]; why: 'same_words' | 'same_options' | 'reordered'; likeness_pm: number }[];
  findings: { code: string; questions: string[] }[];
}

export interface Counts {
  questions: number;
  taken: number;
  refused: number;
  skipped: number;
  doubtful: number;
}

export interface Import {
  id: string;
  bank: string;
  title: string | null;
  file_name: string;
  format: string;
  state: 'open' | 'committed';
  created_at: string;
  by: Person | null;
  counts: Counts;
  remarks: At[];
}

export interface ImportItem {
  /** From 1. */
  position: number;
  at: string;
  /** As the file has it, with line feeds. */
  source: string;
  state: 'taken' | 'refused' | 'skipped' | 'fixed';
  draft: Draft | null;
  warnings: At[];
  refusal: At | null;
}

export interface ItemPage extends Page<ImportItem> {
  total: number;
}

export interface Committed {
  accepted: number;
  refused: At[];
  bank: string;
}

export const FORMATS = ['xlsx', 'docx', 'json', 'csv', 'gift', 'aiken', 'moodle', 'qti21', 'qti30'] as const;
export type Format = (typeof FORMATS)[number];
