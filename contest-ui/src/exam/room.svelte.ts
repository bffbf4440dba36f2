/** One sitting of an attempt: opening, answering, takeover, the end of time, handing in. */
import * as calls from '../api/calls';
import type { Timed } from '../api/http';
import { Problem } from '../api/problem';
import type { Answer, AttemptReply, EssayAsked, Handed, Pace, Question, Slot } from '../api/types';
import { fetchPictures } from '../parts/rich';
import { backoff } from './backoff';
import { ServerClock, slept } from './clock';
import { dropCopy, keepCopy, readCopy } from './copy';
import { device, placeOf, recall, remember, rememberPlace, token, type AttemptPlace } from './device';
import { handIn } from './handin';
import { passHanded, passStarted, takeStarted } from './handover';
import { openStore } from './indexed';
import { AnswerQueue, type SlotState } from './queue';
import type { AnswerStore } from './store';

export type Phase = 'opening' | 'running' | 'superseded' | 'signed_out' | 'handing' | 'time_up' | 'done' | 'failed';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class ExamRoom {
  phase = $state<Phase>('opening');
  questions = $state.raw<readonly Question[]>([]);
  ordinal = $state(1);
  place = $state.raw<AttemptPlace | null>(null);
  /** Index of the question on the screen. */
  at = $state(0);
  flags = $state.raw<readonly number[]>([]);
  /** Milliseconds left; null before the clock is known. */
  remaining = $state<number | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** The paper comes from this device's copy; the server has not been reached yet. */
  fromCopy = $state(false);
  handed = $state.raw<Handed | null>(null);
  durable = $state(true);
  /** Set when this room turned out to be over and another attempt has begun. */
  moved = $state.raw<string | null>(null);
  /** The essay, if one is asked for. */
  essay = $state.raw<EssayAsked | null>(null);
  /** Where the attempt stands, if its questions come one after another by the server's clock. */
  pace = $state.raw<Pace | null>(null);
  /** Rises whenever the queue changed, so that what is read from it is read again. */
  private beat = $state(0);

  readonly clock = new ServerClock();
  private queue: AnswerQueue | null = null;
  private store: AnswerStore | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private reopen: ReturnType<typeof setTimeout> | undefined;
  private looked = { wall: Date.now(), mono: performance.now() };
  private failures = 0;
  private gone = false;
  private turning = false;
  private prediction: number | null = null;

  constructor(readonly id: string) {}

  /** Opens the attempt and keeps it going until `leave`. */
  enter(): void {
    this.timer = setInterval(() => this.look(), 250);
    addEventListener('online', this.wake);
    addEventListener('pagehide', this.lastWord);
    document.addEventListener('visibilitychange', this.seen);
    void this.open();
  }

  leave(): void {
    this.gone = true;
    clearInterval(this.timer);
    clearTimeout(this.reopen);
    removeEventListener('online', this.wake);
    removeEventListener('pagehide', this.lastWord);
    document.removeEventListener('visibilitychange', this.seen);
    this.queue?.stop();
  }

  get question(): Question | null {
    return this.questions[this.at] ?? null;
  }

  answerOf(slot: Slot): Answer | null {
    void this.beat;
    return this.queue?.answerOf(slot) ?? null;
  }

  stateOf(slot: Slot): SlotState | null {
    void this.beat;
    return this.queue?.stateOf(slot) ?? null;
  }

  /** Slots by how far their answers got. */
  get tally(): { saved: number; sending: Slot[]; unsent: Slot[]; refused: number[] } {
    const slots: Slot[] = this.questions.map(({ slot }) => slot);
    slots.push('prediction', 'essay');
    const of = (state: SlotState): Slot[] => slots.filter((slot) => this.stateOf(slot) === state);
    return {
      saved: of('saved').filter((slot) => typeof slot === 'number' && !this.blank(slot)).length,
      sending: of('sending'),
      unsent: of('unsent'),
      refused: of('refused').filter((slot): slot is number => typeof slot === 'number'),
    };
  }

  blank(slot: Slot): boolean {
    const answer = this.answerOf(slot);
    if (answer === null) return true;
    if ('options' in answer) return answer.options.length === 0;
    return 'text' in answer && answer.text.trim() === '';
  }

  /** Whether input is taken: running, and time left. */
  get writable(): boolean {
    return this.phase === 'running' && (this.remaining === null || this.remaining > 0);
  }

  answer(slot: Slot, answer: Answer): void {
    if (this.writable) this.queue?.answer(slot, answer);
  }

  go(index: number): void {
    this.at = Math.min(Math.max(0, index), this.questions.length - 1);
    remember(`at.${this.id}`, String(this.at));
  }

  flag(slot: number): void {
    this.flags = this.flags.includes(slot) ? this.flags.filter((other) => other !== slot) : [...this.flags, slot];
    remember(`flags.${this.id}`, JSON.stringify(this.flags));
  }

  retry(): void {
    this.queue?.retry();
    if (this.fromCopy || this.phase === 'opening') void this.open();
  }

  /** Makes this device the one that writes again. */
  async takeBack(): Promise<void> {
    this.problem = null;
    try {
      // The other device may have handed in meanwhile; then a plain start would begin another attempt.
      await this.begin(await this.claim());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
    }
  }

  /** Hands in now; `late` when the clock did it. */
  async handIn(prediction: number | null, late = false): Promise<void> {
    const queue = this.queue;
    if (queue === null || this.phase === 'handing' || this.phase === 'done') return;
    this.prediction = prediction;
    this.problem = null;
    this.phase = late ? 'time_up' : 'handing';
    try {
      const handed = await handIn({
        queue,
        post: async (body) => (await calls.handIn(this.id, body)).body,
        prediction,
        wait: pause,
        random: Math.random,
        trouble: (problem) => (this.problem = problem),
        late: () => this.clock.remaining() === 0,
      });
      this.finish(handed);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.undone(error, late);
    }
  }

  private undone(problem: Problem, late: boolean): void {
    this.problem = problem;
    if (problem.code === 'attempt.superseded') this.phase = 'superseded';
    else if (problem.status === 401) this.phase = 'signed_out';
    else if (late) this.later(() => void this.handIn(this.prediction, true));
    else this.phase = 'running';
  }

  private finish(handed: Handed): void {
    dropCopy(this.id);
    passHanded(this.id, handed);
    this.handed = handed;
    this.phase = 'done';
  }

  private async open(): Promise<void> {
    clearTimeout(this.reopen);
    try {
      const passed = takeStarted(this.id);
      await this.begin(passed ?? (await this.claim()));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await this.notOpened(error);
    }
  }

  /** Asks for the attempt, and makes this device its writer if it is still running. */
  private async claim(): Promise<Timed<AttemptReply>> {
    const reply = await calls.attempt(this.id);
    const place = this.placeIn(reply.body);
    // In the last seconds a start could already open the next attempt instead.
    if (reply.body.attempt.state !== 'active' || place === null || reply.body.attempt.remaining_ms < 3000) return reply;
    return calls.startAttempt(place.round, device(), token());
  }

  private placeIn({ attempt }: AttemptReply): AttemptPlace | null {
    const kept = placeOf(this.id);
    const round = attempt.round ?? kept?.round;
    const slug = attempt.contest ?? kept?.slug;
    return round !== undefined && slug !== undefined ? { round, slug } : null;
  }

  private async begin(reply: Timed<AttemptReply>): Promise<void> {
    const { attempt, server_time } = reply.body;
    if (attempt.id !== this.id) {
      // The attempt ended between looking and claiming, so the claim began the next one.
      passStarted(reply);
      this.moved = attempt.id;
      return;
    }
    this.clock.sample(server_time, reply.sent, reply.received);
    this.clock.left(attempt.remaining_ms, server_time);
    this.failures = 0;
    this.fromCopy = false;
    const place = this.placeIn(reply.body);
    if (place !== null) rememberPlace(this.id, place);
    if (attempt.state === 'active') keepCopy(reply.body, this.clock.now());
    await this.lay(reply.body);
    if (attempt.state !== 'active') {
      this.queue?.stop();
      void this.handIn(null, true);
    }
  }

  private async lay(reply: AttemptReply): Promise<void> {
    if (this.gone) return;
    this.store ??= await openStore();
    this.durable = this.store.durable;
    this.queue ??= this.makeQueue(this.store);
    this.place = this.placeIn(reply);
    this.ordinal = reply.attempt.ordinal;
    this.turn(reply);
    this.essay = reply.paper.essay ?? null;
    if (this.questions.length === 0) {
      this.questions = reply.paper.questions;
      this.fetchPictures();
      this.flags = list(recall(`flags.${this.id}`));
      this.go(Number(recall(`at.${this.id}`) ?? 0) || 0);
    }
    this.phase = 'running';
    this.problem = null;
    await this.queue.open(reply.attempt.epoch, reply.answers);
    this.look();
  }

  private fetchPictures(): void {
    const texts = this.questions.flatMap(({ html, options }) => [html, ...options.map((option) => option.html)]);
    fetchPictures(texts, calls.pictureOf(this.id));
  }

  /** Lays the question whose turn it is, where questions have a time of their own. */
  private turn({ paper }: AttemptReply): void {
    const before = this.pace?.slot;
    this.pace = paper.pace ?? null;
    if (this.pace === null || this.pace.slot === before) return;
    this.questions = paper.questions;
    this.fetchPictures();
    this.go(this.pace.slot - 1);
  }

  private async notOpened(problem: Problem): Promise<void> {
    if (this.gone) return;
    this.problem = problem;
    if (problem.status === 401) this.phase = 'signed_out';
    else if (!problem.passing) this.phase = 'failed';
    else {
      const copy = this.questions.length === 0 ? readCopy(this.id) : null;
      if (copy !== null) {
        // The wall clock is the only one that lived through the reload; the server corrects it on contact.
        const now = performance.now();
        this.clock.guess(Date.now() + copy.offset, now);
        this.clock.left(copy.reply.attempt.remaining_ms, copy.reply.server_time);
        this.fromCopy = true;
        await this.lay(copy.reply);
      }
      this.later(() => void this.open());
    }
  }

  private later(work: () => void): void {
    this.failures += 1;
    clearTimeout(this.reopen);
    this.reopen = setTimeout(work, backoff(this.failures, this.problem?.retryAfterMs ?? null, Math.random()));
  }

  private makeQueue(store: AnswerStore): AnswerQueue {
    const timed = <T extends { remaining_ms?: number; server_time?: string }>({ body, sent, received }: Timed<T>): T => {
      if (body.server_time !== undefined) {
        this.clock.sample(body.server_time, sent, received);
        if (body.remaining_ms !== undefined) this.clock.left(body.remaining_ms, body.server_time);
      }
      return body;
    };
    return new AnswerQueue({
      attempt: this.id,
      store,
      wire: {
        one: async (slot, body) => timed(await calls.saveOne(this.id, slot, body)),
        many: async (body) => timed(await calls.saveMany(this.id, body)),
      },
      later: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
      changed: () => this.follow(),
    });
  }

  /** Follows what became of the queue. */
  private follow(): void {
    this.beat += 1;
    if (this.phase !== 'running') return;
    if (this.queue?.status === 'superseded') this.phase = 'superseded';
    else if (this.queue?.status === 'signed_out') this.phase = 'signed_out';
    else if (this.queue?.status === 'closed') void this.handIn(null, true);
  }

  /** A look at the clock: what is left, whether the device slept, whether time is up. */
  private look(): void {
    const now = { wall: Date.now(), mono: performance.now() };
    const asleep = slept(now.wall - this.looked.wall, now.mono - this.looked.mono);
    this.looked = now;
    this.remaining = this.clock.remaining();
    if (this.phase !== 'running') return;
    if (asleep) void this.resync();
    if (this.remaining === 0) void this.handIn(this.predicted(), true);
    else if (this.turns()) void this.resync();
  }

  /** Whether the next question's turn has come; asked at most once a second. */
  private turns(): boolean {
    if (this.pace === null || this.pace.slot === this.pace.questions || this.turning) return false;
    if (this.clock.now() < Date.parse(this.pace.closes_at)) return false;
    this.turning = true;
    setTimeout(() => (this.turning = false), 1000);
    return true;
  }

  private predicted(): number | null {
    const answer = this.queue?.answerOf('prediction');
    return answer && 'number' in answer ? answer.number : null;
  }

  /** Asks the server for its clock again, without taking the attempt over. */
  private async resync(): Promise<void> {
    try {
      const { body, sent, received } = await calls.attempt(this.id);
      this.clock.sample(body.server_time, sent, received);
      this.clock.left(body.attempt.remaining_ms, body.server_time);
      if (body.attempt.state !== 'active' && this.phase === 'running') void this.handIn(null, true);
      else this.turn(body);
    } catch {
      // Without an answer the clock goes on as it was; the next ack corrects it.
    }
  }

  private wake = (): void => this.retry();

  private seen = (): void => {
    if (document.visibilityState !== 'visible' || this.phase !== 'running') return;
    this.queue?.retry();
    void this.resync();
  };

  /** The page goes: what is unsent goes along in one call that the browser finishes by itself. */
  private lastWord = (): void => {
    const queue = this.queue;
    const pending = queue?.pending() ?? [];
    if (queue === null || this.phase !== 'running' || pending.length === 0) return;
    calls.saveMany(this.id, { epoch: queue.numbers().epoch, answers: pending }, true).catch(() => undefined);
  };
}

function list(text: string | null): number[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.map(Number) : [];
  } catch {
    return [];
  }
}
