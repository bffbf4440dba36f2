-- Which unit a bank and a contest belong to; empty: the whole platform.
alter table banks add column owner_id uuid;
alter table contests add column owner_id uuid;
create index banks_owner on banks (owner_id);
create index contests_owner on contests (owner_id);
update contests set owner_id =
    (select id from units where code = contests.document::json -> 'contest' ->> 'organiser');
