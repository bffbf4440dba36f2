-- Contests that are still being written, templates that they begin from, and what lists of contests are
-- searched by.

alter table contests add column folded text;

create table contest_drafts (
    id uuid not null primary key,
    owner_id uuid,
    slug text,
    title text not null,
    document text not null,
    source text,
    revision bigint not null,
    complete boolean not null,
    rehearsed text,
    changed_by uuid,
    created_at bigint not null,
    updated_at bigint not null
);
create index contest_drafts_owner on contest_drafts (owner_id, updated_at);

create table contest_templates (
    id uuid not null primary key,
    owner_id uuid,
    title text not null,
    summary text not null,
    document text not null,
    banks text not null,
    rounds bigint not null,
    questions bigint not null,
    shared boolean not null,
    made_by uuid,
    created_at bigint not null
);
create index contest_templates_owner on contest_templates (owner_id);

-- When something was done last, such as a backup.
create index audit_log_action on audit_log (action, seq);
