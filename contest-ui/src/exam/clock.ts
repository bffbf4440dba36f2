/**
 * The server's clock, as well as this device can know it.
 *
 * Every reply that names `server_time` is a sample: the server wrote it at some moment between sending
 * the call and receiving the answer, so the middle is off by at most half the round trip. The best
 * sample is kept; one that cannot be reconciled with it (the device slept, its clock was changed)
 * replaces it. The person's own clock is never used.
 */

/** How fast a monotonic clock may wander, as a share of elapsed time (100 ppm is a poor quartz). */
const DRIFT = 1e-4;

export class ServerClock {
  private offset: number | null = null;
  private error = Infinity;
  private sampledAt = 0;
  private due: number | null = null;

  constructor(private readonly mono: () => number = () => performance.now()) {}

  /** Takes a reply's `server_time` (RFC 3339) with the monotonic moments around the call. */
  sample(serverTime: string, sent: number, received: number): void {
    const server = Date.parse(serverTime);
    if (Number.isNaN(server)) return;
    const offset = server - (sent + received) / 2;
    const error = (received - sent) / 2;
    const aged = this.error + (received - this.sampledAt) * DRIFT;
    const apart = this.offset === null ? Infinity : Math.abs(offset - this.offset);
    if (error <= aged || apart > error + aged) {
      this.offset = offset;
      this.error = error;
      this.sampledAt = received;
    }
  }

  /** Takes a server time (ms) that was only worked out from the device's wall clock; any real sample beats it. */
  guess(server: number, mono: number): void {
    this.offset = server - mono;
    this.error = 5000;
    this.sampledAt = mono;
  }

  /** Takes what a reply says is left; the deadline follows without the error of the round trip. */
  left(remainingMs: number, serverTime: string): void {
    const server = Date.parse(serverTime);
    if (!Number.isNaN(server)) this.due = server + remainingMs;
  }

  get known(): boolean {
    return this.offset !== null;
  }

  /** Half-width of the interval in which the server's time lies, in ms. */
  get uncertainty(): number {
    return this.error;
  }

  /** Server time now, ms since 1970. */
  now(): number {
    return this.mono() + (this.offset ?? 0);
  }

  /** Milliseconds until the deadline, never below 0; null before anything is known. */
  remaining(): number | null {
    if (this.offset === null || this.due === null) return null;
    return Math.max(0, this.due - this.now());
  }
}

/** The moments a screen reader is told, in ms before the end: 10, 5 and 1 minutes, and the end. */
export const THRESHOLDS = [600_000, 300_000, 60_000, 0] as const;

/** The lowest threshold that lies between two looks at the clock; null when none was passed. */
export function crossed(before: number, after: number): number | null {
  let found: number | null = null;
  for (const threshold of THRESHOLDS) {
    if (before > threshold && after <= threshold) found = threshold;
  }
  return found;
}

export type Urgency = 'calm' | 'soon' | 'last';

/** Colour and word change at five minutes and at one. */
export function urgency(remainingMs: number): Urgency {
  if (remainingMs <= 60_000) return 'last';
  return remainingMs <= 300_000 ? 'soon' : 'calm';
}

export interface TimeLeft {
  minutes: number;
  /** Null while more than five minutes remain: seconds would only frighten. */
  seconds: number | null;
}

/** What the clock shows: whole minutes until five remain, then minutes and seconds. */
export function shown(remainingMs: number): TimeLeft {
  if (remainingMs > 300_000) return { minutes: Math.ceil(remainingMs / 60_000), seconds: null };
  const whole = Math.ceil(remainingMs / 1000);
  return { minutes: Math.floor(whole / 60), seconds: whole % 60 };
}

/**
 * Whether the device slept or its clock was set between two looks: wall time and monotonic time
 * went apart by more than a second and a half. Then the server is asked again.
 */
export function slept(wallDelta: number, monoDelta: number): boolean {
  return Math.abs(wallDelta - monoDelta) > 1500;
}
