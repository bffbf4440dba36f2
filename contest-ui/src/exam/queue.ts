/**
 * The answers of one attempt on their way to the server.
 *
 * Rules that everything else leans on:
 * - an answer is `saved` only after the server's ack for exactly that answer;
 * - every change of an answer takes the next `seq` of the attempt; a retry keeps it;
 * - one call is under way at a time, lowest `seq` first; what has gathered meanwhile goes in one bulk;
 * - an answer lies in the local store from the tap until its ack.
 */
import { Problem } from '../api/problem';
import type { Ack, Answer, BulkReply, ItemError, SaveReply, Slot, StoredAnswer } from '../api/types';
import { backoff } from './backoff';
import type { AnswerStore } from './store';

export type SlotState = 'saved' | 'sending' | 'unsent' | 'refused';
export type QueueStatus = 'running' | 'superseded' | 'closed' | 'signed_out' | 'stopped';

/** What the queue sends through. */
export interface Wire {
  one(slot: Slot, body: { epoch: number; seq: number; answer: Answer }): Promise<SaveReply>;
  many(body: { epoch: number; answers: { slot: Slot; seq: number; answer: Answer }[] }): Promise<BulkReply>;
}

/** The newest answer of a slot and how far it got. */
interface Entry {
  slot: Slot;
  epoch: number;
  seq: number;
  answer: Answer;
  acked: boolean;
  refusal: ItemError | null;
}

export interface QueueParts {
  attempt: string;
  store: AnswerStore;
  wire: Wire;
  /** Runs `work` after `ms`; gives back how to call it off. */
  later(ms: number, work: () => void): () => void;
  random(): number;
  changed(): void;
}

/** A bulk never grows past what the server takes in one body. */
const BULK = 50;
/** Higher numbers in a row before the queue pauses as if the line were broken. */
const RAISES = 5;

export class AnswerQueue {
  status: QueueStatus = 'running';
  /** Why nothing gets through at the moment; null when the line is good. */
  trouble: Problem | null = null;

  private entries = new Map<Slot, Entry>();
  private epoch = 0;
  private seq = 0;
  private failures = 0;
  /** How often answers took a higher number without an ack in between. */
  private raised = 0;
  private busy = false;
  private callOff: (() => void) | null = null;
  private waiters: (() => void)[] = [];

  constructor(private readonly parts: QueueParts) {}

  /**
   * Starts (or starts again after a takeover) with what the server holds, and joins what this device
   * had not sent. A local answer gives way where another device, with a later epoch, answered the same slot.
   */
  async open(epoch: number, held: readonly StoredAnswer[]): Promise<void> {
    const stored = await this.parts.store.read(this.parts.attempt).catch(() => []);
    // What this tab still holds counts too: a store that was full has not got it.
    const waiting = [...stored, ...[...this.entries.values()].filter((entry) => !entry.acked && entry.refusal === null)];
    this.epoch = epoch;
    this.entries.clear();
    this.seq = Math.max(0, ...held.map((a) => a.seq), ...waiting.map((w) => w.seq));
    for (const answer of held) this.entries.set(answer.slot, { ...answer, acked: true, refusal: null });
    for (const local of waiting) {
      const server = this.entries.get(local.slot);
      const older = server !== undefined && server.acked && (server.epoch > local.epoch || (server.epoch === local.epoch && server.seq >= local.seq));
      if (older) void this.forget(local.slot, local.seq);
      else if (server === undefined || server.acked || server.seq < local.seq) this.entries.set(local.slot, { ...local, epoch, acked: false, refusal: null });
    }
    this.status = 'running';
    this.trouble = null;
    this.failures = 0;
    this.parts.changed();
    this.send();
  }

  /** The person answered: shown at once, kept on the device, sent. */
  answer(slot: Slot, answer: Answer): void {
    if (this.status === 'closed' || this.status === 'stopped') return;
    const entry: Entry = { slot, epoch: this.epoch, seq: ++this.seq, answer, acked: false, refusal: null };
    this.entries.set(slot, entry);
    void this.keep(entry);
    this.parts.changed();
    this.send();
  }

