/** The calls for contests, drafts, templates, packages and what other sites may show, one function each. */
import { at } from '../../api/http';
import type { Answer } from '../../api/types';
import type { ContestDocument } from '../contests/document';
import { queryOf } from '../routes';
import { fetchFile } from './files';
import { call, upload } from './http';
import type {
  ContestDraft,
  DraftRow,
  DraftSource,
  DryRun,
  DryRunMarks,
  ManagedContest,
  PackageLook,
  Published,
  Referral,
  Template,
  Totalled,
  UnitRow,
} from './contest-types';
import type { Page } from './types';

type Query = Record<string, string>;

export const managed = (query: Query) => call<Totalled<ManagedContest>>('GET', `/contests/managed${queryOf(query)}`);
/** The one contest of that slug, or null: the list is the only place that tells staff of it, and it searches slugs too. */
export const oneManaged = async (slug: string): Promise<ManagedContest | null> =>
  (await managed({ q: slug, limit: '50' })).items.find((contest) => contest.slug === slug) ?? null;
export const units = (query: Query) => call<Totalled<UnitRow>>('GET', `/units${queryOf(query)}`);
export const unit = (code: string) => call<UnitRow>('GET', at`/units/${code}`);

export const drafts = () => call<Page<DraftRow>>('GET', '/contest-drafts');
export const createDraft = (title: string, from: DraftSource | null) =>
  call<ContestDraft>('POST', '/contest-drafts', { body: { title, ...(from !== null && { from }) } });
/** A draft that will change the contest of that slug: `from {contest}` is read so; a copy is made by `contests/begin.ts`. */
export const changeContest = (slug: string, title: string) => createDraft(title, { contest: slug });
export const draft = (id: string) => call<ContestDraft>('GET', at`/contest-drafts/${id}`);
export const saveDraft = (id: string, revision: number, document: ContestDocument) =>
  call<ContestDraft>('PUT', at`/contest-drafts/${id}`, { body: { revision, document } });
export const dropDraft = (id: string) => call<null>('DELETE', at`/contest-drafts/${id}`);
export const draftFile = (id: string) => fetchFile('GET', at`/contest-drafts/${id}/file`);
export const replaceFile = (id: string, revision: number, text: string) =>
  call<ContestDraft>('PUT', at`/contest-drafts/${id}/file`, { body: { revision, text } });
export const publish = (id: string, revision: number, confirm: string) =>
  call<Published>('POST', at`/contest-drafts/${id}/publication`, { body: { revision, confirm } });
export const dryRun = (id: string, round: string, group: string) =>
  call<DryRun>('POST', at`/contest-drafts/${id}/dry-run`, { body: { round, ...(group !== '' && { group }) } });
export const dryRunMarks = (
  id: string,
  body: { round: string; group?: string; seed: string; answers: { slot: number; answer: Answer }[]; prediction?: number },
) => call<DryRunMarks>('POST', at`/contest-drafts/${id}/dry-run/marks`, { body });

/** By hand: opening and closing beat the window; `now` hands in what is still running. */
export const openRound = (id: string) => call<unknown>('POST', at`/rounds/${id}/open`, { body: {} });
export const closeRound = (id: string, now: boolean) => call<unknown>('POST', at`/rounds/${id}/close`, { body: { now } });
export const reopenRound = (id: string) => call<unknown>('POST', at`/rounds/${id}/reopen`, { body: {} });

export const contestFile = (slug: string) => fetchFile('GET', at`/contests/${slug}/file`);
export const openPackage = (slug: string) => fetchFile('GET', at`/contests/${slug}/package?keys=open`);
export const sealedPackage = (slug: string, passphrase: string) => fetchFile('POST', at`/contests/${slug}/package`, { passphrase });
export const sendPackage = (form: FormData, progress: (share: number) => void) => upload<PackageLook>('/packages', form, progress);

export const templates = () => call<Page<Template>>('GET', '/templates');
export const saveTemplate = (body: { contest: string; title: string; summary: string; with_banks: boolean; shared: boolean }) =>
  call<unknown>('POST', '/templates', { body });
export const dropTemplate = (id: string) => call<null>('DELETE', at`/templates/${id}`);

export const sites = (slug: string) => call<Page<{ origin: string }>>('GET', at`/contests/${slug}/sites`);
export const addSite = (slug: string, origin: string) => call<unknown>('POST', at`/contests/${slug}/sites`, { body: { origin } });
export const dropSite = (slug: string, origin: string) => call<null>('DELETE', at`/contests/${slug}/sites`, { body: { origin } });
export const referrals = (slug: string) => call<Page<Referral>>('GET', at`/contests/${slug}/referrals`);
/** The picture that Zalo and Facebook show; of a unit where one is named. */
export const shareCard = (slug: string, unit: string): string => `/api/v1${at`/contests/${slug}/share.png`}${queryOf({ unit })}`;
export const poster = (slug: string, unit: string) => fetchFile('GET', at`/contests/${slug}/poster.pdf` + queryOf({ unit }));
