/** What waits for somebody, as the first page of the console asks for it. */
import { queryOf } from '../routes';
import { call } from './http';
import type { Page } from './types';

export interface WaitingRound {
  id: string;
  code: string;
  title: string;
  state: string;
  opens_at: string;
  closes_at: string;
}

export interface WaitingContest {
  slug: string;
  title: string;
  rounds: WaitingRound[];
  people: number;
  attempts: number;
}

export interface WaitingDraft {
  id: string;
  title: string;
  updated_at: string;
  by: { name: string };
  complete: boolean;
}

export const runningContests = () => call<Page<WaitingContest>>('GET', `/contests/managed${queryOf({ state: 'open' })}`);
export const comingContests = () => call<Page<WaitingContest>>('GET', `/contests/managed${queryOf({ state: 'scheduled' })}`);
export const openDrafts = () => call<Page<WaitingDraft>>('GET', '/contest-drafts');