  /** Tries now, whatever the waiting time: the network came back, or the person asked. */
  retry(): void {
    this.callOff?.();
    this.callOff = null;
    this.send();
  }

  /** Sends again what the server says it never got, although it was acknowledged. */
  resend(slots: readonly Slot[]): void {
    for (const slot of slots) {
      const entry = this.entries.get(slot);
      if (entry !== undefined) this.entries.set(slot, { ...entry, epoch: this.epoch, seq: ++this.seq, acked: false });
    }
    this.parts.changed();
    this.retry();
  }

  /** Nothing more is sent; what is unsent stays in the store. */
  stop(): void {
    this.halt('stopped');
  }

  answerOf(slot: Slot): Answer | null {
    return this.entries.get(slot)?.answer ?? null;
  }

  /** How far the slot's answer got; null when there is none. */
  stateOf(slot: Slot): SlotState | null {
    const entry = this.entries.get(slot);
    if (entry === undefined) return null;
    if (entry.acked) return 'saved';
    if (entry.refusal !== null) return 'refused';
    return this.trouble === null && this.status === 'running' ? 'sending' : 'unsent';
  }

  refusalOf(slot: Slot): ItemError | null {
    return this.entries.get(slot)?.refusal ?? null;
  }

  /** Answers without an ack, in order of their numbers; a refused one is not among them. */
  pending(): { slot: Slot; seq: number; answer: Answer }[] {
    return [...this.entries.values()]
      .filter((entry) => !entry.acked && entry.refusal === null)
      .sort((a, b) => a.seq - b.seq)
      .map(({ slot, seq, answer }) => ({ slot, seq, answer }));
  }

  /** The highest number given out and the highest acknowledged, and the last one of every question: what a hand-in names. */
  numbers(): { epoch: number; final_seq: number; acked_seq: number; last: { slot: number; seq: number }[] } {
    const last = [...this.entries.values()]
      .filter((entry): entry is Entry & { slot: number } => typeof entry.slot === 'number' && entry.refusal === null)
      .map(({ slot, seq }) => ({ slot, seq }))
      .sort((a, b) => a.slot - b.slot);
    const acked_seq = Math.max(0, ...[...this.entries.values()].filter(({ acked }) => acked).map(({ seq }) => seq));
    return { epoch: this.epoch, final_seq: this.seq, acked_seq, last };
  }

  /** Resolves when nothing is pending, or when sending has ended for good. */
  settled(): Promise<void> {
    if (this.isSettled()) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  /** Forgets everything about the attempt on this device: it was handed in. */
  async wipe(): Promise<void> {
    this.halt('stopped');
    await this.parts.store.clear(this.parts.attempt).catch(() => undefined);
  }

  private isSettled(): boolean {
    return this.status !== 'running' || this.pending().length === 0;
  }

  private send(): void {
    if (this.busy || this.callOff !== null || this.status !== 'running') return;
    this.busy = true;
    void this.pump().finally(() => {
      this.busy = false;
      this.changed();
    });
  }

  private async pump(): Promise<void> {
    while (this.status === 'running') {
      const batch = this.pending().slice(0, BULK);
      if (batch.length === 0) return;
      try {
        await this.deliver(batch);
        this.trouble = null;
        this.failures = 0;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (!this.pause(error)) return;
        return;
      }
      this.changed();
    }
  }

  private async deliver(batch: { slot: Slot; seq: number; answer: Answer }[]): Promise<void> {
    const epoch = this.epoch;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      try {
        const { ack } = await this.parts.wire.one(only.slot, { epoch, seq: only.seq, answer: only.answer });
        this.acknowledge(ack);
      } catch (error) {
        if (!(error instanceof Problem) || error.passing || ENDS[error.code] !== undefined) throw error;
        this.refuse(only.slot, only.seq, { ...error.members, code: error.code, detail: error.detail });
      }
      return;
    }
    const { results } = await this.parts.wire.many({ epoch, answers: batch });
    const failed: { slot: Slot; seq: number; error: ItemError }[] = [];
    for (const { slot, seq } of batch) {
      const result = results.find((r) => String(r.slot) === String(slot));
      if (result?.ack) this.acknowledge(result.ack);
      // A slot without a result would be sent for ever in a tight loop.
      else failed.push({ slot, seq, error: result?.error ?? { code: 'reply.incomplete' } });
    }
    // Whatever was acknowledged counts, also beside an answer that ends the call.
    for (const { slot, seq, error } of failed) this.itemFailed(slot, seq, error);
  }

