/** The calls of a contest that runs: its people, its monitor, what it grants and says. */
import { at } from '../../api/http';
import { queryOf } from '../routes';
import { fetchFile } from './files';
import { call, upload } from './http';
import type { Totalled } from './contest-types';
import type { Announcement, Grant, GrantTo, Incident, MonitorView, ParticipantDetail, ParticipantRow, RosterResult, Slip } from './running-types';
import type { Page } from './types';

type Query = Record<string, string>;

export const participants = (slug: string, query: Query) => call<Totalled<ParticipantRow>>('GET', at`/contests/${slug}/participants` + queryOf(query));
export const participant = (slug: string, id: string) => call<ParticipantDetail>('GET', at`/contests/${slug}/participants/${id}`);
export const correct = (slug: string, id: string, fields: Record<string, string>, reason: string) =>
  call<ParticipantDetail>('PATCH', at`/contests/${slug}/participants/${id}`, { body: { fields, reason } });
export const exclude = (slug: string, id: string, reason: string) =>
  call<ParticipantDetail>('POST', at`/contests/${slug}/participants/${id}/exclusion`, { body: { reason } });
export const readmit = (slug: string, id: string, reason: string) =>
  call<ParticipantDetail>('DELETE', at`/contests/${slug}/participants/${id}/exclusion`, { body: { reason } });
export const newCode = (slug: string, id: string, reason: string) =>
  call<{ participant: { id: string; number: number }; sign_in_code: string }>('POST', at`/contests/${slug}/participants/${id}/code`, { body: { reason } });
export const exportPeople = (slug: string, format: 'xlsx' | 'csv') => fetchFile('GET', at`/contests/${slug}/participants/export?format=${format}`);
export const exportMatrix = (round: string, format: 'xlsx' | 'csv') => fetchFile('GET', at`/rounds/${round}/matrix?format=${format}`);

export const sendRoster = (slug: string, form: FormData, progress: (share: number) => void) =>
  upload<RosterResult>(at`/contests/${slug}/rosters`, form, progress);
export const slipsToPrint = (slug: string, slips: readonly Slip[]) => fetchFile('POST', at`/contests/${slug}/slips.pdf`, { slips });

export const monitor = (slug: string, round: string) => call<MonitorView>('GET', at`/contests/${slug}/monitor` + queryOf({ round }), { timeoutMs: 8000 });
export const extend = (round: string, to: GrantTo, seconds: number, reason: string) =>
  call<{ people: number; moved: number }>('POST', at`/rounds/${round}/extensions`, { body: { to, seconds, reason } });
export const giveBack = (round: string, to: GrantTo, attempts: number, reason: string) =>
  call<{ people: number }>('POST', at`/rounds/${round}/give-backs`, { body: { to, attempts, reason } });
export const grants = (round: string) => call<Page<Grant>>('GET', at`/rounds/${round}/grants`);

export const announcements = (slug: string) => call<Page<Announcement>>('GET', at`/contests/${slug}/announcements`);
export const announce = (slug: string, body: { text: string; text_en?: string; round?: string; until?: string }) =>
  call<Announcement>('POST', at`/contests/${slug}/announcements`, { body });
export const withdraw = (slug: string, id: string) => call<null>('DELETE', at`/contests/${slug}/announcements/${id}`);
export const incidents = (slug: string) => call<Page<Incident>>('GET', at`/contests/${slug}/incidents`);
export const note = (slug: string, body: { text: string; round?: string; at?: string }) => call<Incident>('POST', at`/contests/${slug}/incidents`, { body });
