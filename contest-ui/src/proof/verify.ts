/** Verifying a proof bundle on the reader's own device: the same verdicts as docs/verify/verify.py. */
import type { Receipt } from '../api/types';
import { crockford } from '../receipt/check';
import { Differs, must, type Attempt, type Bundle } from './bundle';
import { bytes, H, hex, jcs, leaf, merkleRoot, unhex } from './hashing';
import { asText, Drawer, isRight, shareOf, type Paper } from './paper';
import { actual, places, recognise, type Sat } from './ranks';
import { sha256 } from './sha256';

/** What came of it. */
export interface Verdict {
  /** Where it differs, in the words of every verifier; null: nowhere. */
  differs: string | null;
  people: number;
  attempts: number;
  places: number;
  /** Whether this browser could check the signature. */
  signature: boolean;
  /** What a single round can't show, so that it was taken as the bundle says. */
  taken: { actual: boolean; essays: boolean };
  /** C, for comparing it with what was printed. */
  commitment: string;
}

/** What the reader brings along. */
export interface Outside {
  commitment?: string;
  receipts?: Receipt[];
}

/** Attempts checked before the page may breathe. */
const AT_ONCE = 200;

/** Verifies the text of a bundle; `progress` hears the share that is done. */
export async function verify(text: string, outside: Outside = {}, progress: (share: number) => void = () => undefined): Promise<Verdict> {
  const verdict: Verdict = { differs: null, people: 0, attempts: 0, places: 0, signature: false, taken: { actual: false, essays: false }, commitment: '' };
  try {
    must(!hasCapitalEscape(text), 'form');
    const bundle = JSON.parse(text) as Bundle;
    must(bundle.format === 'thiluat-proof/1' && Array.isArray(bundle.attempts), 'form');
    verdict.people = bundle.participants.length;
    verdict.attempts = bundle.attempts.length;
    verdict.places = bundle.result.standings.length;
    verdict.commitment = bundle.commitment;
    const { prediction, essay } = bundle.manifest.rules;
    verdict.taken = { actual: prediction?.scope === 'contest', essays: essay != null };
    await check(bundle, outside, progress, verdict);
  } catch (error) {
    verdict.differs = error instanceof Differs ? error.message : 'form';
  }
  return verdict;
}

async function check(bundle: Bundle, outside: Outside, progress: (share: number) => void, verdict: Verdict): Promise<void> {
  const { manifest, result } = bundle;
  const key = bundle.keys.find((listed) => listed.key_id === bundle.key_id)?.public_key ?? '';
  must(hex(sha256(unhex(key))).slice(0, 16) === bundle.key_id, 'signature');
  must(outside.commitment === undefined || outside.commitment === bundle.commitment, 'commitment');
  const committed = hex(H('thiluat/commit/1', bundle.round_id, bundle.seed, hex(sha256(bytes(jcs(manifest))))));
  must(committed === bundle.commitment, 'commitment');
  questions(bundle);
  for (const receipt of outside.receipts ?? []) {
    const fits = crockford(sha256(bytes(jcs(receipt.payload)))) === receipt.code;
    must(fits && receipt.payload.commitment === bundle.commitment, 'receipt', receipt.code);
    const signed = await holds(key, bytes(jcs(receipt.payload)), receipt.signature);
    must(signed !== false, 'receipt', receipt.code);
  }
  const rows = new Rows(bundle);
  const receipts = new Map(outside.receipts?.map(({ payload }) => [`${payload.number} ${payload.ordinal}`, payload]));
  const leaves: Uint8Array[] = [];
  for (const [at, row] of bundle.attempts.entries()) {
    const payload = rows.check(row);
    const theirs = receipts.get(`${row.number} ${row.ordinal}`);
    if (theirs !== undefined) {
      const ours = Object.entries(payload);
      for (const [part, value] of ours) must(value === theirs[part as keyof typeof theirs], 'attempt', row.number, row.ordinal, part);
      receipts.delete(`${row.number} ${row.ordinal}`);
    }
    leaves.push(leaf(jcs(payload)));
    if (at % AT_ONCE === 0) {
      progress(at / bundle.attempts.length);
      await new Promise((done) => setTimeout(done));
    }
  }
  const sat = new Set(bundle.attempts.map((row) => row.number));
  for (const { number } of bundle.participants) must(sat.has(number), 'participant', number);
  for (const gone of receipts.keys()) must(false, 'attempt', gone, 'missing');

  const valid = rows.sat.filter((row) => row.state !== 'void');
  const recognised = recognise(valid, manifest.rules);
  const value = actual(bundle, valid, recognised);
  must(value === result.actual_prediction, 'actual_prediction');
  const found = places(bundle, recognised, value);
  for (const [at, row] of found.entries()) {
    const said = result.standings[at];
    must(said !== undefined, 'standing', at + 1, row.number, 'missing');
    for (const part of ['number', 'place', 'ordinal', 'values'] as const) {
      must(jcs(said[part]) === jcs(row[part]), 'standing', at + 1, row.number, part);
    }
  }
  const extra = result.standings[found.length];
  must(extra === undefined, 'standing', found.length + 1, extra?.number ?? 0, 'extra');
  must(merkleRoot(leaves) === bundle.receipts_root, 'receipts_root');
  const rest: Partial<Bundle> = { ...bundle };
  delete rest.digest;
  delete rest.signature;
  const digest = sha256(bytes(jcs(rest)));
  must(hex(digest) === bundle.digest, 'digest');
  const signed = await holds(key, digest, bundle.signature);
  must(signed !== false, 'signature');
  verdict.signature = signed === true;
}

