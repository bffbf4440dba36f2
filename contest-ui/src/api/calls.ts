/** The calls of a participant, one function each (api.md 3). */
import { at, get, timed, type Timed } from './http';
import type {
  Announcement,
  Answer,
  AttemptReply,
  Board,
  BulkReply,
  Contest,
  ContestSummary,
  Handed,
  List,
  Me,
  Participant,
  PublicReceipt,
  Review,
  RulesPage,
  SaveReply,
  SignedUp,
  SignUp,
  Slot,
  Unit,
  UnitBoard,
} from './types';

export const contests = () => get<List<ContestSummary>>('/contests');

export const contest = (slug: string): Promise<Timed<Contest>> => timed<Contest>('GET', at`/contests/${slug}`);

export const rules = (slug: string) => get<RulesPage>(at`/contests/${slug}/rules`);

/** What organisers say at the moment. */
export const announcements = (slug: string) => get<List<Announcement>>(at`/contests/${slug}/announcements`);

export const units = (slug: string, q: string) => get<List<Unit>>(at`/contests/${slug}/units?q=${q}`);

export const signUp = (slug: string, body: SignUp, key: string) =>
  timed<SignedUp>('POST', at`/contests/${slug}/participants`, { body, key });

export const signIn = (slug: string, identity: Record<string, string>, sign_in_code: string) =>
  timed<{ participant: Participant }>('POST', at`/contests/${slug}/sessions`, { body: { identity, sign_in_code } });

export const signOut = (slug: string) => timed<null>('DELETE', at`/contests/${slug}/sessions`);

export const me = (slug: string) => get<Me>(at`/contests/${slug}/participants/me`);

/** Gives what the contest asks for after answering. */
export const complete = (slug: string, fields: Record<string, string>) =>
  timed<Me>('PATCH', at`/contests/${slug}/participants/me`, { body: { fields } });

export const startAttempt = (round: string, device: string, key: string, code?: string) =>
  timed<AttemptReply>('POST', at`/rounds/${round}/attempts`, { body: code ? { device, code } : { device }, key });

export const attempt = (id: string) => timed<AttemptReply>('GET', at`/attempts/${id}`);

/** Where the pictures of an own paper are; a browser keeps them, for their name is their content. */
export const pictureOf = (id: string) => (digest: string) => `/api/v1${at`/attempts/${id}/media/${digest}`}`;

export const saveOne = (id: string, slot: Slot, body: { epoch: number; seq: number; answer: Answer }) =>
  timed<SaveReply>('PUT', at`/attempts/${id}/answers/${slot}`, { body, timeoutMs: 10_000 });

export const saveMany = (
  id: string,
  body: { epoch: number; answers: { slot: Slot; seq: number; answer: Answer }[] },
  keepalive = false,
) => timed<BulkReply>('PUT', at`/attempts/${id}/answers`, { body, timeoutMs: 15_000, keepalive });

export interface HandInBody {
  epoch: number;
  final_seq: number;
  last?: { slot: number; seq: number }[];
  prediction?: number;
}

export const handIn = (id: string, body: HandInBody) => timed<Handed>('POST', at`/attempts/${id}/submission`, { body });

export const review = (id: string) => get<Review>(at`/attempts/${id}/review`);

export const receipt = (code: string) => get<PublicReceipt>(at`/receipts/${code}`);

export const board = (round: string, query: string) => get<Board>(at`/rounds/${round}/scoreboard` + query);

export const unitBoard = (slug: string) => get<UnitBoard>(at`/contests/${slug}/scoreboards/units`);
