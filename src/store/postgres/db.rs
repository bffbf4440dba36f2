//! What PostgreSQL does by nature in its own way.

use super::lane::{Appended, Evidence, SaveRow, StartRow, SubmitRow};
use super::participants::PersonRow;
use super::row::{document, instant, json};
use super::sessions::SessionRow;
use super::settings::ReplayRow;
use crate::domain::{AttemptId, Response, Slot, Timestamp};
use crate::store::StoreError;
use sqlx::postgres::PgArguments;
use sqlx::query::{Query, QueryAs};
use std::collections::HashMap;
use uuid::Uuid;

pub(super) type Db = sqlx::Postgres;

/// Texts as one parameter: a JSON array.
pub(super) fn texts_in(column: &str, parameter: &str) -> String {
    format!("{column} in (select json_array_elements_text(cast({parameter} as json)))")
}

pub(super) const START_ROWS: &str = "select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
    $11) as v(id, round, participant, ordinal, epoch, device, start_key, started_at, deadline_at, \
    paper_hash, network)";

/// Binds the parameters of [`START_ROWS`].
pub(super) fn bind_starts<'q>(
    query: Query<'q, Db, PgArguments>,
    rows: &[StartRow<'_>],
) -> Query<'q, Db, PgArguments> {
    query
        .bind(column(rows, |row| row.id.0))
        .bind(column(rows, |row| row.round.0))
        .bind(column(rows, |row| row.participant.0))
        .bind(column(rows, |row| row.ordinal))
        .bind(column(rows, |row| row.epoch))
        .bind(column(rows, |row| row.device.map(str::to_owned)))
        .bind(column(rows, |row| row.start_key.map(str::to_owned)))
        .bind(column(rows, |row| row.started_at))
        .bind(column(rows, |row| row.deadline_at))
        .bind(column(rows, |row| row.paper_hash.to_owned()))
        .bind(column(rows, |row| row.network.map(str::to_owned)))
}

pub(super) const SUBMIT_ROWS: &str = "select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
    $11, $12, $13) as v(id, state, submitted_at, duration_ms, forced, correct, questions, score, \
    max_score, failed, prediction, answers_root, receipt_code)";

/// Binds the parameters of [`SUBMIT_ROWS`].
pub(super) fn bind_submissions<'q>(
    query: Query<'q, Db, PgArguments>,
    rows: &[SubmitRow<'_>],
) -> Query<'q, Db, PgArguments> {
    query
        .bind(column(rows, |row| row.id.0))
        .bind(column(rows, |row| row.state.to_owned()))
        .bind(column(rows, |row| row.submitted_at))
        .bind(column(rows, |row| row.duration_ms))
        .bind(column(rows, |row| row.forced))
        .bind(column(rows, |row| row.correct))
        .bind(column(rows, |row| row.questions))
        .bind(column(rows, |row| row.score))
        .bind(column(rows, |row| row.max_score))
        .bind(column(rows, |row| row.failed))
        .bind(column(rows, |row| row.prediction))
        .bind(column(rows, |row| row.answers_root.to_owned()))
        .bind(column(rows, |row| row.receipt_code.to_owned()))
}

pub(super) const PERSON_ROWS: &str = "select * from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, \
    $12, $13, $14, $15, $16, $17) with ordinality as v(id, alias, group_code, unit, full_name, \
    folded_name, birth_date, fields, consents, guardian, identity, code_mac, created_at, sort_name, \
    referral, at)";

/// Binds the parameters of [`PERSON_ROWS`], after two others.
pub(super) fn bind_people<'q, O>(
    query: QueryAs<'q, Db, O, PgArguments>,
    rows: &[PersonRow<'_>],
) -> QueryAs<'q, Db, O, PgArguments> {
    query
        .bind(column(rows, |row| row.id.0))
        .bind(column(rows, |row| row.alias.to_owned()))
        .bind(column(rows, |row| row.group_code.map(str::to_owned)))
        .bind(column(rows, |row| row.unit.map(|unit| unit.0)))
        .bind(column(rows, |row| row.full_name.to_owned()))
        .bind(column(rows, |row| row.folded_name.clone()))
        .bind(column(rows, |row| row.birth_date.clone()))
        .bind(column(rows, |row| row.fields.clone()))
        .bind(column(rows, |row| row.consents.clone()))
        .bind(column(rows, |row| row.guardian.clone()))
        .bind(column(rows, |row| row.identity.0.to_vec()))
        .bind(column(rows, |row| row.code_mac.0.to_vec()))
        .bind(column(rows, |row| row.created_at))
        .bind(column(rows, |row| row.sort_name.clone()))
        .bind(column(rows, |row| row.referral.map(|unit| unit.0)))
}

