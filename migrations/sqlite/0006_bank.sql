-- The question bank as people work on it: versions with author, note and a status of their own, reviews
-- and comments, the register of laws, and what closed rounds tell about each question.

-- How many people have to approve a question (empty: 1), and the number of the last change: whoever
-- changes a question of a bank raises it first and so waits for others who do.
alter table banks add column approvals integer;
alter table banks add column revision integer;
alter table banks add column updated_at integer;

-- The newest version (empty: 1), and the last change of the bank that touched the question.
-- questions.status keeps the three words that a node of the version before knows: a question that was
-- checked is still a draft to it.
alter table questions add column newest integer;
alter table questions add column changed_in integer;
alter table questions add column updated_at integer;
create index questions_change on questions (bank_id, changed_in);

-- A version that only sorts a question anew (topic, level) stands on the reviews of the version that it
-- names in reviewed_as. Empty author: brought in by command.
alter table question_versions add column status text;
alter table question_versions add column author_id blob;
alter table question_versions add column note text;
alter table question_versions add column reviewed_as integer;
update question_versions set status = (select status from questions where id = question_id)
where (select status from questions where id = question_id) <> 'retired';

-- Append-only.
create table question_reviews (
    id blob not null primary key,
    question_id blob not null references questions (id),
    version integer not null,
    reviewer_id blob not null references staff (id),
    verdict text not null,
    comment text not null,
    at integer not null
) strict;
create index question_reviews_question on question_reviews (question_id, at);

-- Append-only.
create table question_comments (
    id blob not null primary key,
    question_id blob not null references questions (id),
    version integer not null,
    author_id blob not null references staff (id),
    content text not null,
    at integer not null
) strict;
create index question_comments_question on question_comments (question_id, at);

create table law_documents (
    number text not null primary key,
    title text not null,
    issuer text not null,
    valid_from text,
    valid_to text,
    replaced_by text,
    link text,
    updated_at integer not null
) strict, without rowid;

-- Which result of a round its statistics were made from.
create table measured_rounds (
    round_id blob not null primary key references rounds (id),
    result_version integer not null,
    at integer not null
) strict, without rowid;

-- Sums over the finished attempts of a round that held the question version.
create table item_statistics (
    question_id blob not null references questions (id),
    round_id blob not null references rounds (id),
    version integer not null,
    sums text not null,
    primary key (question_id, round_id, version)
) strict, without rowid;
create index item_statistics_round on item_statistics (round_id);
