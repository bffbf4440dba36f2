-- Question files that were read and are looked through before their questions go into a bank.

create table imports (
    id uuid not null primary key,
    bank_code text not null,
    title text,
    file_name text not null,
    format text not null,
    remarks text not null,
    made_by text not null,
    created_at bigint not null,
    committed_at bigint
);
create index imports_created on imports (created_at);

create table import_items (
    import_id uuid not null references imports (id),
    position bigint not null,
    place text not null,
    source text not null,
    state text not null,
    doubtful boolean not null,
    draft text,
    warnings text not null,
    refusal text,
    primary key (import_id, position)
);
create index import_items_doubtful on import_items (import_id, position) where doubtful;
