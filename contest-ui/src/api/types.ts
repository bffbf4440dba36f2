/** What travels over `/api/v1`. Instants are RFC 3339 UTC, durations end in `_ms` or `_s`. */

export type Slot = number | 'prediction' | 'essay';

/** What a person answers in one slot. A blank choice is an empty list. */
export type Answer = { options: string[] } | { number: number } | { text: string };

export interface Organiser {
  code: string;
  name: string;
}

export interface ContestSummary {
  slug: string;
  title: string;
  organiser: Organiser;
  opens_at: string | null;
  closes_at: string | null;
  state: 'open' | 'upcoming' | 'closed';
  /** People so far; null where the rules keep it hidden. */
  people: number | null;
}

export interface Field {
  key: string;
  required: boolean;
  /** With the registration, or once an attempt was handed in. */
  asked: 'before' | 'after';
  /** Built-in keys come without label, kind and options: this application knows them. */
  label: string | null;
  kind: 'text' | 'choice' | 'number' | 'date' | null;
  options: string[] | null;
}

export interface Consent {
  purpose: string;
  version: string | number;
  text: string;
  required: boolean;
}

export interface Registration {
  fields: Field[];
  consents: Consent[];
  min_age: number | null;
  max_age?: number | null;
  identity: string[];
}

export type RoundState = 'draft' | 'scheduled' | 'open' | 'closing' | 'closed' | 'published' | 'void';

export interface Publish {
  at_submit: 'none' | 'score' | 'score_and_key';
  key: 'never' | 'round_close' | 'contest_close';
  scoreboard: 'off' | 'live' | 'frozen' | 'after_close';
  /** From when on later changes of a frozen board are kept back. */
  freeze_at?: string | null;
  names: 'full' | 'masked' | 'alias';
  target_visible: boolean;
}

export interface RoundRules {
  require_all: boolean;
  shuffle_options: boolean;
  order: 'shuffled' | 'easy_to_hard' | 'as_listed';
  ranking: string[];
  recognised: 'best' | 'first' | 'last';
  /** Who is ranked at all; null: everyone. */
  only?: 'perfect' | null;
}

export interface Totals {
  people: number | null;
  attempts: number | null;
}

export interface Round {
  id: string;
  code: string;
  title: string;
  kind?: string;
  opens_at: string;
  closes_at: string;
  last_start_at?: string | null;
  hard_end_at?: string | null;
  /** Open intervals; empty: the whole of it. */
  windows?: { from: string; to: string }[];
  /** Codes of the groups that may sit it; empty: everyone. */
  groups?: string[];
  state: RoundState;
  time_limit_s: number;
  questions: number;
  points_max?: number;
  attempts: { max: number; per: 'round' | 'day' | 'contest'; cooldown_s?: number };
  prediction: { prompt: string; required: boolean } | null;
  /** Whether a code from the organiser is asked for to begin. */
  asks_for_code?: boolean;
  publish: Publish;
  rules: RoundRules;
  totals: Totals | null;
  commitment: string | null;
  committed_at: string | null;
}

export interface Prize {
  round: string | null;
  tier: string;
  count: number;
  value_vnd: number | null;
}

export interface Contest {
  slug: string;
  title: string;
  organiser: Organiser;
  registration: Registration;
  groups: { code: string; title: string }[];
  legal_basis: { number: string; date: string | null; issuer: string | null }[];
  prizes: Prize[];
  documents: { number: string; title: string | null }[];
  rounds: Round[];
  server_time: string;
}

/** A part of the rules in plain sentences, in one language. */
export interface RulesSection {
  heading: string;
  round: string | null;
  sentences: string[];
}

export interface RulesPage {
  vi: RulesSection[];
  en: RulesSection[];
}

/** What organisers say to those inside. */
export interface Announcement {
  id: string;
  at: string;
  text: string;
  text_en: string | null;
  /** Code of the round it is for; null: everyone. */
  round: string | null;
  until: string | null;
}

export interface Unit {
  code: string;
  name: string;
  type: string;
  parent: { code: string; name: string } | null;
}

export interface List<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Participant {
  id: string;
  number: number;
  alias: string;
  /** Only the person himself is told it. */
  full_name?: string;
}

export interface SignUp {
  fields: Record<string, string | number>;
  group?: string;
  consents: { purpose: string; version: string | number }[];
  guardian?: { full_name: string; phone: string; relation: string };
  /** Code of the unit whose link brought the person. */
  referral?: string;
}

export interface SignedUp {
  participant: Participant;
  sign_in_code: string;
}

export interface Result {
  score: number;
  max_score: number;
  correct: number;
  questions: number;
}

export type AttemptState = 'active' | 'submitted' | 'expired' | 'void';

export interface OwnAttempt {
  id: string;
  round: string;
  ordinal: number;
  state: AttemptState;
  submitted_at: string | null;
  result: Result | null;
}