pub(super) const SESSION_ROWS: &str = "select * from unnest($1, $2, $3, $4) \
    as v(token_hash, participant, contest, expires_at)";

/// Binds the parameters of [`SESSION_ROWS`].
pub(super) fn bind_sessions<'q>(
    query: Query<'q, Db, PgArguments>,
    rows: &[SessionRow<'_>],
) -> Query<'q, Db, PgArguments> {
    query
        .bind(column(rows, |row| row.token_hash.0.to_vec()))
        .bind(column(rows, |row| row.participant.0))
        .bind(column(rows, |row| row.contest.0))
        .bind(column(rows, |row| row.expires_at))
}

pub(super) const REPLAY_ROWS: &str =
    "select * from unnest($1, $2, $3, $4) as v(key, body, reply, at)";

/// Binds the parameters of [`REPLAY_ROWS`].
pub(super) fn bind_replays<'q>(
    query: Query<'q, Db, PgArguments>,
    rows: &[ReplayRow<'_>],
) -> Query<'q, Db, PgArguments> {
    query
        .bind(column(rows, |row| row.key.0.to_vec()))
        .bind(column(rows, |row| row.body.0.to_vec()))
        .bind(column(rows, |row| row.reply.0.to_vec()))
        .bind(column(rows, |row| row.at))
}

/// A column of rows, as the array that `unnest` takes.
fn column<R, T>(rows: &[R], value: impl Fn(&R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

pub(super) const STANDING_ROWS: &str = "select * from json_to_recordset(cast($1 as json)) as v(\
    place bigint, participant uuid, attempt uuid, measured text, reason text, group_code text, \
    group_place bigint, group_reason text)";

pub(super) const RANKING_ROWS: &str = "select * from json_to_recordset(cast($1 as json)) as v(\
    group_code text, place bigint, subject uuid, measured text, reason text)";

pub(super) const MARK_ROWS: &str = "select * from json_to_recordset(cast($1 as json)) as v(\
    id uuid, correct bigint, questions bigint, score bigint, max_score bigint, failed boolean)";

pub(super) const TERM_ROWS: &str = "select * from json_to_recordset(cast($1 as json)) as v(\
    participant uuid, term text)";

pub(super) const DEADLINE_ROWS: &str = "select * from json_to_recordset(cast($1 as json)) as v(\
    id uuid, deadline bigint)";

pub(super) const SORT_ROWS: &str = "select * from json_to_recordset(cast($1 as json)) as v(\
    participant uuid, sort_name text)";

/// Ids as one parameter.
pub(super) fn ids(ids: &[Uuid]) -> Vec<Uuid> {
    ids.to_vec()
}

pub(super) fn ids_in(column: &str, parameter: &str) -> String {
    format!("{column} = any({parameter})")
}

/// Locks rows of `a` that a transaction is about to change, in the order in which they are asked for.
pub(super) const LOCKED: &str = " for no key update of a";

/// A member of a JSON document in a text column, whose name follows.
pub(super) fn member(column: &str) -> String {
    format!("cast({column} as json) ->>")
}

/// The database's clock, whole milliseconds in microseconds.
pub(super) const NOW: &str = "cast(extract(epoch from \
    date_trunc('milliseconds', clock_timestamp())) * 1000000 as bigint)";

pub(super) const SAVE_ROWS: &str = "select ordinality - 1 as at, attempt, epoch, seq, slot, answer \
    from unnest($2, $3, $4, $5, $6) with ordinality \
    as rows (attempt, epoch, seq, slot, answer, ordinality)";

/// Binds the parameters of [`SAVE_ROWS`]: arrays, since PostgreSQL's JSON can't hold every text.
pub(super) fn bind_rows<'q, O>(
    query: QueryAs<'q, Db, O, PgArguments>,
    rows: &[SaveRow<'_>],
) -> QueryAs<'q, Db, O, PgArguments> {
    query
        .bind(rows.iter().map(|row| row.attempt.0).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.epoch).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.seq).collect::<Vec<_>>())
        .bind(
            rows.iter()
                .map(|row| i64::from(row.slot))
                .collect::<Vec<_>>(),
        )
        .bind(rows.iter().map(|row| json(row.answer)).collect::<Vec<_>>())
}

