-- Staff who are invited, prove themselves by a second factor and are told what happens; hooks of other systems.
alter table staff add column folded text;
alter table staff add column disabled_at bigint;
alter table staff add column seen_at bigint;
create index staff_unit on staff (unit_id);

-- The public name of a session, and what it needs for a list and for asking again who it is.
alter table staff_sessions add column id uuid;
alter table staff_sessions add column signed_in_at bigint;
alter table staff_sessions add column fresh_at bigint;
alter table staff_sessions add column address text;
alter table staff_sessions add column agent text;
create index staff_sessions_staff on staff_sessions (staff_id);

-- The secret is sealed; a step that was used once is not taken again.
create table staff_totp (
    staff_id uuid not null primary key references staff (id),
    secret bytea not null,
    begun_at bigint not null,
    on_since bigint,
    last_step bigint
);

create table staff_recovery_codes (
    staff_id uuid not null references staff (id),
    code_mac bytea not null,
    used_at bigint,
    primary key (staff_id, code_mac)
);

-- Links that lead a person in: an invitation, or a new password. One of each kind a person.
create table staff_links (
    id uuid not null primary key,
    kind text not null,
    staff_id uuid not null references staff (id),
    token_hash bytea not null unique,
    takes_factor_off boolean not null,
    made_by text not null,
    created_at bigint not null,
    expires_at bigint not null
);
create unique index staff_links_one on staff_links (staff_id, kind);

create table staff_notices (
    id uuid not null primary key,
    staff_id uuid not null references staff (id),
    kind text not null,
    facts text not null,
    link text,
    at bigint not null,
    shown boolean not null,
    read_at bigint
);
create index staff_notices_staff on staff_notices (staff_id, id);
create index staff_notices_unread on staff_notices (staff_id) where read_at is null;

create table staff_notice_settings (
    staff_id uuid not null references staff (id),
    kind text not null,
    in_app boolean not null,
    mail boolean not null,
    primary key (staff_id, kind)
);

-- What waits to be sent; its content is sealed, because a link in a letter opens an account.
create table outbox (
    id uuid not null primary key,
    channel text not null,
    recipient_id uuid not null,
    content bytea not null,
    made_at bigint not null,
    next_at bigint not null,
    tries bigint not null
);
create index outbox_next on outbox (next_at);

create table webhooks (
    id uuid not null primary key,
    owner_id uuid,
    url text not null,
    events text not null,
    secret bytea not null,
    made_by text not null,
    created_at bigint not null,
    last_at bigint,
    last_status bigint,
    last_detail text
);

create index audit_log_actor on audit_log (actor, seq);
create index audit_log_subject on audit_log (subject, seq);