/** Of all ways to write a bundle only escapes have two forms one letter apart: `u001f` and `u001F`. */
function hasCapitalEscape(text: string): boolean {
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 2)) {
    if (text[at + 1] === 'u' && /[A-F]/.test(text.slice(at + 2, at + 6))) return true;
  }
  return false;
}

/** Holds every question against its digest in the manifest. */
function questions(bundle: Bundle): void {
  const listed = new Map(bundle.manifest.cells.flat().map(([id, version, digest]) => [`${id}@${version}`, digest]));
  for (const { id, version, content, key, salt } of bundle.questions) {
    const content_ = sha256(bytes(jcs(content)));
    const found = hex(H('thiluat/question/1', bundle.round_id, id, version, content_, key, salt));
    must(listed.get(`${id}@${version}`) === found, 'question', id, version);
  }
}

/** Checks attempts one after another. */
class Rows {
  /** Those that were checked. */
  readonly sat: Sat[] = [];
  private readonly drawer: Drawer;
  private readonly numbers: Set<number>;
  private readonly voided: Set<string>;
  private readonly groups: (string | null)[];
  private readonly groupOf: Map<number, string | null>;
  private before = { number: 0, ordinal: 0 };

  constructor(private readonly bundle: Bundle) {
    const { manifest, result } = bundle;
    this.drawer = new Drawer(bundle, unhex(bundle.seed));
    bundle.participants.forEach((person, at) => must(at === 0 || (bundle.participants[at - 1]?.number ?? 0) < person.number, 'participant', person.number));
    this.numbers = new Set(bundle.participants.map((person) => person.number));
    this.voided = new Set(result.voided.map((row) => `${row.number} ${row.ordinal}`));
    this.groups = [...new Set([null, ...manifest.blueprint.map((cell) => cell.group)])];
    this.groupOf = new Map(result.standings.map((row) => [row.number, this.groups.includes(row.group) ? row.group : null]));
  }

