/** The calls of the question bank, one function each. */
import { at } from '../../api/http';
import { queryOf } from '../routes';
import { call, upload } from './http';
import type {
  At,
  Bank,
  BankQuestion,
  BlueprintCell,
  Committed,
  Draft,
  Facets,
  Feasibility,
  FieldChange,
  Format,
  Import,
  ImportItem,
  ItemPage,
  Law,
  LawDocument,
  LawImport,
  Page,
  Quality,
  RowPage,
  Supply,
  Task,
  Verdict,
} from './types';

type Query = Record<string, string>;

export const banks = () => call<Page<Bank>>('GET', '/banks');
export const createBank = (code: string, title: string) => call<{ code: string; title: string }>('POST', '/banks', { body: { code, title } });
export const changeBank = (code: string, body: { title?: string; approvals?: number }) => call<unknown>('PATCH', at`/banks/${code}`, { body });
export const facets = (bank: string) => call<Facets>('GET', at`/banks/${bank}/facets`);
export const questions = (bank: string, query: Query) => call<RowPage>('GET', at`/banks/${bank}/questions` + queryOf(query));
export const createQuestion = (bank: string, draft: Draft) => call<BankQuestion>('POST', at`/banks/${bank}/questions`, { body: draft });

export interface BulkSet {
  topic?: string;
  level?: number;
  add_laws?: Law[];
  remove_laws?: string[];
}
export const bulk = (bank: string, ids: string[], set: BulkSet) =>
  call<{ changed: number; unchanged: number }>('POST', at`/banks/${bank}/bulk`, { body: { questions: ids, set } });

export const question = (id: string) => call<BankQuestion>('GET', at`/questions/${id}`);
export const version = (id: string, n: number) => call<{ version: number; draft: Draft }>('GET', at`/questions/${id}/versions/${n}`);
export const difference = (id: string, from: number, to: number) => call<Page<FieldChange>>('GET', at`/questions/${id}/difference?from=${from}&to=${to}`);
export const save = (id: string, base_version: number, draft: Draft, note: string) =>
  call<BankQuestion>('POST', at`/questions/${id}/versions`, { body: { base_version, draft, ...(note !== '' && { note }) } });
export const review = (id: string, version: number, verdict: Verdict, comment: string) =>
  call<BankQuestion>('POST', at`/questions/${id}/reviews`, { body: { version, verdict, ...(comment !== '' && { comment }) } });
export const comment = (id: string, text: string) => call<unknown>('POST', at`/questions/${id}/comments`, { body: { text } });
export const retire = (id: string, reason: string) => call<BankQuestion>('POST', at`/questions/${id}/retire`, { body: { reason } });
export const restore = (id: string) => call<BankQuestion>('POST', at`/questions/${id}/restore`, { body: {} });
export const reviews = (query: Query) => call<Page<Task>>('GET', `/reviews${queryOf(query)}`);

/** A number of a document has slashes of its own, which stay slashes in the path. */
const lawPath = (number: string): string => `/laws/${number.split('/').map(encodeURIComponent).join('/')}`;
export const laws = (query: Query) => call<Page<LawDocument>>('GET', `/laws${queryOf(query)}`);
export const putLaw = (number: string, body: Omit<LawDocument, 'number' | 'questions'>) => call<unknown>('PUT', lawPath(number), { body });
export const deleteLaw = (number: string) => call<null>('DELETE', lawPath(number));
export const importLaws = (csv: string, dry_run: boolean) => call<LawImport>('POST', '/laws/import', { body: { csv, dry_run } });

export const supply = (bank: string, as_of: string) => call<Supply>('GET', at`/banks/${bank}/supply?as_of=${as_of}`);
export const feasibility = (bank: string, as_of: string, blueprint: BlueprintCell[], two_people: boolean) =>
  call<Feasibility>('POST', at`/banks/${bank}/feasibility`, { body: { as_of, blueprint, two_people } });
export const quality = (bank: string) => call<Quality>('GET', at`/banks/${bank}/quality`);
export const losses = (bank: string, format: Format) => call<Page<At>>('GET', at`/banks/${bank}/export-losses?format=${format}`);
export const exportAddress = (bank: string, format: Format, keys: boolean): string =>
  `/api/v1${at`/banks/${bank}/export?format=${format}&keys=${String(keys)}`}`;

export const sendFile = (form: FormData, progress: (share: number) => void) => upload<Import>('/imports', form, progress);
export const imports = () => call<Page<Import>>('GET', '/imports');
export const oneImport = (id: string) => call<Import>('GET', at`/imports/${id}`);
export const importItems = (id: string, query: Query) => call<ItemPage>('GET', at`/imports/${id}/items` + queryOf(query));
export const patchItem = (id: string, position: number, body: { draft: Draft } | { skip: boolean }) =>
  call<ImportItem>('PATCH', at`/imports/${id}/items/${position}`, { body });
export const commit = (id: string, body: { as: 'draft' | 'approved'; all_or_nothing: boolean }) =>
  call<Committed>('POST', at`/imports/${id}/commit`, { body });
export const dropImport = (id: string) => call<null>('DELETE', at`/imports/${id}`);

/** Where the pictures of questions are, for those who may read the bank. */
export const picture = (digest: string): string => `/api/v1${at`/media/${digest}`}`;
