-- Which unit a question file was brought for (empty: the whole platform), and for which units each picture
-- was brought in: staff of a unit see neither files nor pictures of others.
alter table imports add column owner_id blob;
create index imports_owner on imports (owner_id, created_at);
update imports set owner_id =
    (select unit_id from staff where 'staff:' || lower(hex(staff.id)) = imports.made_by);

create table media_owners (
    digest text not null references media (digest),
    owner_id blob not null references units (id),
    primary key (digest, owner_id)
) strict, without rowid;
