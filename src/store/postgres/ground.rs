//! Locking and reading what starts and submissions are decided upon, in as few round trips as the
//! locks allow: people and rounds first, then attempts, because an attempt that another node began
//! while this one waited for the person is seen by the next statement only.

use super::attempts::{AttemptRow, COLUMNS};
use super::db::{self, Db};
use super::lane::Wanted;
use super::rounds::{self, RoundRow};
use crate::domain::{Attempt, Round, Timestamp};
use crate::store::StoreError;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct LockedRound {
    #[sqlx(flatten)]
    round: RoundRow,
    now: i64,
    excluded: Vec<Uuid>,
}

/// What was locked, as it stands from then on.
#[derive(Default)]
pub(super) struct Locked {
    /// The time after the last lock, if a row was there to tell it.
    pub(super) at: Option<i64>,
    pub(super) rounds: Vec<Round>,
    pub(super) attempts: Vec<Attempt>,
    /// Those of the people whom staff took out of their contest.
    pub(super) excluded: Vec<Uuid>,
}

#[derive(sqlx::FromRow)]
struct LockedAttempt {
    #[sqlx(flatten)]
    attempt: AttemptRow,
    now: i64,
}

/// Locks people against other starts of theirs, rounds against being closed meanwhile, and attempts,
/// those of the people among them, against saves and submissions; reads rounds, attempts and who is
/// excluded.
pub(super) async fn lock(
    conn: &mut sqlx::PgConnection,
    wanted: &Wanted,
) -> Result<Locked, StoreError> {
    let mut found = Locked::default();
    if !wanted.people.is_empty() {
        // Looking at the people inside the condition has them locked before the first round. The
        // clock is asked outside, where a row arrives only once it is locked.
        let sql = sqlx::AssertSqlSafe(format!(
            "with p as materialized (select id, excluded_at from participants \
                 where id = any($1) order by id for no key update), \
             r as materialized ({} where id = any($2) and (select count(*) from p) >= 0 \
                 order by id for share) \
             select r.*, {} as now, \
             array(select id from p where excluded_at is not null) as excluded from r",
            rounds::SELECT,
            db::NOW
        ));
        let rows: Vec<LockedRound> = sqlx::query_as::<Db, _>(sql)
            .bind(&wanted.people)
            .bind(&wanted.rounds)
            .fetch_all(&mut *conn)
            .await?;
        for row in rows {
            found.at = found.at.max(Some(row.now));
            found.rounds.push(Round::try_from(row.round)?);
            // The same list stands in every row.
            found.excluded = row.excluded;
        }
    }
    let locked = [&wanted.submitted[..], &wanted.saved[..]].concat();
    let sql = sqlx::AssertSqlSafe(format!(
        "with a as materialized (select {COLUMNS} from attempts as a \
             where a.id = any($1) or a.participant_id = any($2) \
             order by a.id for no key update) \
         select a.*, {} as now from a where a.id = any($3) or a.participant_id = any($2)",
        db::NOW
    ));
    let rows: Vec<LockedAttempt> = sqlx::query_as::<Db, _>(sql)
        .bind(&locked)
        .bind(&wanted.people)
        .bind(&wanted.submitted)
        .fetch_all(conn)
        .await?;
    for row in rows {
        found.at = found.at.max(Some(row.now));
        found.attempts.push(Attempt::try_from(row.attempt)?);
    }
    Ok(found)
}

/// What the database's clock says.
pub(super) async fn now(conn: &mut sqlx::PgConnection) -> Result<Timestamp, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!("select {}", db::NOW));
    let (micros,): (i64,) = sqlx::query_as(sql).fetch_one(conn).await?;
    Ok(Timestamp::from_micros(micros))
}
