/** A proof bundle as JSON holds it: `thiluat-proof/1` of algorithms.md 2. */

export interface Content {
  kind: 'single' | 'multiple' | 'number' | 'text';
  level: number;
  options: { id: string; text: string; pinned: boolean }[];
}

export interface Reply {
  slot: number;
  question_id: string;
  version: number;
  options?: string[];
  number?: number;
  text?: string;
}

export interface Attempt {
  number: number;
  ordinal: number;
  started_at: string;
  submitted_at: string;
  duration_ms: number;
  forced: boolean;
  paper_hash: string;
  responses: Reply[];
  correct: number;
  score: number;
  /** Points of the essay, which people gave. */
  essay?: number;
  prediction: number | null;
  state: string;
}

export interface Place {
  place: number;
  number: number;
  ordinal: number;
  group: string | null;
  values: (number | null)[];
}

export interface Cell {
  count: number;
  group: string | null;
  points?: number;
  section?: string;
  disqualifying?: boolean;
}

/** How papers are laid out and marked. */
export interface PaperRules {
  order?: string;
  shuffle_options?: boolean;
  require_all?: boolean;
  multiple?: string;
  points_by_level?: number[];
}

export interface Rules {
  blueprint: Cell[];
  paper?: PaperRules;
  sections?: { code: string; order?: string }[];
  attempts: { recognised: 'best' | 'first' | 'last' };
  essay?: object | null;
  prediction?: { target: string; scope: string; counted: string } | null;
  ranking: { individual: string[]; recognised_by?: string[]; where?: string; least?: Record<string, number>; duration_unit: string };
}

export interface Bundle {
  format: string;
  round_id: string;
  seed: string;
  beacon: string;
  commitment: string;
  manifest: { rules: Rules; blueprint: Cell[]; cells: [string, number, string][][] };
  questions: { id: string; version: number; content: Content; key: string; salt: string }[];
  participants: { number: number; alias: string }[];
  attempts: Attempt[];
  decisions: { question_id: string; version: number; void?: string; new_key?: string }[];
  result: {
    version: number;
    actual_prediction: number | null;
    voided: { number: number; ordinal: number }[];
    standings: Place[];
  };
  receipts_root: string;
  lot: { seed: string; commitment: string; root: string; beacon2: string | null } | null;
  digest: string;
  signature: string;
  key_id: string;
  keys: { key_id: string; algorithm: string; public_key: string }[];
}

/** The bundle does not follow from itself; the message is the place, in the words of every verifier. */
export class Differs extends Error {}

export function must(fits: boolean, ...where: (string | number)[]): asserts fits {
  if (!fits) throw new Differs(where.join(' '));
}
