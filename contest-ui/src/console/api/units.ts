/** The calls about units: the tree, its changes, files in and out, and units that register themselves. */
import { at, timed } from '../../api/http';
import type { Listed } from '../parts/listing.svelte';
import { queryOf } from '../routes';
import { call, upload } from './http';
import type { UnitRef } from './staff-types';
import type { Registration, RegistrationBody, Unit, UnitBody, UnitDetail, UnitImport } from './unit-types';

type Query = Record<string, string>;

export const units = (query: Query) => call<Listed<Unit>>('GET', `/units${queryOf(query)}`);
export const unit = (code: string) => call<UnitDetail>('GET', at`/units/${code}`);
export const createUnit = (body: UnitBody) => call<Unit>('POST', '/units', { body });
export const changeUnit = (code: string, body: Partial<Omit<UnitBody, 'code'>>) => call<Unit>('PATCH', at`/units/${code}`, { body });
export const mergeUnit = (code: string, into: string[], on: string) => call<{ moved: number }>('POST', at`/units/${code}/merge`, { body: { into, on } });
/** Which of today's units a former one became. */
export const resolveUnit = (code: string, on: string) => call<{ items: Unit[] }>('GET', `/units/resolve${queryOf({ code, on })}`);
export const exportAddress = (format: 'csv' | 'xlsx'): string => `/api/v1/units/export?format=${format}`;

/** Reads a list of units and says what would become of it; with `dryRun` false it is done. */
export function sendUnits(file: File, dryRun: boolean, progress: (share: number) => void): { reply: Promise<UnitImport>; stop: () => void } {
  const form = new FormData();
  form.append('dry_run', String(dryRun));
  form.append('file', file);
  return upload<UnitImport>('/units/import', form, progress);
}

export const registrations = (query: Query) => call<Listed<Registration>>('GET', `/unit-registrations${queryOf(query)}`);
export const approveRegistration = (id: string, code: string, invite: boolean) =>
  call<{ unit: UnitRef; invitation: { link: string } | null }>('POST', at`/unit-registrations/${id}/approval`, { body: { code, invite } });
export const refuseRegistration = (id: string, reason: string) => call<unknown>('POST', at`/unit-registrations/${id}/refusal`, { body: { reason } });

// For people who have not signed in.
export const register = async (body: RegistrationBody): Promise<{ id: string }> => (await timed<{ id: string }>('POST', '/unit-registrations', { body })).body;
/** Units under which somebody may register one. */
export const registrationParents = async (q: string): Promise<{ items: Pick<Unit, 'code' | 'name' | 'path'>[] }> => {
  const { body } = await timed<{ items: (UnitRef & { parent: UnitRef | null })[] }>('GET', `/unit-registrations/parents${queryOf({ q })}`);
  return { items: body.items.map(({ code, name, parent }) => ({ code, name, path: parent === null ? [] : [parent] })) };
};
