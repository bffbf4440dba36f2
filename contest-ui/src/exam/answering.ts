/** What a question card needs of where it stands: an exam, or a look at one before it is published. */
import type { Answer, Slot } from '../api/types';
import type { SlotState } from './queue';

export interface Answering {
  readonly id: string;
  readonly flags: readonly number[];
  readonly writable: boolean;
  answerOf(slot: Slot): Answer | null;
  stateOf(slot: Slot): SlotState | null;
  blank(slot: Slot): boolean;
  answer(slot: Slot, answer: Answer): void;
  flag(slot: number): void;
}
