-- What the console tells of a unit beyond its place in the tree: its block, where its head-count comes
-- from, the other names people know it by; and units that ask to be taken into the tree.
alter table units add column block text;
alter table units add column headcount_source text;
alter table units add column headcount_date text;
alter table units add column updated_at integer;
create index units_name on units (folded, code);
create index units_headcount on units (coalesce(headcount, -1), code);

create table unit_aliases (
    unit_id blob not null references units (id),
    alias text not null,
    folded text not null,
    primary key (unit_id, alias)
) strict, without rowid;

create table unit_registrations (
    id blob not null primary key,
    name text not null,
    kind text not null,
    parent_id blob not null references units (id),
    contact text not null,
    headcount integer,
    note text,
    state text not null,
    at integer not null,
    decided_at integer,
    decided_by blob references staff (id),
    reason text,
    unit_id blob references units (id)
) strict;
create index unit_registrations_state on unit_registrations (state, at);
create index unit_registrations_parent on unit_registrations (parent_id, state);

-- A unit is asked for its staff; contests have an index by their owner already.
create index units_staff on staff (unit_id);
