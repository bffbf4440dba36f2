/**
 * A draft under somebody's hands: what it is now, whether the server has it, and what can be taken back.
 * It saves itself a moment after the last change; what the server says of the document (findings, rules, what
 * banks can give) comes back with every save.
 */
import { Problem } from '../../../api/problem';
import { backoff } from '../../../exam/backoff';
import type { ContestDraft, Finding } from '../../api/contest-types';
import * as contests from '../../api/contests';
import { at, put, type ContestDocument } from '../document';
import { about } from '../findings';
import { History } from '../history';

/** `lost` is tried again by itself; `stale` and `refused` wait for the person. */
export type Saving = 'saved' | 'waiting' | 'saving' | 'lost' | 'stale' | 'refused';

const PAUSE_MS = 700;

export class Work {
  document = $state.raw<ContestDocument>({});
  told = $state.raw<ContestDraft>() as ContestDraft;
  saving = $state<Saving>('saved');
  problem = $state.raw<Problem | null>(null);
  undoes = $state(false);
  redoes = $state(false);
  /** Steps that the person has seen through: what is missing there is worth saying beside the field. */
  seen = $state.raw<readonly string[]>([]);
  private readonly history: History<ContestDocument>;
  /** What the server has. */
  private sent: ContestDocument;
  private running: Promise<boolean> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  constructor(draft: ContestDraft) {
    this.told = draft;
    this.document = draft.document;
    this.sent = draft.document;
    this.history = new History(draft.document);
  }

  get id(): string {
    return this.told.id;
  }

  /** Whether something is not with the server yet. */
  get dirty(): boolean {
    return this.sent !== this.document;
  }

  get(pointer: string): unknown {
    return at(this.document, pointer);
  }

  text(pointer: string): string {
    const value = this.get(pointer);
    return typeof value === 'string' ? value : '';
  }

  /** Another value at a pointer; undefined leaves the key out. */
  set(pointer: string, value: unknown): void {
    this.change(put(this.document, pointer, value), pointer);
  }

  /** A change in several places that is taken back as one. */
  change(next: ContestDocument, place: string): void {
    this.history.change(next, place, Date.now());
    this.follow();
  }

  undo(): void {
    this.history.undo();
    this.follow();
  }

  redo(): void {
    this.history.redo();
    this.follow();
  }

  findings(pointer: string, within = false): Finding[] {
    return about(this.told.findings, pointer, within);
  }

  private follow(): void {
    this.document = this.history.value;
    this.undoes = this.history.undoes;
    this.redoes = this.history.redoes;
    if (this.saving === 'stale') return;
    if (this.saving !== 'saving') this.saving = 'waiting';
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), PAUSE_MS);
  }

  /** Sends what is not with the server yet; gives whether it has everything now. */
  flush = (): Promise<boolean> => {
    clearTimeout(this.timer);
    if (this.saving === 'stale') return Promise.resolve(false);
    this.running ??= this.send().finally(() => (this.running = null));
    return this.running;
  };

  private async send(): Promise<boolean> {
    while (this.dirty) {
      const sending = this.document;
      this.saving = 'saving';
      try {
        this.told = await contests.saveDraft(this.id, this.told.revision, sending);
        this.sent = sending;
        this.problem = null;
        this.failures = 0;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        this.problem = error;
        this.saving = error.code === 'draft.stale' ? 'stale' : error.passing || error.status === 401 ? 'lost' : 'refused';
        if (this.saving === 'lost' && error.status !== 401) {
          this.failures += 1;
          this.timer = setTimeout(() => void this.flush(), backoff(this.failures, error.retryAfterMs, Math.random()));
        }
        return false;
      }
    }
    this.saving = 'saved';
    return true;
  }

  /** Begins anew with another state of the draft: somebody else's, or a file that was brought in. */
  replace(draft: ContestDraft): void {
    clearTimeout(this.timer);
    this.told = draft;
    this.sent = draft.document;
    this.history.reset(draft.document);
    this.document = draft.document;
    [this.undoes, this.redoes, this.saving, this.problem] = [false, false, 'saved', null];
  }

  /** Asks anew what the server says of the document: a dry run ticks a line of the checklist without changing it. */
  async look(): Promise<void> {
    const now = await contests.draft(this.id);
    if (now.revision === this.told.revision) this.told = now;
  }

  /** Takes what somebody else saved, and with it everything of one's own since. */
  async takeTheirs(): Promise<void> {
    this.replace(await contests.draft(this.id));
  }

  /** Puts the own state above what somebody else saved. */
  async keepMine(): Promise<void> {
    const theirs = await contests.draft(this.id);
    this.told = { ...theirs, document: this.told.document };
    this.sent = theirs.document;
    this.saving = 'waiting';
    this.problem = null;
    await this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
