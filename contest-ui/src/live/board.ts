/**
 * A topic that keeps itself fresh, a scoreboard first of all: over the WebSocket while that works, over HTTP while
 * it does not. What comes out is always a whole board, never a change to one.
 */
import type { Board } from '../api/types';

export type Line = 'live' | 'polling' | 'lost';

export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export interface LineParts<T> {
  topic: string;
  connect(): Socket;
  fetch(): Promise<T>;
  later(ms: number, work: () => void): () => void;
  random(): number;
  show(board: T): void;
  line(line: Line): void;
  /** How often it is fetched while there is no socket (ms). */
  pollMs?: number;
}

export type BoardParts = LineParts<Board>;

interface Frame<T> {
  type: string;
  topic?: string;
  epoch?: number | string;
  offset?: number;
  data?: T;
}

const POLL_MS = 5000;
/** After so many failed connections in a row the board is fetched instead, and the socket tried in between. */
const TRIES = 3;
/** A node that goes for an upgrade (1012) sends everyone away at once: they come back spread over this time (ms). */
const RESTART_SPREAD_MS = 15_000;
/** Who could not keep up (1013) rests at least so long (ms), or it would be sent away again at once. */
const SLOW_REST_MS = 5000;
/** Close codes after which the server does not want the client back by itself (api.md 4). */
const FINAL = new Set([1002, 1003, 1007, 1008, 1009]);

export class TopicLine<T> {
  private socket: Socket | null = null;
  private failures = 0;
  private epoch: number | string | null = null;
  private offset = -1;
  private done = false;
  private timers = new Map<string, () => void>();

  constructor(private readonly parts: LineParts<T>) {}

  start(): void {
    this.connect();
  }

  stop(): void {
    this.done = true;
    for (const callOff of this.timers.values()) callOff();
    this.timers.clear();
    this.socket?.close();
  }

  /** Fetches now: the page came back into sight. */
  refresh(): void {
    if (!this.done) void this.poll(false);
  }

  private connect(): void {
    if (this.done) return;
    let socket: Socket;
    try {
      socket = this.parts.connect();
    } catch {
      this.dropped(1006);
      return;
    }
    this.socket = socket;
    socket.onopen = () => this.subscribe();
    socket.onmessage = ({ data }) => this.receive(data);
    socket.onclose = ({ code }) => this.dropped(code);
  }

  private subscribe(): void {
    this.epoch = null;
    this.socket?.send(JSON.stringify({ type: 'subscribe', topics: [this.parts.topic] }));
  }

  private receive(text: unknown): void {
    const frame = read<T>(text);
    if (frame === null || frame.topic !== this.parts.topic || frame.data === undefined) return;
    const gap = frame.type === 'update' && (frame.epoch !== this.epoch || frame.offset !== this.offset + 1);
    if (gap) {
      // Something was missed: the server answers every subscription with a fresh snapshot.
      this.subscribe();
      return;
    }
    this.epoch = frame.epoch ?? null;
    this.offset = frame.offset ?? 0;
    this.failures = 0;
    this.callOff('poll');
    this.parts.line('live');
    this.parts.show(frame.data);
  }

  private dropped(code: number): void {
    this.socket = null;
    if (this.done) return;
    const restart = code === 1012;
    if (!restart) this.failures += 1;
    if (this.failures >= TRIES || FINAL.has(code)) void this.poll(true);
    if (FINAL.has(code)) return;
    const grown = Math.min(30_000, 500 * 2 ** this.failures) * (0.5 + this.parts.random());
    const delay = restart ? RESTART_SPREAD_MS * this.parts.random() : grown + (code === 1013 ? SLOW_REST_MS : 0);
    this.set('connect', delay, () => this.connect());
  }

  private async poll(again: boolean): Promise<void> {
    try {
      const board = await this.parts.fetch();
      if (this.done) return;
      this.parts.show(board);
      if (again) this.parts.line('polling');
    } catch {
      if (!this.done && again) this.parts.line('lost');
    }
    if (again && !this.done) this.set('poll', (this.parts.pollMs ?? POLL_MS) * (0.8 + this.parts.random() * 0.4), () => void this.poll(true));
  }

  private set(name: string, ms: number, work: () => void): void {
    this.callOff(name);
    this.timers.set(
      name,
      this.parts.later(ms, () => {
        this.timers.delete(name);
        work();
      }),
    );
  }

  private callOff(name: string): void {
    this.timers.get(name)?.();
    this.timers.delete(name);
  }
}

function read<T>(text: unknown): Frame<T> | null {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as Frame<T>) : null;
  } catch {
    return null;
  }
}

export class BoardLine extends TopicLine<Board> {}
