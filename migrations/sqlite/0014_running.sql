-- Running a contest: finding, correcting and excluding people, time and attempts that are given,
-- announcements, incidents, and figures by the minute.

-- The folded name with the given name first, by which people are listed. Empty until a node of this
-- version has seen a person that one of the version before wrote.
alter table participants add column sort_name text;
alter table participants add column excluded_at integer;
create index participants_sorted on participants (contest_id, sort_name, number);
create index participants_unsorted on participants (id) where sort_name is null;
create index participants_excluded on participants (contest_id) where excluded_at is not null;
create index participants_of_unit on participants (contest_id, unit_id);

-- What a person is found by: his folded name from each of its words on, and '#' with the digits of his
-- telephone number, the last one first.
create table participant_terms (
    contest_id blob not null,
    term text not null,
    participant_id blob not null,
    primary key (contest_id, term, participant_id)
) strict, without rowid;

-- What was changed of a person by staff; personal data has no place in the audit log. Append-only.
create table participant_changes (
    id blob not null primary key,
    participant_id blob not null references participants (id),
    at integer not null,
    made_by text not null,
    what text not null,
    before_value text,
    after_value text,
    reason text not null
) strict;
create index participant_changes_person on participant_changes (participant_id, at);

-- People whom staff took out of a contest, with the voids that this made.
create table exclusions (
    id blob not null primary key,
    participant_id blob not null references participants (id),
    reason text not null,
    made_by text not null,
    at integer not null,
    voidings text not null,
    lifted_at integer
) strict;
create index exclusions_person on exclusions (participant_id, at);

-- Time and attempts given to a person, to a unit with all below it, or to everybody. Append-only.
create table grants (
    id blob not null primary key,
    round_id blob not null references rounds (id),
    kind text not null,
    participant_id blob references participants (id),
    unit_id blob references units (id),
    amount integer not null,
    reason text not null,
    made_by text not null,
    at integer not null,
    people integer not null
) strict;
create index grants_round on grants (round_id, at);
-- How many grants there are: a start that does not know all of them looks again.
alter table rounds add column grants integer;

create table announcements (
    id blob not null primary key,
    contest_id blob not null references contests (id),
    round_id blob references rounds (id),
    at integer not null,
    until_at integer,
    content text not null,
    content_en text,
    made_by text not null,
    withdrawn_at integer,
    withdrawn_by text
) strict;
create index announcements_contest on announcements (contest_id, at);

-- What staff noted while a contest ran. Append-only.
create table incidents (
    id blob not null primary key,
    contest_id blob not null references contests (id),
    round_id blob references rounds (id),
    at integer not null,
    content text not null,
    made_by text not null,
    written_at integer not null
) strict;
create index incidents_contest on incidents (contest_id, at);

-- What a node counted in a minute of a round; the sum over nodes is what happened.
create table tallies (
    round_id blob not null,
    minute_at integer not null,
    node text not null,
    started integer not null,
    handed_in integer not null,
    saved integer not null,
    late integer not null,
    refused integer not null,
    failed integer not null,
    primary key (round_id, minute_at, node)
) strict, without rowid;

create index attempts_sitting on attempts (round_id) where state = 'active';
