-- Saved answers in one partition for each week, for contests of tens of millions of attempts:
--     psql -v ON_ERROR_STOP=1 -v weeks=6 -d thiluat -f partition-responses.sql
-- Nodes may run meanwhile: it takes the table for a moment, or gives up after 2 s, and can be run again.
--
-- Ids of attempts begin with the instant (UUID version 7), so a range of ids is a span of time, and the
-- answers of an attempt stay together. The program needs no change: its statements name attempts.
begin;
create function pg_temp.first_id(at timestamptz) returns uuid language sql as $$
    select cast(rpad(lpad(to_hex(cast(extract(epoch from at) * 1000 as bigint)), 12, '0'), 32, '0') as uuid)
$$;

set local lock_timeout = '2s';
lock table responses in access exclusive mode;
alter table responses rename to responses_before;
alter index responses_pkey rename to responses_before_pkey;
create table responses (like responses_before including all excluding indexes) partition by range (attempt_id);
alter table responses add primary key (attempt_id, epoch, seq);
-- For what begins after the last week: saving must not fail because nobody made the next partition.
create table responses_rest partition of responses default;

-- What began before now stays where it is.
select pg_temp.first_id(now()) as now \gset
alter table responses attach partition responses_before for values from (minvalue) to (:'now');
select format(
    'create table %I partition of responses for values from (%L) to (%L)',
    'responses_' || to_char(now() + week * interval '1 week', 'YYYYMMDD'),
    pg_temp.first_id(now() + week * interval '1 week'),
    pg_temp.first_id(now() + (week + 1) * interval '1 week')
) from generate_series(0, :weeks - 1) as week \gexec
commit;
