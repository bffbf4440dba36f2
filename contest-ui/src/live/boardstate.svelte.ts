/** The scoreboard of a round as state: the live line, and where I stand in it. */
import * as calls from '../api/calls';
import { at } from '../api/http';
import { Problem } from '../api/problem';
import type { Board, Standing } from '../api/types';
import { liveAddress } from './address';
import { BoardLine, type Line, type Socket } from './board';

/** Own place is asked for at most this often, however fast the board moves. */
const OWN_MS = 5000;

export class BoardState {
  board = $state.raw<Board | null>(null);
  me = $state.raw<Board['me']>(null);
  around = $state.raw<readonly Standing[]>([]);
  /** Code of the group that is shown alone; empty: everyone. */
  group = $state('');
  /** The board of that group; it follows the live one by asking. */
  ofGroup = $state.raw<Board | null>(null);
  line = $state<Line>('polling');
  problem = $state.raw<Problem | null>(null);
  /** Device time (ms) at which the board last came. */
  cameAt = $state(Date.now());
  private live: BoardLine | null = null;
  private ownTimer: ReturnType<typeof setTimeout> | undefined;
  private ownAt = 0;
  private gone = false;

  constructor(readonly round: string) {}

  async enter(): Promise<void> {
    try {
      this.show(await calls.board(this.round, '?limit=50'));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problem = error;
      if (!error.passing) return;
    }
    if (this.gone) return;
    this.live = new BoardLine({
      topic: `round:${this.round}:scoreboard`,
      connect: () => new WebSocket(liveAddress(), 'thiluat.v1') as Socket,
      fetch: () => calls.board(this.round, '?limit=50'),
      later: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
      show: (board) => this.show(board),
      line: (line) => (this.line = line),
    });
    this.live.start();
    document.addEventListener('visibilitychange', this.seen);
  }

  leave(): void {
    this.gone = true;
    this.live?.stop();
    clearTimeout(this.ownTimer);
    document.removeEventListener('visibilitychange', this.seen);
  }

  private show(board: Board): void {
    if (this.gone) return;
    const moved = this.board?.version !== board.version;
    this.board = board;
    this.cameAt = Date.now();
    this.problem = null;
    if (moved) this.askOwn();
  }

  /** Shows one group (bảng), or everyone again. */
  choose(group: string): void {
    this.group = group;
    this.ofGroup = null;
    if (group !== '') void this.askGroup();
  }

  private async askGroup(): Promise<void> {
    const group = this.group;
    if (group === '') return;
    try {
      const board = await calls.board(this.round, at`?limit=${50}&group=${group}`);
      if (!this.gone && group === this.group) this.ofGroup = board;
    } catch {
      // The group's board stays as it was and is asked for again with the next change.
    }
  }

  /** Asks for the own place soon, and not more often than the board deserves. */
  private askOwn(): void {
    clearTimeout(this.ownTimer);
    const wait = Math.max(0, this.ownAt + OWN_MS - Date.now()) + (this.ownAt === 0 ? 0 : Math.random() * 1000);
    this.ownTimer = setTimeout(() => void this.own(), wait);
  }

  private async own(): Promise<void> {
    this.ownAt = Date.now();
    void this.askGroup();
    try {
      const board = await calls.board(this.round, at`?around=me&limit=${11}`);
      if (this.gone) return;
      this.me = board.me ?? null;
      this.around = this.me === null ? [] : board.entries;
    } catch {
      // Who is not signed in sees the public board; a lost call comes again with the next change.
    }
  }

  private seen = (): void => {
    if (document.visibilityState === 'visible') this.live?.refresh();
  };
}
