-- Staff who are invited, prove themselves by a second factor and are told what happens; hooks of other systems.
alter table staff add column folded text;
alter table staff add column disabled_at integer;
alter table staff add column seen_at integer;
create index staff_unit on staff (unit_id);

-- The public name of a session, and what it needs for a list and for asking again who it is.
alter table staff_sessions add column id blob;
alter table staff_sessions add column signed_in_at integer;
alter table staff_sessions add column fresh_at integer;
alter table staff_sessions add column address text;
alter table staff_sessions add column agent text;
create index staff_sessions_staff on staff_sessions (staff_id);

-- The secret is sealed; a step that was used once is not taken again.
create table staff_totp (
    staff_id blob not null primary key references staff (id),
    secret blob not null,
    begun_at integer not null,
    on_since integer,
    last_step integer
) strict;

create table staff_recovery_codes (
    staff_id blob not null references staff (id),
    code_mac blob not null,
    used_at integer,
    primary key (staff_id, code_mac)
) strict;

-- Links that lead a person in: an invitation, or a new password. One of each kind a person.
create table staff_links (
    id blob not null primary key,
    kind text not null,
    staff_id blob not null references staff (id),
    token_hash blob not null unique,
    takes_factor_off integer not null,
    made_by text not null,
    created_at integer not null,
    expires_at integer not null
) strict;
create unique index staff_links_one on staff_links (staff_id, kind);

create table staff_notices (
    id blob not null primary key,
    staff_id blob not null references staff (id),
    kind text not null,
    facts text not null,
    link text,
    at integer not null,
    shown integer not null,
    read_at integer
) strict;
create index staff_notices_staff on staff_notices (staff_id, id);
create index staff_notices_unread on staff_notices (staff_id) where read_at is null;

create table staff_notice_settings (
    staff_id blob not null references staff (id),
    kind text not null,
    in_app integer not null,
    mail integer not null,
    primary key (staff_id, kind)
) strict;

-- What waits to be sent; its content is sealed, because a link in a letter opens an account.
create table outbox (
    id blob not null primary key,
    channel text not null,
    recipient_id blob not null,
    content blob not null,
    made_at integer not null,
    next_at integer not null,
    tries integer not null
) strict;
create index outbox_next on outbox (next_at);

create table webhooks (
    id blob not null primary key,
    owner_id blob,
    url text not null,
    events text not null,
    secret blob not null,
    made_by text not null,
    created_at integer not null,
    last_at integer,
    last_status integer,
    last_detail text
) strict;

create index audit_log_actor on audit_log (actor, seq);
create index audit_log_subject on audit_log (subject, seq);
