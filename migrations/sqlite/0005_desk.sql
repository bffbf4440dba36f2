-- Voids with objections, proposals that one makes and another decides, and the network in which an
-- attempt began, as a keyed mark.

create table voidings (
    id blob not null primary key,
    round_id blob not null references rounds (id),
    participant_id blob not null references participants (id),
    attempts text not null,
    whole_person integer not null,
    result_version integer not null,
    reason text not null,
    made_by text not null,
    at integer not null,
    appeal_until integer not null,
    appeal_text text,
    appeal_by text,
    appeal_at integer,
    reinstated integer,
    decision_reason text,
    decided_by text,
    decided_at integer
) strict;
create index voidings_round on voidings (round_id, at);

create table proposals (
    id blob not null primary key,
    round_id blob not null references rounds (id),
    kind text not null,
    body text not null,
    reason text not null,
    base_version integer not null,
    made_by text not null,
    at integer not null,
    verdict text,
    closed_by text,
    closed_at integer,
    closed_reason text,
    result_version integer,
    awards text
) strict;
create index proposals_round on proposals (round_id, at);

alter table attempts add column network text;