  /** Gives the payload of the row's receipt. */
  check(row: Attempt) {
    const { number, ordinal } = row;
    const where = ['attempt', number, ordinal] as const;
    const { before } = this;
    must(number > before.number || (number === before.number && ordinal > before.ordinal), ...where, 'order');
    for (let gone = number === before.number ? before.ordinal + 1 : 1; gone < ordinal; gone++) {
      must(this.voided.has(`${number} ${gone}`), 'attempt', number, gone, 'missing');
    }
    this.before = row;
    must(this.numbers.has(number), ...where, 'number');
    const paper = this.paper(row);
    const fields = this.mark(row, paper);
    const duration = Date.parse(row.submitted_at) - Date.parse(row.started_at);
    must(duration === row.duration_ms, ...where, 'duration_ms');
    const state = this.voided.has(`${number} ${ordinal}`) ? 'void' : row.forced ? 'expired' : 'submitted';
    must(row.state === state, ...where, 'state');
    const marks = this.sat[this.sat.length - 1] as Sat;
    must(marks.correct === row.correct, ...where, 'correct');
    must(marks.score === row.score, ...where, 'score');
    return {
      format: 'thiluat-receipt/1',
      round: this.bundle.round_id,
      commitment: this.bundle.commitment,
      paper_hash: row.paper_hash,
      answers_root: hex(H('thiluat/answers/1', ...fields)),
      prediction: row.prediction,
      submitted_at: row.submitted_at,
      forced: row.forced,
      number,
      ordinal,
    };
  }

  /** The paper of a row: that of the person's group, or of the one whose paper it is. */
  private paper(row: Attempt): Paper {
    const drawn = this.groups.map((group) => ({ group, paper: this.drawer.paper(row.number, row.ordinal, group) }));
    const fitting = drawn.filter(({ paper }) => paper.hash === row.paper_hash);
    const first = fitting[0];
    must(first !== undefined, 'attempt', row.number, row.ordinal, 'paper_hash');
    if (!this.groupOf.has(row.number)) return first.paper;
    const own = fitting.find(({ group }) => group === this.groupOf.get(row.number));
    must(own !== undefined, 'attempt', row.number, row.ordinal, 'group');
    return own.paper;
  }

  /** Marks a row anew and gives the fields of its answers. */
  private mark(row: Attempt, paper: Paper): (string | number)[] {
    const fields: (string | number)[] = [];
    const marks: Sat = { ...row, correct: 0, score: 0, asked: 0, failed: false };
    const { blueprint, paper: rules = {} } = this.bundle.manifest.rules;
    paper.asked.forEach(({ id, version, cell, options }, at) => {
      const where = ['attempt', row.number, row.ordinal, 'slot', at + 1] as const;
      const reply = row.responses[at];
      const question = this.bundle.questions.find((q) => q.id === id && q.version === version);
      const fits = reply !== undefined && reply.slot === at + 1 && reply.question_id === id && reply.version === version;
      must(fits && question !== undefined && Object.keys(reply).length === 4, ...where);
      must((reply.options ?? []).every((option) => options.includes(option)), ...where);
      const decision = [...this.bundle.decisions].reverse().find((d) => d.question_id === id && d.version === version);
      const { kind, level } = question.content;
      const key = decision?.new_key ?? question.key;
      const right = decision?.void === 'full' || isRight(kind, key, reply);
      const points = rules.points_by_level?.[level - 1] ?? blueprint[cell]?.points ?? 1;
      if (decision?.void !== 'left_out') {
        marks.correct += Number(right);
        marks.score += right ? points : rules.multiple === 'partial' ? shareOf(points, kind, key, reply) : 0;
        marks.asked += 1;
        marks.failed ||= !right && blueprint[cell]?.disqualifying === true;
      }
      marks.failed ||= rules.require_all === true && asText(reply) === '';
      fields.push(id, version, asText(reply));
    });
    must(row.responses.length === paper.asked.length, 'attempt', row.number, row.ordinal, 'slot', paper.asked.length + 1);
    this.sat.push(marks);
    return fields;
  }
}

/** Whether an Ed25519 signature holds; null where this browser can't tell. */
async function holds(key: string, message: Uint8Array, signature: string): Promise<boolean | null> {
  const raw = unhex(signature);
  try {
    const imported = await crypto.subtle.importKey('raw', unhex(key) as BufferSource, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, raw as BufferSource, message as BufferSource);
  } catch {
    return null;
  }
}
