/** Where answers wait on this device until the server has them. */
import type { Answer, Slot } from '../api/types';

/** One answer that the server has not acknowledged yet. */
export interface Waiting {
  slot: Slot;
  epoch: number;
  seq: number;
  answer: Answer;
}

export interface AnswerStore {
  /** False when answers will not survive the tab. */
  readonly durable: boolean;
  read(attempt: string): Promise<Waiting[]>;
  write(attempt: string, entry: Waiting): Promise<void>;
  /** Forgets the slot's answer, unless a newer one took its place. */
  remove(attempt: string, slot: Slot, seq: number): Promise<void>;
  clear(attempt: string): Promise<void>;
}

/** Keeps answers in this tab only: the last resort of a browser that grants no storage. */
export function memoryStore(): AnswerStore {
  const kept = new Map<string, Map<Slot, Waiting>>();
  const of = (attempt: string): Map<Slot, Waiting> => {
    const found = kept.get(attempt) ?? new Map<Slot, Waiting>();
    kept.set(attempt, found);
    return found;
  };
  return {
    durable: false,
    read: async (attempt) => [...of(attempt).values()].map((entry) => ({ ...entry })),
    write: async (attempt, entry) => {
      of(attempt).set(entry.slot, { ...entry });
    },
    remove: async (attempt, slot, seq) => {
      if (of(attempt).get(slot)?.seq === seq) of(attempt).delete(slot);
    },
    clear: async (attempt) => {
      kept.delete(attempt);
    },
  };
}
