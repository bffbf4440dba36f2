/** The calls about staff: who may work here, how they prove who they are, and what they are told. */
import { at, timed } from '../../api/http';
import { queryOf } from '../routes';
import type { Listed } from '../parts/listing.svelte';
import { call } from './http';
import type {
  AuditRow,
  InvitationLook,
  Member,
  Notice,
  NoticeKind,
  NoticeSettings,
  OnceLink,
  OwnSession,
  StaffCard,
  TotpStart,
  Webhook,
} from './staff-types';

type Query = Record<string, string>;

export interface MemberChange {
  name?: string;
  role?: string;
  /** Code of the unit; null acts for the whole platform. */
  unit?: string | null;
  disabled?: boolean;
}

export const members = (query: Query) => call<Listed<Member>>('GET', `/staff${queryOf(query)}`);
export const changeMember = (id: string, body: MemberChange) => call<Member>('PATCH', at`/staff/${id}`, { body });
export const recoverMember = (id: string) => call<OnceLink>('POST', at`/staff/${id}/recovery`, { body: {} });
export const invite = (body: { email: string; name: string; role: string; unit: string | null }) =>
  call<OnceLink & { id: string }>('POST', '/staff/invitations', { body });
export const inviteAgain = (id: string) => call<OnceLink & { id: string }>('POST', at`/staff/invitations/${id}/again`, { body: {} });
export const withdrawInvitation = (id: string) => call<null>('DELETE', at`/staff/invitations/${id}`);

// These are for people who have not signed in: a refusal must not be taken for the end of a session.
export const lookAtInvitation = async (token: string): Promise<InvitationLook> =>
  (await timed<InvitationLook>('POST', '/staff/invitations/look', { body: { token } })).body;
export const acceptInvitation = async (token: string, name: string, password: string): Promise<StaffCard> =>
  (await timed<{ staff: StaffCard }>('POST', '/staff/invitations/accept', { body: { token, name, password } })).body.staff;
export const askRecovery = async (email: string): Promise<void> => void (await timed<unknown>('POST', '/staff/recovery', { body: { email } }));
export const completeRecovery = async (token: string, password: string): Promise<void> =>
  void (await timed<null>('POST', '/staff/recovery/complete', { body: { token, password } }));
export const stepUp = async (proof: { password?: string; code?: string }): Promise<StaffCard> =>
  (await timed<StaffCard>('POST', '/staff/session/step-up', { body: proof })).body;

export const ownSessions = () => call<Listed<OwnSession>>('GET', '/staff/me/sessions');
export const endSession = (id: string) => call<null>('DELETE', at`/staff/me/sessions/${id}`);
export const endOtherSessions = () => call<null>('DELETE', '/staff/me/sessions');
export const changePassword = (current: string, next: string) => call<null>('POST', '/staff/me/password', { body: { current, new: next } });
export const startTotp = () => call<TotpStart>('POST', '/staff/me/totp', { body: {} });
export const confirmTotp = (code: string) => call<{ recovery_codes: string[] }>('PUT', '/staff/me/totp', { body: { code } });
export const stopTotp = (code: string) => call<null>('DELETE', '/staff/me/totp', { body: { code } });

export const notices = (query: Query) => call<Listed<Notice> & { unread: number }>('GET', `/staff/me/notifications${queryOf(query)}`);
export const readNotices = (body: { ids: string[] } | { all: true }) => call<{ unread: number }>('POST', '/staff/me/notifications/read', { body });
export const noticeSettings = () => call<NoticeSettings>('GET', '/staff/me/notification-settings');
export const saveNoticeSettings = (kinds: Pick<NoticeKind, 'kind' | 'in_app' | 'mail'>[]) =>
  call<NoticeSettings>('PUT', '/staff/me/notification-settings', { body: { kinds } });

export const audit = (query: Query) => call<Listed<AuditRow>>('GET', `/audit${queryOf(query)}`);

export const webhooks = () => call<Listed<Webhook> & { events?: string[] }>('GET', '/webhooks');
export const addWebhook = (url: string, events: string[]) => call<Webhook>('POST', '/webhooks', { body: { url, events } });
export const deleteWebhook = (id: string) => call<null>('DELETE', at`/webhooks/${id}`);
export const testWebhook = (id: string) => call<{ delivered: boolean; status: number | null; detail: string }>('POST', at`/webhooks/${id}/test`, { body: {} });