export interface Me {
  participant: Participant;
  /** Whether nothing required is missing that the contest asks for after answering. */
  complete: boolean;
  /** Keys of fields asked for after answering that are not given yet. */
  missing: string[];
  attempts: OwnAttempt[];
}

export type QuestionKind = 'single' | 'multiple' | 'number' | 'text';

export interface Question {
  slot: number;
  kind: QuestionKind;
  /** Sanitised by the server. */
  html: string;
  options: { id: string; html: string }[];
  points: number;
}

export interface StoredAnswer {
  slot: Slot;
  epoch: number;
  seq: number;
  answer: Answer;
}

export interface Attempt {
  id: string;
  ordinal: number;
  epoch: number;
  state: AttemptState;
  started_at: string;
  deadline: string;
  remaining_ms: number;
  paper_hash: string;
  round?: string;
  contest?: string;
  submitted_at?: string | null;
}

/** A text that people mark. */
export interface EssayAsked {
  prompt: string;
  min_words: number;
  max_words: number;
  max_points: number;
  required: boolean;
}

/** Where an attempt stands whose questions have a time of their own; later ones are not in the paper yet. */
export interface Pace {
  per_question_s: number;
  questions: number;
  slot: number;
  closes_at: string;
}

export interface AttemptReply {
  attempt: Attempt;
  paper: { questions: Question[]; pace?: Pace; essay?: EssayAsked };
  answers: StoredAnswer[];
  server_time: string;
}

export interface Ack {
  slot: Slot;
  epoch: number;
  seq: number;
  saved_at: string;
  mac: string;
}

export interface SaveReply {
  ack: Ack;
  remaining_ms: number;
  server_time: string;
}

/** One answer's refusal inside a bulk reply. */
export interface ItemError {
  code: string;
  detail?: string;
  epoch?: number;
  seq?: number;
  stored?: { epoch: number; seq: number };
}

export interface BulkReply {
  results: { slot: Slot; ack?: Ack | null; error?: ItemError | null }[];
  remaining_ms?: number;
  server_time?: string;
}

export interface Receipt {
  code: string;
  payload: ReceiptPayload;
  signature: string;
  key_id: string;
}

/** `thiluat-receipt/1` (algorithms.md 2). */
export interface ReceiptPayload {
  format: string;
  round: string;
  commitment: string;
  number: number;
  ordinal: number;
  paper_hash: string;
  answers_root: string;
  prediction: number | null;
  submitted_at: string;
  forced: boolean;
}

export interface Handed {
  submission: { submitted_at: string; duration_ms: number; forced: boolean };
  result: Result | null;
  receipt: Receipt;
}

export interface PublicReceipt extends Receipt {
  contest: { slug: string; title: string } | null;
  round: { code: string; title: string } | null;
  inclusion?: Inclusion | null;
}

/** That a receipt is one of those that a result was made from (RFC 6962); hashes in hex. */
export interface Inclusion {
  result_version: number;
  root: string;
  index: number;
  size: number;
  path: string[];
}

export interface Law {
  document: string;
  title: string | null;
  article: string | null;
  clause: string | null;
  point: string | null;
}

export interface ReviewAnswer {
  options?: string[];
  number?: number;
  text?: string;
}

export interface ReviewQuestion {
  slot: number;
  kind: QuestionKind;
  html: string;
  options: { id: string; html: string }[];
  own: ReviewAnswer | null;
  key: ReviewAnswer | null;
  correct: boolean | null;
  explanation: string | null;
  laws: Law[];
}

export interface Review {
  attempt: { id: string; ordinal: number; round?: string; contest?: string; submitted_at?: string | null };
  result: Result | null;
  questions: ReviewQuestion[];
}

export interface Standing {
  place: number;
  name: string;
  unit: string | { code: string; name: string } | null;
  score: number | null;
  max_score: number | null;
  duration_ms: number | null;
}

export interface OwnPlace {
  place: number | null;
  name?: string;
  score?: number | null;
  max_score?: number | null;
  duration_ms?: number | null;
}

export interface Board {
  version: number;
  /** When this state was taken, by the server's clock. */
  as_of: string;
  /** True while the nodes' shared state is away: what is shown is the last that was known. */
  late?: boolean;
  state: 'off' | 'hidden' | 'live' | 'frozen' | 'final';
  entries: Standing[];
  /** The own place is null while places are hidden; the score is there if the round tells it. */
  me?: OwnPlace | null;
  totals: Totals | null;
}

export interface UnitStanding {
  place: number | null;
  unit: { code: string; name: string };
  people: number | null;
  attempts: number | null;
  headcount: number | null;
  ratio: number | null;
  winners: number | null;
}

export interface UnitBoard {
  as_of: string;
  late?: boolean;
  /** Hidden while it would give a prediction away. */
  state: 'live' | 'hidden';
  items: UnitStanding[];
  totals: Totals | null;
}
