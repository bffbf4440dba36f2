/** What one screen has just received and the next one needs, so that nobody waits for it twice. */
import type { Timed } from '../api/http';
import type { AttemptReply, Handed } from '../api/types';

let started: Timed<AttemptReply> | null = null;
let handed: { attempt: string; reply: Handed } | null = null;

export function passStarted(reply: Timed<AttemptReply>): void {
  started = reply;
}

/** The reply that started (or took over) this attempt, once. */
export function takeStarted(attempt: string): Timed<AttemptReply> | null {
  const reply = started?.body.attempt.id === attempt ? started : null;
  started = null;
  return reply;
}

export function passHanded(attempt: string, reply: Handed): void {
  handed = { attempt, reply };
}

export function lastHanded(attempt: string): Handed | null {
  return handed?.attempt === attempt ? handed.reply : null;
}
