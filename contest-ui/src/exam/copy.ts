/**
 * A copy of a running paper on this device, so that a page reloaded without a network can go on.
 * It is made only after the attempt started and goes when the attempt is handed in.
 */
import type { AttemptReply } from '../api/types';
import { forget, recall, remember } from './device';

interface Copy {
  reply: AttemptReply;
  /** Server time minus the device's wall clock when the copy was made, ms. */
  offset: number;
}

const key = (attempt: string): string => `paper.${attempt}`;

export function keepCopy(reply: AttemptReply, serverNow: number): void {
  const copy: Copy = { reply, offset: serverNow - Date.now() };
  remember(key(reply.attempt.id), JSON.stringify(copy));
}

export function readCopy(attempt: string): Copy | null {
  const text = recall(key(attempt));
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text) as Copy;
  } catch {
    return null;
  }
}

export function dropCopy(attempt: string): void {
  forget(key(attempt));
}
