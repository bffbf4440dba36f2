/** What the interface says of staff, their sign-in and what they are told. Instants are RFC 3339. */

export interface UnitRef {
  code: string;
  name: string;
}

export const ROLES = ['administrator', 'organiser', 'author', 'reviewer', 'judge', 'verifier', 'viewer'] as const;
export const STATES = ['invited', 'active', 'disabled'] as const;
export type StaffState = (typeof STATES)[number];

/** Who has signed in. */
export interface StaffCard {
  id: string;
  email: string;
  name: string;
  role: string;
  /** Null acts for the whole platform. */
  unit: UnitRef | null;
  second_factor: 'none' | 'totp';
  /** The role asks for a second factor that is not set up yet. */
  second_factor_needed: boolean;
  /** Until then nothing asks for a fresh proof. */
  fresh_until: string;
  /** Notifications that were not read. */
  unread: number;
}

export interface Member {
  id: string;
  email: string;
  name: string;
  role: string;
  unit: UnitRef | null;
  state: StaffState;
  second_factor: 'none' | 'totp';
  last_seen_at: string | null;
  created_at: string;
  invitation: { id: string; expires_at: string } | null;
}

/** A link that is shown once. */
export interface OnceLink {
  link: string;
  expires_at: string;
  mailed?: boolean;
}

export interface InvitationLook {
  email: string;
  name: string;
  role: string;
  unit: UnitRef | null;
  expires_at: string;
}

export interface OwnSession {
  id: string;
  current: boolean;
  signed_in_at: string;
  seen_at: string;
  address: string;
  agent: string;
}

export interface TotpStart {
  secret: string;
  uri: string;
  qr_svg: string;
}

export interface AuditRow {
  seq: number;
  at: string;
  /** A member of staff, or a word for what is none (`command`, `job`). */
  actor: { id: string; name: string } | { word: string };
  action: string;
  subject: string;
  detail: unknown;
}

export interface Notice {
  id: string;
  at: string;
  kind: string;
  title: string;
  text: string;
  link: string | null;
  read: boolean;
}

export interface NoticeKind {
  kind: string;
  title: string;
  in_app: boolean;
  mail: boolean;
}

export interface NoticeSettings {
  kinds: NoticeKind[];
  mail_possible: boolean;
}

export interface Webhook {
  id: string;
  url: string;
  events: string[];
  created_at: string;
  last: { at: string; status: number | null; detail: string } | null;
  /** Only in the answer that made it. */
  secret?: string;
}
