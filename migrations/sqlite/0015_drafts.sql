-- Contests that are still being written, templates that they begin from, and what lists of contests are
-- searched by.

alter table contests add column folded text;

create table contest_drafts (
    id blob not null primary key,
    owner_id blob,
    slug text,
    title text not null,
    document text not null,
    source text,
    revision integer not null,
    complete integer not null,
    rehearsed text,
    changed_by blob,
    created_at integer not null,
    updated_at integer not null
) strict;
create index contest_drafts_owner on contest_drafts (owner_id, updated_at);

create table contest_templates (
    id blob not null primary key,
    owner_id blob,
    title text not null,
    summary text not null,
    document text not null,
    banks text not null,
    rounds integer not null,
    questions integer not null,
    shared integer not null,
    made_by blob,
    created_at integer not null
) strict;
create index contest_templates_owner on contest_templates (owner_id);

-- When something was done last, such as a backup.
create index audit_log_action on audit_log (action, seq);