  private itemFailed(slot: Slot, seq: number, error: ItemError): void {
    if (ENDS[error.code] !== undefined) throw new Problem(409, error.code, error.detail ?? '');
    if (PASSING.has(error.code)) throw new Problem(503, error.code, error.detail ?? '');
    this.refuse(slot, seq, error);
  }

  private acknowledge(ack: Ack): void {
    const slot: Slot = ack.slot === 'prediction' || ack.slot === 'essay' ? ack.slot : Number(ack.slot);
    const entry = this.entries.get(slot);
    this.raised = 0;
    void this.forget(slot, ack.seq);
    // An older answer of the slot may be acknowledged while a newer one is still on its way.
    if (entry !== undefined && entry.seq === ack.seq) {
      this.entries.set(slot, { ...entry, epoch: ack.epoch, acked: true });
    }
  }

  private refuse(slot: Slot, seq: number, error: ItemError): void {
    const entry = this.entries.get(slot);
    if (entry === undefined || entry.seq !== seq) return;
    if (error.code === 'answer.stale' || error.code === 'answer.seq_conflict') {
      const held = error.stored ?? { epoch: error.epoch ?? this.epoch, seq: error.seq ?? 0 };
      this.raised += 1;
      // A server that finds every number stale must not be asked in a tight loop.
      if (this.raised > RAISES) throw new Problem(503, error.code, error.detail ?? '');
      if (held.epoch > this.epoch) throw new Problem(409, 'attempt.superseded', error.detail ?? '');
      // This device holds the epoch, so its newest tap is the person's wish: it goes again, with a higher number.
      this.seq = Math.max(this.seq, held.seq) + 1;
      const again: Entry = { ...entry, epoch: this.epoch, seq: this.seq };
      this.entries.set(slot, again);
      void this.keep(again);
      return;
    }
    this.entries.set(slot, { ...entry, refusal: error });
  }

  /** Notes what is wrong; gives false when sending has ended for good. */
  private pause(problem: Problem): boolean {
    this.trouble = problem;
    const end = ENDS[problem.code] ?? (problem.status === 401 ? 'signed_out' : undefined);
    if (end !== undefined) {
      this.halt(end);
      return false;
    }
    this.failures += 1;
    const wait = backoff(this.failures, problem.retryAfterMs, this.parts.random());
    this.callOff = this.parts.later(wait, () => {
      this.callOff = null;
      this.send();
    });
    return true;
  }

  private halt(status: QueueStatus): void {
    this.status = status;
    this.callOff?.();
    this.callOff = null;
    this.changed();
  }

  private changed(): void {
    this.parts.changed();
    if (!this.isSettled()) return;
    const waiters = this.waiters;
    this.waiters = [];
    for (const wake of waiters) wake();
  }

  private async keep({ slot, epoch, seq, answer }: Entry): Promise<void> {
    // A full or forbidden store must not stop the sending; the answer is still in this tab.
    await this.parts.store.write(this.parts.attempt, { slot, epoch, seq, answer }).catch(() => undefined);
  }

  private async forget(slot: Slot, seq: number): Promise<void> {
    await this.parts.store.remove(this.parts.attempt, slot, seq).catch(() => undefined);
  }
}

/** Refusals of one answer in a bulk that say nothing about the answer: the same call may succeed later. */
const PASSING: ReadonlySet<string> = new Set([
  'internal',
  'overloaded',
  'rate.limited',
  'reply.incomplete',
  'storage_full',
  'storage_unavailable',
  'unavailable',
  'unknown',
]);

/** Refusals after which sending makes no sense, and what the queue becomes. */
const ENDS: Readonly<Record<string, QueueStatus | undefined>> = {
  'attempt.superseded': 'superseded',
  'attempt.closed': 'closed',
  'auth.required': 'signed_out',
};
