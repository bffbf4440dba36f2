-- Voids with objections, proposals that one makes and another decides, and the network in which an
-- attempt began, as a keyed mark.

create table voidings (
    id uuid not null primary key,
    round_id uuid not null references rounds (id),
    participant_id uuid not null references participants (id),
    attempts text not null,
    whole_person boolean not null,
    result_version bigint not null,
    reason text not null,
    made_by text not null,
    at bigint not null,
    appeal_until bigint not null,
    appeal_text text,
    appeal_by text,
    appeal_at bigint,
    reinstated boolean,
    decision_reason text,
    decided_by text,
    decided_at bigint
);
create index voidings_round on voidings (round_id, at);

create table proposals (
    id uuid not null primary key,
    round_id uuid not null references rounds (id),
    kind text not null,
    body text not null,
    reason text not null,
    base_version bigint not null,
    made_by text not null,
    at bigint not null,
    verdict text,
    closed_by text,
    closed_at bigint,
    closed_reason text,
    result_version bigint,
    awards text
);
create index proposals_round on proposals (round_id, at);

alter table attempts add column network text;
