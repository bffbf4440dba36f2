-- Rules of contest files that need rows of their own: failed attempts, extra time, places in groups,
-- rankings beyond a round, lists of people, promotion, outages, marks of essays.

-- Whether a disqualifying question was not answered rightly; empty: no.
alter table attempts add column failed integer;

-- Seconds on top of the time limit, for a person.
alter table participants add column extra_time_s integer;

-- Who froze the value of the prediction, and what was asked for.
alter table results add column made_by text;
alter table results add column prediction_asked text;

-- The place within the person's group.
alter table standings add column group_code text;
alter table standings add column group_place integer;
alter table standings add column group_reason text;

-- Rankings over rounds and of units. A version never changes.
create table rankings (
    contest_id blob not null references contests (id),
    code text not null,
    version integer not null,
    created_at integer not null,
    made_by text not null,
    rules text not null,
    results text not null,
    primary key (contest_id, code, version)
) strict;

create table ranking_rows (
    contest_id blob not null,
    code text not null,
    version integer not null,
    group_code text not null,
    place integer not null,
    subject_id blob not null,
    measured text not null,
    reason text not null,
    primary key (contest_id, code, version, subject_id)
) strict, without rowid;

-- Rosters and exclusions, by the keyed hash of the identity.
create table listed_people (
    contest_id blob not null references contests (id),
    list text not null,
    identity blob not null,
    primary key (contest_id, list, identity)
) strict, without rowid;

-- Who came on to a round from an earlier one.
create table admissions (
    round_id blob not null references rounds (id),
    participant_id blob not null references participants (id),
    from_round blob not null,
    from_version integer not null,
    place integer not null,
    primary key (round_id, participant_id)
) strict, without rowid;

-- Outages that were given back. Append-only.
create table outages (
    round_id blob not null references rounds (id),
    from_at integer not null,
    to_at integer not null,
    reason text not null,
    made_by text not null,
    at integer not null
) strict;
create index outages_round on outages (round_id, at);

-- Marks of essays: the newest of each judge counts, older ones stay.
create table essay_marks (
    attempt_id blob not null,
    judge text not null,
    version integer not null,
    points integer not null,
    note text not null,
    at integer not null,
    primary key (attempt_id, judge, version)
) strict, without rowid;
