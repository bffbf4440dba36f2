-- Running a contest: finding, correcting and excluding people, time and attempts that are given,
-- announcements, incidents, and figures by the minute.

-- The folded name with the given name first, by which people are listed. Empty until a node of this
-- version has seen a person that one of the version before wrote.
alter table participants add column sort_name text collate "C";
alter table participants add column excluded_at bigint;
create index participants_sorted on participants (contest_id, sort_name, number);
create index participants_unsorted on participants (id) where sort_name is null;
create index participants_excluded on participants (contest_id) where excluded_at is not null;
create index participants_of_unit on participants (contest_id, unit_id);

-- What a person is found by: his folded name from each of its words on, and '#' with the digits of his
-- telephone number, the last one first.
create table participant_terms (
    contest_id uuid not null,
    term text collate "C" not null,
    participant_id uuid not null,
    primary key (contest_id, term, participant_id)
);

-- What was changed of a person by staff; personal data has no place in the audit log. Append-only.
create table participant_changes (
    id uuid not null primary key,
    participant_id uuid not null references participants (id),
    at bigint not null,
    made_by text not null,
    what text not null,
    before_value text,
    after_value text,
    reason text not null
);
create index participant_changes_person on participant_changes (participant_id, at);

-- People whom staff took out of a contest, with the voids that this made.
create table exclusions (
    id uuid not null primary key,
    participant_id uuid not null references participants (id),
    reason text not null,
    made_by text not null,
    at bigint not null,
    voidings text not null,
    lifted_at bigint
);
create index exclusions_person on exclusions (participant_id, at);

-- Time and attempts given to a person, to a unit with all below it, or to everybody. Append-only.
create table grants (
    id uuid not null primary key,
    round_id uuid not null references rounds (id),
    kind text not null,
    participant_id uuid references participants (id),
    unit_id uuid references units (id),
    amount bigint not null,
    reason text not null,
    made_by text not null,
    at bigint not null,
    people bigint not null
);
create index grants_round on grants (round_id, at);
-- How many grants there are: a start that does not know all of them looks again.
alter table rounds add column grants bigint;

create table announcements (
    id uuid not null primary key,
    contest_id uuid not null references contests (id),
    round_id uuid references rounds (id),
    at bigint not null,
    until_at bigint,
    content text not null,
    content_en text,
    made_by text not null,
    withdrawn_at bigint,
    withdrawn_by text
);
create index announcements_contest on announcements (contest_id, at);

-- What staff noted while a contest ran. Append-only.
create table incidents (
    id uuid not null primary key,
    contest_id uuid not null references contests (id),
    round_id uuid references rounds (id),
    at bigint not null,
    content text not null,
    made_by text not null,
    written_at bigint not null
);
create index incidents_contest on incidents (contest_id, at);

-- What a node counted in a minute of a round; the sum over nodes is what happened.
create table tallies (
    round_id uuid not null,
    minute_at bigint not null,
    node text not null,
    started bigint not null,
    handed_in bigint not null,
    saved bigint not null,
    late bigint not null,
    refused bigint not null,
    failed bigint not null,
    primary key (round_id, minute_at, node)
);

create index attempts_sitting on attempts (round_id) where state = 'active';