/// Appends the responses that are new: the attempt is active, the epoch in force, the deadline
/// with its grace not past, and no newer answer to the same question stored. Attempt rows are
/// locked shared, in the order of their ids, so that none is handed in meanwhile. Without a time
/// that is told the database's own clock decides.
pub(super) async fn append_responses(
    conn: &mut sqlx::PgConnection,
    rows: &[SaveRow<'_>],
    told: Option<Timestamp>,
    grace_us: i64,
) -> Result<Appended, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!(
        "with t as materialized (select coalesce($1, {NOW}) as now), \
         v as ({SAVE_ROWS}), \
         a as materialized (select id, epoch, state, deadline_at from attempts \
             where id = any($2) order by id for share), \
         added as (insert into responses (attempt_id, epoch, seq, slot, answer, saved_at) \
             select v.attempt, v.epoch, v.seq, v.slot, v.answer, t.now \
             from v join a on a.id = v.attempt cross join t \
             where a.state = 'active' and a.epoch = v.epoch and a.deadline_at + $7 >= t.now \
             and not exists (select 1 from responses as r where r.attempt_id = v.attempt \
                 and r.epoch = v.epoch and r.seq > v.seq and r.slot = v.slot) \
             on conflict do nothing returning 1) \
         select t.now, (select count(*) from added) from t"
    ));
    #[cfg(feature = "sabotage")]
    let (sql, grace_us) = (
        crate::store::sabotage::unchecked(sql),
        crate::store::sabotage::grace(grace_us),
    );
    let query = sqlx::query_as(sql).bind(told.map(Timestamp::micros));
    let (now, added): (i64, i64) = bind_rows(query, rows)
        .bind(grace_us)
        .fetch_one(conn)
        .await?;
    Ok(Appended {
        now: Timestamp::from_micros(now),
        rows: u64::try_from(added).unwrap_or(0),
    })
}

/// Looks up the responses that are not stored exactly as the statement of `now` writes them.
pub(super) async fn unusual(
    conn: &mut sqlx::PgConnection,
    rows: &[SaveRow<'_>],
    now: Timestamp,
) -> Result<Vec<Evidence>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!(
        "with v as ({SAVE_ROWS}) select v.at, a.epoch, a.state, a.deadline_at, r.slot, r.answer, \
         r.saved_at, (select max(n.seq) from responses as n where n.attempt_id = v.attempt \
             and n.epoch = v.epoch and n.seq > v.seq and n.slot = v.slot) as newer \
         from v left join attempts as a on a.id = v.attempt left join responses as r \
         on r.attempt_id = v.attempt and r.epoch = v.epoch and r.seq = v.seq \
         where r.saved_at is null or r.saved_at <> $1 or r.slot <> v.slot \
             or r.answer <> v.answer"
    ));
    let query = sqlx::query_as::<Db, Evidence>(sql).bind(now.micros());
    Ok(bind_rows(query, rows).fetch_all(conn).await?)
}

/// The log of an attempt, a column an array: a row for every line would cost more than the answers.
#[derive(sqlx::FromRow)]
struct LogRow {
    attempt_id: Uuid,
    epochs: Vec<i64>,
    seqs: Vec<i64>,
    slots: Vec<i64>,
    answers: Vec<String>,
    saved_at: Vec<i64>,
}

/// The logs of attempts, each by epoch and sequence.
pub(super) async fn logs(
    conn: &mut sqlx::PgConnection,
    attempts: &[Uuid],
) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError> {
    let rows: Vec<LogRow> = sqlx::query_as(
        "select attempt_id, array_agg(epoch) as epochs, array_agg(seq) as seqs, \
         array_agg(slot) as slots, array_agg(answer) as answers, array_agg(saved_at) as saved_at \
         from (select * from responses where attempt_id = any($1) \
             order by attempt_id, epoch, seq) as r \
         group by attempt_id",
    )
    .bind(attempts)
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let log: Result<Vec<Response>, StoreError> = (0..row.seqs.len())
                .map(|at| {
                    response(
                        row.epochs[at],
                        row.seqs[at],
                        row.slots[at],
                        &row.answers[at],
                        row.saved_at[at],
                    )
                })
                .collect();
            let mut log = log?;
            // Grouping keeps the order it was given in; marking must not depend on that.
            log.sort_by_key(|line| (line.epoch, line.seq));
            Ok((AttemptId(row.attempt_id), log))
        })
        .collect()
}

/// A line of the log.
pub(super) fn response(
    epoch: i64,
    seq: i64,
    slot: i64,
    answer: &str,
    saved_at: i64,
) -> Result<Response, StoreError> {
    let slot = u16::try_from(slot).map_err(|e| StoreError::corrupt("responses", "slot", e))?;
    Ok(Response {
        epoch,
        seq,
        slot: Slot(slot),
        answer: document("responses", "answer", answer)?,
        saved_at: instant(saved_at),
    })
}

/// The other names of unit `u` as a JSON array, in their order.
pub(super) const ALIASES: &str = "(select cast(coalesce(json_agg(a.alias order by a.alias), '[]') \
    as text) from unit_aliases as a where a.unit_id = u.id)";
