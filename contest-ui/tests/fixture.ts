import { Problem } from '../src/api/problem';
import type { Ack, Answer, BulkReply, ItemError, Slot, StoredAnswer } from '../src/api/types';
import { AnswerQueue, type QueueParts, type Wire } from '../src/exam/queue';
import { memoryStore, type AnswerStore } from '../src/exam/store';

export const pick = (...options: string[]): Answer => ({ options });

/** Lets every promise that can go on go on. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
}

/** A server with the rules of algorithms.md 5, and a line to it that a test can cut. */
export class Server implements Wire {
  epoch = 1;
  closed = false;
  /** The next calls end with these problems, before (`lost: false`) or after they were stored. */
  faults: { problem: Problem; stored: boolean }[] = [];
  log: { slot: Slot; epoch: number; seq: number; answer: Answer }[] = [];
  calls: string[] = [];
  held = new Map<Slot, { epoch: number; seq: number; answer: Answer }>();
  gate: Promise<void> | null = null;
  /** Slots that a bulk does not take for want of something, by the code it says. */
  short = new Map<Slot, string>();

  answers(): StoredAnswer[] {
    return [...this.held].map(([slot, answer]) => ({ slot, ...answer }));
  }

  async one(slot: Slot, body: { epoch: number; seq: number; answer: Answer }) {
    this.calls.push(`one ${slot}:${body.seq}`);
    await this.gate;
    const fault = this.faults.shift();
    if (fault && !fault.stored) throw fault.problem;
    const outcome = this.save(slot, body.epoch, body.seq, body.answer);
    if (fault) throw fault.problem;
    if ('code' in outcome) throw new Problem(409, outcome.code, '', [], null, { ...outcome });
    return { ack: outcome, remaining_ms: 1, server_time: '' };
  }

  async many(body: { epoch: number; answers: { slot: Slot; seq: number; answer: Answer }[] }): Promise<BulkReply> {
    this.calls.push(`many ${body.answers.map((a) => `${a.slot}:${a.seq}`).join(' ')}`);
    await this.gate;
    const fault = this.faults.shift();
    if (fault && !fault.stored) throw fault.problem;
    const results = body.answers.map(({ slot, seq, answer }) => {
      const want = this.short.get(slot);
      if (want !== undefined) return { slot, error: { code: want } };
      const outcome = this.save(slot, body.epoch, seq, answer);
      return 'code' in outcome ? { slot, error: outcome } : { slot, ack: outcome };
    });
    if (fault) throw fault.problem;
    return { results };
  }

  private save(slot: Slot, epoch: number, seq: number, answer: Answer): Ack | ItemError {
    if (this.closed) return { code: 'attempt.closed' };
    if (epoch !== this.epoch) return { code: 'attempt.superseded' };
    const same = this.log.find((entry) => entry.epoch === epoch && entry.seq === seq);
    if (same && (same.slot !== slot || JSON.stringify(same.answer) !== JSON.stringify(answer))) {
      return { code: 'answer.seq_conflict' };
    }
    const held = this.held.get(slot);
    if (!same && held && (held.epoch > epoch || (held.epoch === epoch && held.seq >= seq))) {
      return { code: 'answer.stale', epoch: held.epoch, seq: held.seq };
    }
    if (!same) {
      this.log.push({ slot, epoch, seq, answer });
      this.held.set(slot, { epoch, seq, answer });
    }
    return { slot, epoch, seq, saved_at: '', mac: '' };
  }
}

export class Device {
  timers: { ms: number; work: () => void }[] = [];
  readonly queue: AnswerQueue;

  constructor(
    readonly server: Server,
    readonly store: AnswerStore = memoryStore(),
  ) {
    const parts: QueueParts = {
      attempt: 'a1',
      store,
      wire: server,
      later: (ms, work) => {
        const timer = { ms, work };
        this.timers.push(timer);
        return () => {
          this.timers = this.timers.filter((t) => t !== timer);
        };
      },
      random: () => 0.5,
      changed: () => undefined,
    };
    this.queue = new AnswerQueue(parts);
  }

  async open(): Promise<this> {
    await this.queue.open(this.server.epoch, this.server.answers());
    await settle();
    return this;
  }

  /** Lets the waiting time pass. */
  async tick(): Promise<void> {
    const due = this.timers;
    this.timers = [];
    for (const timer of due) timer.work();
    await settle();
  }
}

export const offline = (): Problem => new Problem(0, 'network', '');
