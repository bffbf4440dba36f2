-- An answer is acknowledged when it stands at the end of a log without any key but its place: a
-- batch then writes one page instead of one for each attempt in it. At hand-in the answers of an
-- attempt are put away in one row, its sheet, and its lines of the log may go.

create table answer_log (
    id integer not null primary key,
    attempt_id blob not null,
    epoch integer not null,
    seq integer not null,
    slot integer not null,
    answer text not null,
    saved_at integer not null
) strict;

-- Lines of [epoch, seq, slot, answer, saved_at], by epoch and seq.
create table answer_sheets (
    attempt_id blob not null primary key,
    lines text not null
) strict, without rowid;

insert into answer_sheets (attempt_id, lines)
select attempt_id, json_group_array(json_array(epoch, seq, slot, json(answer), saved_at))
from (
    select r.* from responses as r join attempts as a on a.id = r.attempt_id
    where a.state <> 'active' order by r.attempt_id, r.epoch, r.seq
)
group by attempt_id;

insert into answer_log (attempt_id, epoch, seq, slot, answer, saved_at)
select r.attempt_id, r.epoch, r.seq, r.slot, r.answer, r.saved_at
from responses as r join attempts as a on a.id = r.attempt_id
where a.state = 'active'
order by r.saved_at, r.attempt_id, r.epoch, r.seq;

-- A node of the version before still writes here; the table goes with a later version.
create trigger responses_reach_the_log after insert on responses
begin
    insert into answer_log (attempt_id, epoch, seq, slot, answer, saved_at)
    values (new.attempt_id, new.epoch, new.seq, new.slot, new.answer, new.saved_at);
end;
